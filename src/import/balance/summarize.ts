import type { Database } from "../../db/database.ts";
import { addressAt } from "../../db/shadows.ts";
import { versions } from "../../db/versions.ts";
import { writeExact } from "../../digest/exact-decimal.ts";
import { entityFigures, FiguresSoFar, type KeyFigures } from "../../digest/read-figures.ts";
import type { CountedFigures } from "../../digest/source-figures.ts";
import { MANY_FILES } from "../../ledger/kept-summary.ts";
import type { MoneySummary } from "../../ledger/money-summary.ts";
import { exitCodeOf, type RunStatus } from "../../ledger/run-status.ts";
import {
  type AsideSummary,
  type CodeSummary,
  type Difference,
  type EntitySummary,
  type FileSummary,
  type LookupSummary,
  type RunSummary,
  SUMMARY_VERSION,
} from "../../ledger/run-summary.ts";
import { isToldWith } from "../../mapping/aside/of-record.ts";
import type { Fixes } from "../../mapping/fixes.ts";
import type { LookupFile } from "../../mapping/lookup/lookups.ts";
import { ruleBook } from "../../mapping/rule-book.ts";
import { type Where, whereText } from "../../mapping/where/condition.ts";
import { HmsyncError } from "../../plain/errors.ts";
import { fileNotes } from "../../source/file-notes.ts";
import { unforeseen } from "../request/import-plan.ts";
import { isPart } from "../selection/selection.ts";
import { type EntityTally, NO_COUNTS, NO_OUTCOMES, type Rounding } from "../state/entity-tally.ts";
import type { ReadFile, RunInput } from "../state/files-of-run.ts";
import type { ImportRun } from "../state/import-run.ts";
import { broughtInto, rareCounts } from "./brought-rows.ts";
import { byTriggers, ROWS_IN_TARGET } from "./by-triggers.ts";
import { excused } from "./edited-meanwhile.ts";
import { leavesMoney } from "./money/money-of-run.ts";
import { readBack } from "./read-back-appended.ts";
import { type Reconciliation, reconcileEntity } from "./reconcile.ts";
import { reconcileUnmapped } from "./reconcile-unmapped.ts";
import { sharedIds } from "./shared-ids.ts";

/** How source, ledger and target compare, struck before a commit or a rollback. */
export interface Balance {
  readonly holds: boolean;
  readonly entities: ReadonlyMap<string, EntityBalance>;
  readonly differences: readonly Difference[];
  readonly money?: readonly MoneySummary[];
}

interface EntityBalance {
  readonly balanced: boolean;
  readonly targetAtBalance: number;
  readonly reconciliation: Reconciliation;
  /** What the target has of what the run wrote. */
  readonly figures: CountedFigures | undefined;
}

/** Compares what was read with what has an outcome, and what was accepted with what the target holds. */
export function strikeBalance(run: ImportRun): Balance {
  run.counts?.count();
  const entities = new Map<string, EntityBalance>();
  const differences: Difference[] = [];
  for (const [entity, tally] of run.tallies) {
    const found = entityDifferences(run, entity, tally);
    differences.push(...found.all);
    entities.set(entity, {
      balanced: found.all.length === 0,
      targetAtBalance: run.counts?.now(entity) ?? 0,
      reconciliation: found.reconciliation,
      figures: found.figures,
    });
  }
  differences.push(...unplanned(run));
  return { holds: differences.length === 0, entities, differences };
}

/** A balance with what was found besides. */
export function withDifferences(balance: Balance, found: readonly Difference[]): Balance {
  if (found.length === 0) return balance;
  const entities = [...balance.entities].map(([entity, one]) => {
    const isSound = one.balanced && !found.some((difference) => difference.entity === entity);
    return [entity, { ...one, balanced: isSound }] as const;
  });
  const differences = [...balance.differences, ...found];
  return { ...balance, holds: false, entities: new Map(entities), differences };
}

/** What the run came to, where a plan said something else. */
function unplanned(run: ImportRun): Difference[] {
  const { plan } = run.request;
  if (plan === undefined) return [];
  const found = [...run.tallies].map(([entity, { outcomes, counters }]) => {
    return [entity, { records: scannedOf(run, entity), ...outcomes, ...counters }] as const;
  });
  return unforeseen(plan.entities, Object.fromEntries(found)).map(
    ({ entity, measure, planned, found: is }) => ({ entity, measure, source: planned, target: is }),
  );
}

const NOTHING: Reconciliation = { source: {}, target: {}, differences: [] };

