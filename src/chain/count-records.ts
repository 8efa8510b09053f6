import type { Database } from "../db/database.ts";
import {
  type LedgerPlace,
  laterOutcomes,
  rejectedRecords,
  takenBack,
  waitingRecords,
} from "../ledger/chain-records.ts";
import type { CrosswalkCounts } from "../ledger/crosswalk-counts.ts";
import { errorCodes, type Outcome } from "../ledger/issue.ts";
import type { EntitySummary } from "../ledger/run-summary.ts";
import { groupBy } from "../plain/group-by.ts";
import type { CountingExport } from "./exports.ts";
import type { RecordState, StandingDifference } from "./standing.ts";

// What became of the records of an export by now. The run that read it counted all of them; the ledger names those that
// it rejected, one by one, and what later runs made of these.

/** The records of one entity. */
export interface CountedRecords {
  readonly records: number;
  readonly states: Readonly<Record<RecordState, number>>;
  /** Records that were rejected or waited, and are in by now. */
  readonly letIn: number;
  /** What is wrong with those that are rejected or wait: how many have each code. */
  readonly codes: ReadonlyMap<string, number>;
  readonly differences: readonly StandingDifference[];
}

/** A record that the export's own run rejected, and what holds of it by now. */
interface OpenRecord {
  readonly entity: string;
  state: RecordState;
  codes: readonly string[];
  /** How its row came into the crosswalk: its place is that of this record then. */
  wrote: boolean;
}

/** Counts the records of one export, of all entities that it counts for. */
export class ExportRecords {
  readonly #export: CountingExport;
  readonly #places = new Map<number, Map<number, OpenRecord>>();
  /** By entity: rows that an undo took back, and which the run itself had brought. */
  readonly #undone = new Map<string, Set<string>>();
  /** By entity: rows of runs before, that an undo has taken back since. */
  readonly #undoneBefore = new Map<string, number>();
  readonly #written: ReadonlyMap<string, number>;
  readonly #byEntity: ReadonlyMap<string, readonly OpenRecord[]>;

  constructor(db: Database, of: CountingExport, { legacySystem, crosswalk }: CrosswalkOfSystem) {
    this.#export = of;
    const runId = of.run.id;
    for (const { entity, issues, ...place } of rejectedRecords(db, runId)) {
      const open = { entity, state: "rejected", codes: errorCodes(issues), wrote: false } as const;
      this.#recordsOf(place.fileId).set(place.record, { ...open });
    }
    const runIds = of.later.map(({ id }) => id);
    for (const later of laterOutcomes(db, { runIds, of: runId })) {
      const open = this.#find(later);
      if (open !== undefined) follow(open, later);
    }
    for (const place of waitingRecords(db, runId)) {
      const open = this.#find(place);
      if (open?.state === "rejected") open.state = "waiting";
    }
    if (of.state === "stands") this.#takeBack(takenBack(db, { legacySystem, after: runId }));
    this.#written = writtenOf(of, crosswalk);
    this.#byEntity = groupBy(this.#open(), ({ entity }) => entity);
  }

