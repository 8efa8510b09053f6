import type { Severity } from "../../importers/define.ts";
import type { MoneySums } from "../ledger/money-summary.ts";
import type { RunStatus } from "../ledger/run-status.ts";
import type { RunKind } from "../ledger/run-summary.ts";

// Where the records of an export stand by now: over the import, its retries, undos and later exports. Plain data, with
// no patient's value and no clock in it: read twice of the same database it is the same.

/** What may have become of a record of the export. Every record is in exactly one state. */
export const RECORD_STATES = [
  /** Its row is in the application. */
  "in",
  /** Something is wrong with it, and nobody has corrected or withdrawn it. */
  "rejected",
  /** Nothing is wrong with it but that a record it names is not there yet. */
  "waiting",
  /** A person decided that it is not to be imported. */
  "withdrawn",
  /** It says the same as another record of the export. */
  "duplicate",
  /** Not asked for: outside of a sample, a pilot, or what the mapping takes for the entity. */
  "skipped",
  /** Sound, but its run was strict, rejected others, and so wrote nothing. */
  "held",
  /** It was in, and an undo took it back. */
  "undone",
] as const;

export type RecordState = (typeof RECORD_STATES)[number];

export type RecordCounts = Readonly<Record<RecordState, number>>;

/** Where the export and what the application holds of it by now are compared. */
export const MEASURES = ["records", "sum", "first", "last", "distinct", "code", "empty"] as const;

/** A control total: what the export says, what the application holds now. */
export interface FigureStanding {
  readonly measure: (typeof MEASURES)[number];
  /** A field of the importer; null of `records`. */
  readonly field: string | null;
  /** Of `code`: the word of a closed set. */
  readonly code: string | null;
  /** A count, a day, or an exact decimal amount in `Standing.currency`; null if it is not known or shown. */
  readonly old: number | string | null;
  readonly new: number | string | null;
  /** New less old: records, days, or an amount; null if either side is not known or shown. */
  readonly difference: number | string | null;
  /** Null where one side is not known. */
  readonly agrees: boolean | null;
  /** Of so few records that a day or an amount could be that of one person: neither side is shown. */
  readonly ofFew: boolean;
}

/** Records of one month; null of a side that is not known. */
export interface MonthStanding {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly old: number | null;
  readonly new: number;
}

/** Records per month, by the day on which it happened. */
export interface MonthsStanding {
  readonly field: string;
  readonly months: readonly MonthStanding[];
  /** Records without such a day. */
  readonly without: { readonly old: number | null; readonly new: number };
}

/** What is wrong with records, by code. */
export interface CodeStanding {
  readonly code: string;
  readonly severity: Severity;
  /** Of errors: records that are rejected or wait now. Of warnings: as the runs told them. */
  readonly count: number;
  /** What to do about it, from the rule book. */
  readonly advice: string;
}

/** Two figures of the books that should be equal and are not. */
export interface StandingDifference {
  readonly measure: string;
  readonly expected: number;
  readonly found: number;
}

/** Where the records of one entity stand. */
export interface EntityStanding extends RecordCounts {
  readonly entity: string;
  /** The heading that its importer has in reports; null if it has none. */
  readonly topic: string | null;
  /** The import whose export is spoken of: the last one that counts and has records of the entity. */
  readonly run: string;
  /** Of that export, counted where its bytes are read. */
  readonly records: number;
  /** Whether `records` is the sum of all states, and the ledger says the same as the runs. Never forced. */
  readonly balanced: boolean;
  /** Where it is not balanced. */
  readonly differences: readonly StandingDifference[];
  /** Whether the export was read to its end, and all of it was asked for. */
  readonly complete: boolean;
  /** Rows that stand for records which others name and no export has had. */
  readonly placeholders: number;
  /** Records of earlier exports that this one lacks; null if that could not be known. Not among `records`. */
  readonly vanished: number | null;
  /** Records that were rejected or waited, and are in by a retry or with a later import. Among `in`. */
  readonly letIn: number;
  readonly codes: readonly CodeStanding[];
  readonly figures: readonly FigureStanding[];
  /** Null if the importer has no day on which it happened. */
  readonly months: MonthsStanding | null;
}

/** A run of the chain. */
export interface StandingRun {
  readonly run: string;
  readonly kind: RunKind;
  readonly ofRun: string | null;
  readonly status: RunStatus;
  readonly committed: boolean;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly mode: "strict" | "lenient" | null;
  /** Of the backup that was made before its first write: its path. */
  readonly backup: string | null;
  readonly mapping: string | null;
  /** Of what the mapping says; null in runs that do not know it. */
  readonly mappingSha256: string | null;
  /** Entities of which its export, or its corrections, count in this standing. */
  readonly counts: readonly string[];
}

/** A file of an export that counts. */
export interface StandingFile {
  readonly run: string;
  readonly file: string;
  /** `lookup`: fields of other files were looked up in it. */
  readonly entity: string;
  readonly size: number | null;
  readonly sha256: string | null;
  readonly records: number;
}

/** A column that no field is filled from. */
export interface ColumnLeftOut {
  readonly run: string;
  readonly file: string;
  readonly column: string;
  readonly fate: "kept" | "left out";
  /** That are not empty; null if they were not counted. */
  readonly cells: number | null;
  readonly by: string | null;
  readonly why: string | null;
}

/** A file that nothing was made of. */
export interface FileLeftOut {
  readonly run: string;
  readonly file: string;
  readonly reason: string;
  readonly records: number | null;
  readonly cells: number | null;
}

/** What amounts come to, owner by owner, as the last run that had them all found it. */
export interface MoneyStanding {
  readonly run: string;
  readonly entity: string;
  readonly owner: string;
  /** Null on both sides where so few owners have any that a sum could be that of one. */
  readonly old: MoneySums | null;
  readonly new: MoneySums | null;
  /** Owners whose sums differ. */
  readonly differing: number;
}

/** Where a chain stands. */
export interface Standing {
  readonly legacySystem: string;
  /** What people call the target. */
  readonly application: string;
  readonly currency: string;
  readonly timeZone: string;
  /** In the order of the target. */
  readonly entities: readonly EntityStanding[];
  readonly total: RecordCounts & { readonly records: number };
  /** Whether every entity is. */
  readonly balanced: boolean;
  /** The oldest first. */
  readonly runs: readonly StandingRun[];
  readonly files: readonly StandingFile[];
  readonly columnsLeftOut: readonly ColumnLeftOut[];
  readonly filesLeftOut: readonly FileLeftOut[];
  readonly money: readonly MoneyStanding[];
}