function entityDifferences(
  run: ImportRun,
  entity: string,
  tally: EntityTally,
): Pick<EntityBalance, "reconciliation" | "figures"> & { all: readonly Difference[] } {
  const state = run.states.get(entity);
  const written = state && readBack(run, state);
  const compared = state && written ? reconcileEntity(state.compiled, tally, written) : NOTHING;
  const reconciliation = state
    ? excused(run, state, { found: compared, telling: "told" })
    : compared;
  const all: Difference[] = run.read.of(entity).flatMap(({ differences }) => differences);
  const compare = (measure: string, source: number, target: number) => {
    if (source !== target) all.push({ entity, measure, source, target });
  };
  compare("records with an outcome", scannedOf(run, entity), tally.settled());
  const grown = grownBy(run, entity);
  compare(ROWS_IN_TARGET, broughtInto(run, entity), grown);
  all.push(...reconciliation.differences);
  const { unmapped } = tally.counters;
  if (state && (state.compiled.kept.length > 0 || unmapped > 0)) {
    all.push(...reconcileUnmapped(state, unmapped));
  }
  const told = byTriggers(run, entity, { found: all, grownBy: grown });
  return { all: told, reconciliation, figures: written?.figures.counted() };
}

/** Target after - before, without what other programs wrote meanwhile. */
function grownBy({ counts }: ImportRun, entity: string): number {
  if (counts === undefined) return 0;
  return counts.now(entity) - counts.before(entity) - counts.othersWrote(entity);
}

function scannedOf(run: ImportRun, entity: string): number {
  return run.read
    .of(entity)
    .reduce((records, { scanned }) => records + scanned, run.tallies.get(entity)?.own.made ?? 0);
}

/** What came of a run, besides its counts. */
export interface Ending {
  readonly balance?: Balance;
  /** What stopped it. */
  readonly error?: unknown;
  /** It is about to be committed, in the transaction that keeps this. */
  readonly committed?: boolean;
}

/** Everything that is known of the run, as the report, the ledger and `--json` give it. */
export function summarize(
  run: ImportRun,
  status: RunStatus,
  { balance, error, committed = run.committed }: Ending,
): RunSummary {
  const { request } = run;
  const { fit, settings, db } = request;
  const { mapping } = fit;
  const exitCode = exitCodeOf(status, run.rejected());
  const names = [...run.tallies.keys()];
  return {
    schemaVersion: SUMMARY_VERSION,
    run: request.runName,
    kind: request.kind ?? "import",
    ofRun: request.ofRun?.name ?? null,
    status: settings.dryRun && status === "committed" ? "dry-run" : status,
    committed,
    exitCode: error instanceof HmsyncError ? error.exitCode : exitCode,
    complete: run.read.count === run.inputs.length && run.read.areWhole,
    legacySystem: mapping.legacySystem,
    mapping: mapping.name,
    currency: mapping.currency,
    timeZone: mapping.timeZone,
    asOf: request.asOf,
    startedAt: request.startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    source: request.source,
    database: addressAt(request.databasePath ?? db.path),
    backup: run.backup?.path ?? null,
    reportFolder: request.reportFolder,
    settings,
    versions: versions(request.db),
    files: status === "running" && run.inputs.length > MANY_FILES ? [] : fileSummaries(run),
    lookups: (fit.lookups ?? []).map(lookupSummary),
    ...run.stored.summary(),
    ...fixParts(request.fixes),
    ...(request.corrections && { corrections: request.corrections }),
    ignored: fit.ignored.map(({ name, reason, held = null }) => ({ name, reason, held })),
    entities: Object.fromEntries(
      names.map((name) => [name, entitySummary(run, name, { balance, committed })]),
    ),
    ...balanceParts(balance),
    ...(leavesMoney(run) && { moneyLeftOut: true }),
    ...(run.persons.terms && { persons: run.persons.terms }),
    failure: error === undefined ? null : explainFailure(run.request.db, error),
  };
}

function fixParts(fixes: Fixes | undefined): Pick<RunSummary, "fixes" | "chainFixes"> {
  const chainFixes = fixes?.summary("chain");
  return { fixes: fixes?.summary("named") ?? null, ...(chainFixes && { chainFixes }) };
}

const balanceParts = ({ differences, money }: Partial<Balance> = {}) => ({
  differences: differences ?? [],
  ...(money && { money }),
});

function explainFailure(db: Database, failure: unknown): { what: string; cure: string } {
  const error = db.foreseen(failure);
  if (error instanceof HmsyncError) return { what: error.message, cure: error.cure };
  // The message of an unforeseen error may quote a value; its kind does not.
  const kind = error instanceof Error ? error.name : typeof error;
  return { what: `The run failed with an unforeseen error (${kind}).`, cure: "Please report it." };
}

/** They are all told at the end: with each batch, what a run writes would grow with its files. */
const fileSummaries = (run: ImportRun): FileSummary[] =>
  run.inputs.map((_, position) => fileSummary(run, position));

function fileSummary(run: ImportRun, position: number): FileSummary {
  const input = run.inputs[position];
  const read = run.read.at(position);
  const aside = input === undefined ? [] : columnsAsideOf(input, read);
  return {
    file: input?.fitted.file.name ?? "",
    entity: input?.compiled.importer.entity ?? "",
    size: read?.size ?? null,
    sha256: read?.sha256 ?? null,
    records: read?.scanned ?? 0,
    recordsCountedAgain: read?.recounted ?? null,
    reading: (input && fileNotes(input.fitted)) ?? null,
    linesLeftOut: read?.leftOut ?? [],
    columnsNotImported: aside.filter(({ fate }) => fate === "left out").map(({ column }) => column),
    columnsAbsent: input?.fitted.absent ?? [],
    columnsKept: aside.filter(({ fate }) => fate === "kept").map(({ column }) => column),
    columnsAside: aside,
    ...noneMeant(read, input?.fitted.mapping.where),
  };
}