  #recordsOf(fileId: number): Map<number, OpenRecord> {
    const known = this.#places.get(fileId) ?? new Map<number, OpenRecord>();
    this.#places.set(fileId, known);
    return known;
  }

  *#open(): Generator<OpenRecord> {
    for (const records of this.#places.values()) yield* records.values();
  }

  #find({ fileId, record }: LedgerPlace): OpenRecord | undefined {
    return this.#places.get(fileId)?.get(record);
  }

  /** A row goes once, however many undos tell of it. */
  #takeBack(rows: ReturnType<typeof takenBack>): void {
    const own = new Set(this.#export.files.map(({ id }) => id));
    for (const { entity, ...place } of rows) {
      const open = this.#find(place);
      if (open?.state === "in") open.state = "undone";
      if (open !== undefined) continue;
      if (own.has(place.fileId)) {
        const gone = this.#undone.get(entity) ?? new Set();
        this.#undone.set(entity, gone.add(`${place.fileId} ${place.record}`));
      } else this.#undoneBefore.set(entity, (this.#undoneBefore.get(entity) ?? 0) + 1);
    }
  }

  /** @param summary of the entity, by the export's own run; of rows of records, with what later runs made of them */
  of(entity: string, summary: EntitySummary): CountedRecords {
    const open = this.#byEntity.get(entity) ?? [];
    const states: Record<RecordState, number> = {
      in: summary.inserted + summary.updated + summary.unchanged,
      rejected: summary.rejected,
      waiting: 0,
      withdrawn: summary.withdrawn,
      duplicate: summary.duplicate,
      skipped: summary.skipped,
      held: 0,
      undone: 0,
    };
    const move = (from: RecordState, to: RecordState, count: number) => {
      states[from] -= count;
      states[to] += count;
    };
    const { run, state } = this.#export;
    if (state === "undone") move("in", "undone", states.in);
    else if (!run.committed) move("in", "held", states.in);
    for (const one of open) move("rejected", one.state, 1);
    const found = this.#undoneOf(entity, summary);
    move("in", "undone", found.count);
    const differences = this.#differences(entity, summary, { open, found, states });
    return {
      records: summary.records,
      states,
      letIn: open.filter((one) => one.state === "in").length,
      codes: codesOf(open),
      differences,
    };
  }

  #undoneOf(entity: string, { vanished, vanishedUnknown }: EntitySummary): UndoneRows {
    const own = this.#undone.get(entity)?.size ?? 0;
    const before = this.#undoneBefore.get(entity) ?? 0;
    // Every row that was there when the run met them was of a record of its export.
    const isOfExport = vanished === 0 && vanishedUnknown === undefined;
    return isOfExport ? { count: own + before, unsure: 0 } : { count: own, unsure: before };
  }

  #differences(
    entity: string,
    summary: EntitySummary,
    { open, found, states }: Found,
  ): StandingDifference[] {
    const all: StandingDifference[] = [];
    const compare = (measure: string, expected: number, is: number) => {
      if (expected !== is) all.push({ measure, expected, found: is });
    };
    const sum = Object.values(states).reduce((one, other) => one + other, 0);
    compare("records in some state", summary.records, sum);
    compare("rejected records that the ledger names", summary.rejected, open.length);
    compare("rows of earlier exports that an undo took back", 0, found.unsure);
    const { run, state } = this.#export;
    if (run.committed && state === "stands") {
      const own = summary.inserted + summary.updated - (this.#undone.get(entity)?.size ?? 0);
      const letIn = open.filter((one) => one.wrote && one.state === "in").length;
      compare("rows of the crosswalk", own + letIn, this.#written.get(entity) ?? 0);
    }
    return all;
  }
}

export interface CrosswalkOfSystem {
  readonly legacySystem: string;
  readonly crosswalk: CrosswalkCounts;
}

interface UndoneRows {
  readonly count: number;
  /** Of which it is not known whether the export has them. */
  readonly unsure: number;
}

interface Found {
  readonly open: readonly OpenRecord[];
  readonly found: UndoneRows;
  readonly states: Readonly<Record<RecordState, number>>;
}

const STATES: Readonly<Record<Outcome, RecordState>> = {
  inserted: "in",
  updated: "in",
  unchanged: "in",
  duplicate: "duplicate",
  rejected: "rejected",
  skipped: "skipped",
  withdrawn: "withdrawn",
};

/** A record that is in stays in, whatever a retry makes of it afterwards; otherwise the last run holds. */
function follow(
  open: OpenRecord,
  {
    outcome,
    issues,
  }: { readonly outcome: Outcome; readonly issues: Parameters<typeof errorCodes>[0] },
): void {
  if (outcome === "inserted" || outcome === "updated") open.wrote = true;
  if (open.state === "in") return;
  open.state = STATES[outcome];
  open.codes = outcome === "rejected" ? errorCodes(issues) : [];
}

function codesOf(open: readonly OpenRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { state, codes } of open) {
    if (state !== "rejected" && state !== "waiting") continue;
    for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}

/** Rows of the crosswalk whose place is in the export's files, by entity. */
function writtenOf({ files }: CountingExport, counts: CrosswalkCounts): Map<string, number> {
  const written = new Map<string, number>();
  for (const { id, entity } of files) {
    written.set(entity, (written.get(entity) ?? 0) + (counts.get(id) ?? 0));
  }
  return written;
}
