import type { Importer } from "../../importers/define.ts";
import type { Target } from "../../importers/define-target.ts";
import { minorDigits } from "../../shared/currency.ts";
import type { Database } from "../db/database.ts";
import { dayOfRecord } from "../digest/day-of-record.ts";
import type { EntityFigures } from "../digest/read-figures.ts";
import { figureKind } from "../digest/source-figures.ts";
import { filesOfSystem } from "../ledger/chain-records.ts";
import { type CrosswalkCounts, crosswalkCounts } from "../ledger/crosswalk-counts.ts";
import { type LandedNow, landedNow } from "../ledger/landed-now.ts";
import type { LedgerRun } from "../ledger/run-ledger.ts";
import type { EntitySummary } from "../ledger/run-summary.ts";
import { ruleBook } from "../mapping/rule-book.ts";
import type { Chain } from "./chain.ts";
import { controlTotals } from "./control-totals.ts";
import { type CountedRecords, ExportRecords } from "./count-records.ts";
import { type CountingExport, countingExports } from "./exports.ts";
import {
  type CodeStanding,
  type ColumnLeftOut,
  type EntityStanding,
  type FileLeftOut,
  type MonthsStanding,
  RECORD_STATES,
  type Standing,
  type StandingFile,
} from "./standing.ts";
import { moneyOf, standingRun } from "./standing-runs.ts";

/**
 * Reads where the records of a chain stand: its runs as the ledger keeps them, the records that were rejected one by
 * one, and what the target holds now. Two passes over the crosswalk and one over each target table, so it is read once
 * and kept where it is asked for often.
 */
export function readStanding(db: Database, chain: Chain, { importers, title }: Target): Standing {
  const reading = new Reading(db, chain, importers);
  const entities = importers.flatMap((importer) => reading.entity(importer));
  const last = [...chain.runs].reverse().find(({ summary }) => summary !== null)?.summary;
  return {
    legacySystem: chain.legacySystem,
    application: title,
    currency: last?.currency ?? "",
    timeZone: last?.timeZone ?? "UTC",
    entities,
    total: totalOf(entities),
    balanced: entities.every(({ balanced }) => balanced),
    runs: chain.runs.map((run) => standingRun(run, { chain, counts: reading.entitiesOf(run) })),
    files: reading.files(),
    columnsLeftOut: reading.columnsLeftOut(),
    filesLeftOut: reading.filesLeftOut(),
    money: moneyOf(chain),
  };
}

class Reading {
  readonly #db: Database;
  readonly #chain: Chain;
  readonly #exports: ReadonlyMap<string, CountingExport>;
  readonly #records = new Map<CountingExport, ExportRecords>();
  readonly #crosswalk: CrosswalkCounts;

  constructor(db: Database, chain: Chain, importers: readonly Importer[]) {
    const { legacySystem } = chain;
    const all = countingExports(chain, filesOfSystem(db, legacySystem));
    const names = importers.map(({ entity }) => entity);
    this.#db = db;
    this.#chain = chain;
    this.#exports = new Map([...all].filter(([entity]) => names.includes(entity)));
    const ids = this.#counting().flatMap(({ files }) => files.map(({ id }) => id));
    this.#crosswalk = crosswalkCounts(db, legacySystem, ids);
  }

  /** Each export once; the oldest first. */
  #counting(): CountingExport[] {
    return [...new Set(this.#exports.values())].sort((one, other) => one.run.id - other.run.id);
  }

  entitiesOf({ id, kind }: LedgerRun): string[] {
    return [...this.#exports].flatMap(([entity, { run, later }]) => {
      const isLater = kind === "retry" && later.some((one) => one.id === id);
      return run.id === id || isLater ? [entity] : [];
    });
  }

  entity(importer: Importer): EntityStanding[] {
    const { entity, topic = null } = importer;
    const counting = this.#exports.get(entity);
    const summary = counting && summaryOf(counting, entity);
    if (counting === undefined || summary === undefined) return [];
    const counted = this.#recordsOf(counting).of(entity, summary);
    const { records, states, letIn, differences } = counted;
    const { vanished, vanishedUnknown } = summary;
    return [
      {
        entity,
        topic,
        run: counting.run.name,
        records,
        ...states,
        balanced: differences.length === 0,
        differences,
        complete: counting.run.summary?.complete === true && isWhole(counting.run),
        placeholders: this.#crosswalk.placeholders.get(entity) ?? 0,
        vanished: vanishedUnknown === undefined ? vanished : null,
        letIn,
        codes: codesOf(importer, summary, counted),
        ...this.#figures(importer, counting, summary),
      },
    ];
  }