const noneMeant = (read: ReadFile | undefined, where: Where | undefined) =>
  read?.noneMeant && where !== undefined ? { noneMeant: whereText(where) } : {};

const lookupSummary = ({
  file,
  sha256,
  records,
  unread,
  fields,
  leftOut,
}: LookupFile): LookupSummary => {
  const { name, size } = file;
  return { file: name, size, sha256, records, unread, fields, columnsNotImported: leftOut };
};

/** What became of the columns that no field is filled from. */
function columnsAsideOf(input: RunInput, read: ReadFile | undefined): AsideSummary[] {
  return input.aside.flatMap((column, nth) => {
    const { name, fate, isSecret, by = null, why = null } = column;
    const cells = isSecret ? null : (read?.asideCells[nth] ?? null);
    // What another reader of the file fills a field from, or keeps, has no cell here.
    if (!cells && !isToldWith(column, input.fitted)) return [];
    return [{ column: name, fate, cells, by, why }];
  });
}

function entitySummary(
  run: ImportRun,
  entity: string,
  { balance, committed }: { readonly balance: Balance | undefined; readonly committed: boolean },
): EntitySummary {
  const tally = run.tallies.get(entity);
  const found = balance?.entities.get(entity);
  const { counts } = run;
  const before = counts?.before(entity) ?? 0;
  const findings = tally ? codeSummaries(run, entity, tally) : [];
  return {
    ...topicOf(run, entity),
    records: balance ? scannedOf(run, entity) : (tally?.settled() ?? 0),
    ...(tally?.outcomes ?? NO_OUTCOMES),
    ...(tally?.counters ?? NO_COUNTS),
    ...(tally?.notAllRead !== undefined && { vanishedUnknown: tally.notAllRead }),
    ...sharedIds(run, entity),
    undone: 0,
    ...rareCounts(tally),
    changed: Object.fromEntries(tally?.changed ?? []),
    targetBefore: before,
    targetAfter: committed ? (counts?.now(entity) ?? 0) : before,
    targetAtBalance: found?.targetAtBalance ?? before,
    othersWrote: counts?.othersWrote(entity) ?? 0,
    balanced: found?.balanced ?? false,
    columns: run.columnsOf(entity),
    issues: Object.fromEntries(findings.map(({ code, count }) => [code, count])),
    findings,
    rounding: roundings(tally),
    controlTotals: {
      source: found?.reconciliation.source ?? {},
      target: found?.reconciliation.target ?? {},
    },
    keyFigures: keyFigures(run, entity, found?.figures),
  };
}

function topicOf({ request }: ImportRun, entity: string): Pick<EntitySummary, "topic"> {
  const topic = request.importers.find((one) => one.entity === entity)?.topic;
  return topic === undefined ? {} : { topic };
}

function keyFigures(
  run: ImportRun,
  entity: string,
  written: CountedFigures | undefined,
): KeyFigures {
  const { importers, settings, fit } = run.request;
  const importer = importers.find((one) => one.entity === entity);
  const files = run.inputs.filter(({ compiled }) => compiled.importer === importer);
  const held = run.read.figuresOf(entity) ?? new FiguresSoFar();
  const isWhole = held.files === files.length && !isPart(settings);
  const unchanged = run.tallies.get(entity)?.unchanged;
  if (importer === undefined || files.length === 0) return { export: null, landed: null };
  const { currency } = fit.mapping;
  return {
    export: isWhole ? held.figures(importer, currency) : null,
    landed:
      written && unchanged?.isKnown
        ? entityFigures(importer, [written, unchanged.counted()], currency)
        : null,
  };
}

function codeSummaries(run: ImportRun, entity: string, tally: EntityTally): CodeSummary[] {
  const importer = run.request.importers.find((one) => one.entity === entity);
  const book = importer && ruleBook(importer);
  return [...tally.findings.values()]
    .map(({ places, ...finding }) => ({
      ...finding,
      places: places.map(({ file, record, line, related }) => {
        const place = { file: run.files[file]?.name ?? "", record, line };
        return related === undefined ? place : { ...place, related };
      }),
      advice: book?.get(finding.code)?.advice ?? "",
    }))
    .sort((one, other) => one.code.localeCompare(other.code));
}

function roundings(tally: EntityTally | undefined): EntitySummary["rounding"] {
  const written = ([field, one]: readonly [string, Rounding]) =>
    [field, { ...one, difference: writeExact(one.difference) }] as const;
  return Object.fromEntries([...(tally?.roundings ?? [])].map(written));
}
