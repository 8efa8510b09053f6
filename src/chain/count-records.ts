import type { Database } from "../db/database.ts";
import {
  type LaterOutcome,
  type LedgerPlace,
  laterOutcomes,
  type PlacedRecord,
  rejectedAlike,
  type TakenBack,
  takenBack,
  waitingRecords,
} from "../ledger/chain-records.ts";
import type { CrosswalkCounts } from "../ledger/crosswalk-counts.ts";
import { errorCodes, type Outcome } from "../ledger/issue.ts";
import type { EntitySummary } from "../ledger/run-summary.ts";
import type { CountingExport } from "./exports.ts";
import type { RecordState, StandingDifference } from "./standing.ts";

// What became of the records of an export by now. The run that read it counted all of them; the ledger names those that
// it rejected, and what later runs made of these, one by one.

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

/** A rejected record that later runs had to do with. */
interface Followed {
  state: RecordState;
  codes: readonly string[];
  /** The crosswalk has its row by the place of this record. */
  wrote: boolean;
}

/** What is counted of one entity. */
class EntityCount {
  /** As the ledger names them. */
  rejected = 0;
  waiting = 0;
  readonly codes = new Map<string, number>();
  readonly followed: Followed[] = [];
  /** Places of rows that the run brought and an undo took back: a row goes once, however many undos tell of it. */
  readonly undone = new Set<string>();
  /** Rows of runs before, that an undo has taken back since. */
  undoneBefore = 0;

  addCodes(codes: readonly string[], times: number): void {
    for (const code of codes) this.codes.set(code, (this.codes.get(code) ?? 0) + times);
  }
}

/** Counts the records of one export, of all entities that it counts for. */
export class ExportRecords {
  readonly #export: CountingExport;
  readonly #entities = new Map<string, EntityCount>();
  readonly #followed = new Map<string, Followed>();
  readonly #crosswalk: CrosswalkCounts;

  constructor(
    db: Database,
    of: CountingExport,
    { legacySystem, crosswalk }: { legacySystem: string; crosswalk: CrosswalkCounts },
  ) {
    this.#export = of;
    this.#crosswalk = crosswalk;
    const runId = of.run.id;
    for (const { entity, issues, count } of rejectedAlike(db, runId)) {
      const counted = this.#count(entity);
      counted.rejected += count;
      counted.addCodes(errorCodes(issues), count);
    }
    const runIds = of.later.map(({ id }) => id);
    for (const later of laterOutcomes(db, { runIds, of: runId })) this.#follow(later);
    for (const place of waitingRecords(db, runId)) this.#wait(place);
    if (of.state === "stands") this.#takeBack(takenBack(db, { legacySystem, after: runId }));
    for (const { codes } of this.#entities.values()) {
      for (const [code, count] of codes) if (count === 0) codes.delete(code);
    }
  }

  #count(entity: string): EntityCount {
    const known = this.#entities.get(entity) ?? new EntityCount();
    this.#entities.set(entity, known);
    return known;
  }

  /** A record that is in stays in, whatever a retry makes of it afterwards; otherwise the last run holds. */
  #follow({ entity, outcome, issues, rejectedFor, ...place }: LaterOutcome): void {
    const known = this.#followed.get(keyOf(place));
    if (known === undefined && outcome === "rejected" && issues === rejectedFor) return;
    const codes = errorCodes(rejectedFor);
    const one: Followed = known ?? { state: "rejected", codes, wrote: false };
    const counted = this.#count(entity);
    if (known === undefined) {
      this.#followed.set(keyOf(place), one);
      counted.followed.push(one);
    }
    if (outcome === "inserted" || outcome === "updated") one.wrote = true;
    if (one.state === "in") return;
    counted.addCodes(one.codes, -1);
    one.state = STATES[outcome];
    one.codes = outcome === "rejected" ? errorCodes(issues) : [];
    counted.addCodes(one.codes, 1);
  }

  #wait(place: PlacedRecord): void {
    const one = this.#followed.get(keyOf(place));
    if (one === undefined) this.#count(place.entity).waiting++;
    else if (one.state === "rejected") one.state = "waiting";
  }

  #takeBack(rows: readonly TakenBack[]): void {
    const own = new Set(this.#export.files.map(({ id }) => id));
    for (const { wasRejected, ofRunId, ...place } of rows) {
      const counted = this.#count(place.entity);
      if (wasRejected) {
        // Of a retry that is undone as a whole, nothing counts any more.
        const one = this.#followed.get(keyOf(place));
        if (one?.state === "in") one.state = "undone";
      } else if (own.has(place.fileId)) counted.undone.add(keyOf(place));
      else if (ofRunId < this.#export.run.id) counted.undoneBefore++;
    }
  }

  /** @param summary of the entity, by the export's own run; of rows of records, with what later runs made of them */
  of(entity: string, summary: EntitySummary): CountedRecords {
    const count = this.#count(entity);
    const states = this.#statesOf(count, summary);
    return {
      records: summary.records,
      states,
      letIn: count.followed.filter(({ state }) => state === "in").length,
      codes: count.codes,
      differences: this.#differences(entity, { count, summary, states }),
    };
  }

  #statesOf(count: EntityCount, summary: EntitySummary): Record<RecordState, number> {
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
    const move = (from: RecordState, to: RecordState, records: number) => {
      states[from] -= records;
      states[to] += records;
    };
    const { run, state } = this.#export;
    if (state === "undone") move("in", "undone", states.in);
    else if (!run.committed) move("in", "held", states.in);
    for (const one of count.followed) move("rejected", one.state, 1);
    move("rejected", "waiting", count.waiting);
    const { known } = undoneRows(count, summary);
    move("in", "undone", known);
    return states;
  }

  #differences(
    entity: string,
    { count, summary, states }: { count: EntityCount; summary: EntitySummary; states: States },
  ): StandingDifference[] {
    const all: StandingDifference[] = [];
    const compare = (measure: string, expected: number, found: number) => {
      if (expected !== found) all.push({ measure, expected, found });
    };
    const sum = Object.values(states).reduce((one, other) => one + other, 0);
    compare("records in some state", summary.records, sum);
    compare("rejected records that the ledger names", summary.rejected, count.rejected);
    const { unsure } = undoneRows(count, summary);
    compare("rows of earlier exports that an undo took back", 0, unsure);
    const { run, state, files } = this.#export;
    if (!run.committed || state !== "stands") return all;
    const letIn = count.followed.filter(({ wrote, state: now }) => wrote && now === "in").length;
    const written = summary.inserted + summary.updated - count.undone.size + letIn;
    const rows = files
      .filter((file) => file.entity === entity)
      .reduce((total, { id }) => total + (this.#crosswalk.records.get(id) ?? 0), 0);
    compare("rows of the crosswalk", written, rows);
    return all;
  }
}

type States = Readonly<Record<RecordState, number>>;

const keyOf = ({ fileId, record }: LedgerPlace): string => `${fileId} ${record}`;

/** Rows of records of the export that an undo took back, and those of which it is not known whether the export has them. */
function undoneRows(
  { undone, undoneBefore }: EntityCount,
  { vanished, vanishedUnknown }: EntitySummary,
): { readonly known: number; readonly unsure: number } {
  // Then every row that was there when the run met them was of a record of its export.
  const isOfExport = vanished === 0 && vanishedUnknown === undefined;
  return isOfExport
    ? { known: undone.size + undoneBefore, unsure: 0 }
    : { known: undone.size, unsure: undoneBefore };
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