  #recordsOf(counting: CountingExport): ExportRecords {
    const known = this.#records.get(counting);
    if (known !== undefined) return known;
    const { legacySystem } = this.#chain;
    const of = { legacySystem, crosswalk: this.#crosswalk };
    const made = new ExportRecords(this.#db, counting, of);
    this.#records.set(counting, made);
    return made;
  }

  #figures(
    importer: Importer,
    { run, files }: CountingExport,
    { keyFigures }: EntitySummary,
  ): Pick<EntityStanding, "figures" | "months"> {
    const currency = run.summary?.currency ?? "";
    const old = keyFigures?.export ?? null;
    const fields = new Map(
      Object.entries(old?.fields ?? keyFigures?.landed?.fields ?? {}).flatMap(([name, figures]) => {
        const field = importer.fields[name];
        if (field === undefined) return [];
        const words = figureKind(field) === "code" ? wordsOf(field.values, figures.becomes) : [];
        return [[name, words] as const];
      }),
    );
    const dayField = dayOfRecord(importer, [...fields.keys()]);
    const now = landedNow(this.#db, {
      importer,
      legacySystem: this.#chain.legacySystem,
      placeholders: this.#crosswalk.placeholders.get(importer.entity) ?? 0,
      written: files.reduce(
        (sum, { id, entity }) =>
          entity === importer.entity ? sum + (this.#crosswalk.records.get(id) ?? 0) : sum,
        0,
      ),
      fields,
      dayField,
      digits: minorDigits(currency),
    });
    const figures = controlTotals({ importer, old, now, currency, fields });
    return { figures, months: monthsOf(dayField, old, now) };
  }

  files(): StandingFile[] {
    return this.#counting().flatMap(({ run, files }) =>
      files
        .filter(({ is, entity }) => is === "lookup" || (is === "export" && this.#isOf(entity, run)))
        .map(({ name, entity, size, sha256, records }) => ({
          run: run.name,
          file: name,
          entity,
          size,
          sha256,
          records: records ?? 0,
        })),
    );
  }

  #isOf(entity: string, { id }: LedgerRun): boolean {
    return this.#exports.get(entity)?.run.id === id;
  }

  columnsLeftOut(): ColumnLeftOut[] {
    return this.#counting().flatMap(({ run }) =>
      (run.summary?.files ?? [])
        .filter(({ entity }) => this.#isOf(entity, run))
        .flatMap(({ file, columnsAside = [] }) =>
          columnsAside.map((aside) => Object.assign({ run: run.name, file }, aside)),
        ),
    );
  }

  filesLeftOut(): FileLeftOut[] {
    return this.#counting().flatMap(({ run }) =>
      (run.summary?.ignored ?? []).map(({ name, reason, held }) => ({
        run: run.name,
        file: name,
        reason,
        records: held?.records ?? null,
        cells: held?.cells ?? null,
      })),
    );
  }
}

/** Months that one side has; the export's are not known of a run of an earlier version, or of a part. */
function monthsOf(
  field: string | undefined,
  old: EntityFigures | null,
  now: LandedNow,
): MonthsStanding | null {
  if (field === undefined) return null;
  const figures = old?.fields[field];
  const was = figures?.months && new Map(figures.months);
  const months = [...new Set([...(was?.keys() ?? []), ...now.months.keys()])].sort();
  const without = was && figures ? figures.empty + figures.unreadable : null;
  return {
    field,
    months: months.map((month) => ({
      month,
      old: was === undefined ? null : (was.get(month) ?? 0),
      new: now.months.get(month) ?? 0,
    })),
    without: { old: without, new: now.withoutMonth },
  };
}

/** Rows that belong to records of another entity come with them, in later runs as well. */
function summaryOf(
  { run, files, later }: CountingExport,
  entity: string,
): EntitySummary | undefined {
  const own = run.summary?.entities[entity];
  const isOfRecords = !files.some((file) => file.is === "export" && file.entity === entity);
  if (own === undefined || !isOfRecords) return own;
  const more = later.flatMap(({ summary }) => summary?.entities[entity] ?? []);
  const sum = (key: "records" | "inserted" | "updated" | "unchanged" | "rejected") =>
    more.reduce((total, one) => total + one[key], own[key]);
  return {
    ...own,
    records: sum("records"),
    inserted: sum("inserted"),
    updated: sum("updated"),
    unchanged: sum("unchanged"),
    rejected: sum("rejected"),
  };
}

const isWhole = ({ summary }: LedgerRun): boolean => {
  const { limit, sample, pilot } = summary?.settings ?? {};
  return limit === undefined && sample === undefined && pilot === undefined;
};

/** The words of a closed set, and those that the mapping makes of the export's. */
const wordsOf = (
  values: readonly string[] | undefined,
  becomes: readonly (readonly [string, number])[] | undefined,
): string[] => [...new Set([...(values ?? []), ...(becomes ?? []).map(([word]) => word)])];

/** Errors of records that are open now, then what was found with the export and may stand. */
function codesOf(
  importer: Importer,
  { findings }: EntitySummary,
  { codes }: CountedRecords,
): CodeStanding[] {
  const book = ruleBook(importer);
  const errors = [...codes].map(
    ([code, count]): CodeStanding => ({
      code,
      severity: "error",
      count,
      advice: book.get(code)?.advice ?? "",
    }),
  );
  const warnings = findings
    .filter(({ severity }) => severity === "warning")
    .map(({ code, severity, count, advice }): CodeStanding => ({ code, severity, count, advice }));
  const often = (one: CodeStanding, other: CodeStanding) =>
    other.count - one.count || (one.code < other.code ? -1 : 1);
  return [...errors.sort(often), ...warnings.sort(often)];
}

function totalOf(entities: readonly EntityStanding[]): Standing["total"] {
  const sum = (key: (typeof RECORD_STATES)[number] | "records") =>
    entities.reduce((total, one) => total + one[key], 0);
  const states = Object.fromEntries(RECORD_STATES.map((state) => [state, sum(state)]));
  return Object.assign({ records: sum("records") }, states) as Standing["total"];
}
