import type { ExactDecimal, Severity } from "../../../importers/define.ts";
import { ControlTotals } from "../../digest/control-totals.ts";
import { addExact } from "../../digest/exact-decimal.ts";
import { LandedFigures } from "../../digest/source-figures.ts";
import type { Issue, Outcome, RelatedPlace } from "../../ledger/issue.ts";
import type { RunPlace } from "../../ledger/run-exception.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";

/** As many places as a person looks at before opening the list. */
const FIRST_PLACES = 5;

/** How often one code was found, and where first. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  count: number;
  /** Of those, how many name a record that was itself rejected in this run. */
  ofRejectedParent: number;
  readonly places: FoundPlace[];
}

/** Where something was found, and the other record that it is about, where it is about two. */
export type FoundPlace = RunPlace & { readonly related?: RelatedPlace };

/** Amounts that a mapping's rounding changed. */
export interface Rounding {
  amounts: number;
  /** Exact; recorded minus stored, in whole currency units. */
  difference: ExactDecimal;
}

/** The counts of a tally at one moment. */
interface TallySnapshot {
  readonly outcomes: Record<Outcome, number>;
  readonly findings: Finding[];
  readonly roundings: ReadonlyMap<string, Rounding>;
  readonly counters: Record<Counter, number>;
  readonly changed: ReadonlyMap<string, number>;
  readonly own: OwnRows;
}

/** Of rows that belong to records of another entity: how many these have, and how many they have no more; of numbers, what is out of order. */
interface OwnRows {
  made: number;
  removed: number;
  /** Numbers that earlier rows had, between those that rows have: the next of their period get them. */
  numbersFree: number;
  /** Updated records whose number is of another period than their day is now. */
  numbersStrayed: number;
}

/** What is counted besides outcomes; `src/ledger/run-summary.ts` says what each is. */
const COUNTERS = [
  ...(["placeholders", "released", "waiting", "vanished", "marked", "unmarked"] as const),
  "unmapped",
] as const;
export type Counter = (typeof COUNTERS)[number];

/** Nothing has been counted. */
export const NO_COUNTS = Object.fromEntries(COUNTERS.map((name) => [name, 0])) as Readonly<
  Record<Counter, number>
>;

/** No record has an outcome. */
export const NO_OUTCOMES: Readonly<Record<Outcome, number>> = {
  inserted: 0,
  updated: 0,
  unchanged: 0,
  duplicate: 0,
  rejected: 0,
  skipped: 0,
  withdrawn: 0,
};

/** Counts what becomes of the records of one entity. */
export class EntityTally {
  readonly outcomes: Record<Outcome, number> = { ...NO_OUTCOMES };
  readonly findings = new Map<string, Finding>();
  readonly roundings = new Map<string, Rounding>();
  /** Values of accepted rows, as validation handed them on. */
  readonly rows: ControlTotals;
  /** The legacy ids that accepted rows name. */
  readonly references: ControlTotals;
  /** What stays as it was: the target has it from an earlier run. */
  readonly unchanged: LandedFigures;
  readonly counters: Record<Counter, number> = { ...NO_COUNTS };
  /** Updated rows that got another value, by column. */
  readonly changed = new Map<string, number>();

  readonly own: OwnRows = { made: 0, removed: 0, numbersFree: 0, numbersStrayed: 0 };

  #kept: TallySnapshot | undefined;

  /** A row was withdrawn that held something else by then than had been accepted: the totals are of no use. */
  lostTrack = false;
  /** Rows of withdrawn records that another program had deleted before. */
  gone = 0;

  /** Why it is not known what the export holds no more; undefined if it is. */
  notAllRead: string | undefined;

  constructor({
    importer,
    columns,
    references,
    digits,
  }: Pick<CompiledEntity, "importer" | "columns" | "references" | "digits">) {
    this.rows = new ControlTotals(columns.map(({ kind }) => kind));
    this.references = new ControlTotals(references.map(() => "plain"));
    this.unchanged = new LandedFigures(importer, columns, digits);
  }

  /** What has been counted so far holds. */
  keep(): void {
    const { outcomes, findings, roundings, counters, changed, own } = this;
    const counted = {
      outcomes,
      findings: [...findings.values()],
      roundings,
      counters,
      changed,
      own,
    };
    this.#kept = structuredClone(counted);
  }

  /** What was counted since `keep` was rolled back. */
  forget(): void {
    if (this.#kept === undefined) return;
    const kept = structuredClone(this.#kept);
    const { outcomes, findings, roundings, counters, changed, own } = kept;
    Object.assign(this.own, own);
    Object.assign(this.outcomes, outcomes);
    Object.assign(this.counters, counters);
    this.changed.clear();
    for (const [column, rows] of changed) this.changed.set(column, rows);
    this.findings.clear();
    for (const finding of findings) this.findings.set(finding.code, finding);
    this.roundings.clear();
    for (const [field, rounding] of roundings) this.roundings.set(field, rounding);
  }

  /** Records that have an outcome. */
  settled(): number {
    return Object.values(this.outcomes).reduce((sum, count) => sum + count, 0);
  }

  found(issue: Issue, place: FoundPlace): void {
    const finding = this.findings.get(issue.code) ?? {
      code: issue.code,
      severity: issue.severity,
      count: 0,
      ofRejectedParent: 0,
      places: [],
    };
    this.findings.set(issue.code, finding);
    finding.count++;
    if (issue.related !== undefined && issue.code.endsWith(".unknown")) finding.ofRejectedParent++;
    keepFirst(finding.places, place);
  }

  /** A finding that does not hold any more. */
  unfound({ code }: Issue, { file, record }: RunPlace): void {
    const finding = this.findings.get(code);
    if (finding === undefined) return;
    finding.count--;
    const at = finding.places.findIndex((place) => place.file === file && place.record === record);
    if (at >= 0) finding.places.splice(at, 1);
    if (finding.count === 0) this.findings.delete(code);
  }

  /** @param times -1 where the update was withdrawn */
  columnsChanged(columns: readonly string[], times = 1): void {
    for (const column of columns) {
      const rows = (this.changed.get(column) ?? 0) + times;
      if (rows === 0) this.changed.delete(column);
      else this.changed.set(column, rows);
    }
  }

  rounded(field: string, difference: ExactDecimal): void {
    const sofar = this.roundings.get(field);
    if (sofar === undefined) this.roundings.set(field, { amounts: 1, difference });
    else {
      sofar.amounts++;
      sofar.difference = addExact(sofar.difference, difference);
    }
  }

  /** The row with this rounded amount was withdrawn. */
  unrounded(field: string, { units, scale }: ExactDecimal): void {
    const sofar = this.roundings.get(field);
    if (sofar === undefined) return;
    sofar.amounts--;
    sofar.difference = addExact(sofar.difference, { units: -units, scale });
    if (sofar.amounts === 0) this.roundings.delete(field);
  }
}

/** Records need not come in order: a withdrawn one lies before the one that withdrew it. */
function keepFirst(places: FoundPlace[], place: FoundPlace): void {
  const last = places.at(-1);
  if (places.length >= FIRST_PLACES && last !== undefined && !isBefore(place, last)) return;
  places.push(place);
  places.sort((a, b) => (isBefore(a, b) ? -1 : 1));
  places.length = Math.min(places.length, FIRST_PLACES);
}

const isBefore = (one: RunPlace, other: RunPlace): boolean =>
  one.file < other.file || (one.file === other.file && one.record < other.record);
