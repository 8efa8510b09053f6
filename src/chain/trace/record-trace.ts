import type { Severity } from "../../../importers/define.ts";
import type { DbValue } from "../../db/database.ts";
import type { Outcome, RelatedPlace } from "../../ledger/issue.ts";
import type { RunStatus } from "../../ledger/run-status.ts";
import type { RunKind } from "../../ledger/run-summary.ts";
import type { JoinedWith } from "../../persons/joined-with.ts";

// The whole story of one record, as plain data. Values of patients are in it: who shows it masks them.

/** Which record is meant: by what the legacy system calls it, or by where it stands. */
export interface TracedSubject {
  readonly entity: string;
  /** Null where the record has none that could be read. */
  readonly legacyId: string | null;
}

/** Where the record stood in an export. */
export interface TracedPlace {
  readonly fileId: number;
  readonly file: string;
  readonly record: number;
  readonly line: number;
}

/**
 * What became of the record in a run: its outcome, or
 * - placeholder: a row was made for it since others name it, and the export did not have it
 * - waits, released, no longer waits: for a parent that no export had brought
 * - vanished, marked, unmarked: the export did not hold it any more; its row was made inactive, or active again
 * - fixed: a correction was applied to a cell
 * - taken back, put back: by an undo
 * - not noted: the run wrote nothing, and found nothing wrong with it
 */
export type TracedOutcome =
  | Outcome
  | "placeholder"
  | "waits"
  | "released"
  | "no longer waits"
  | "vanished"
  | "marked"
  | "unmarked"
  | "fixed"
  | "taken back"
  | "put back"
  | "row removed"
  | "not noted";

/** A finding, with the rule in words. */
export interface TracedIssue {
  readonly code: string;
  readonly severity: Severity;
  /** The legacy column or columns. */
  readonly column?: string | undefined;
  /** What to do about it. */
  readonly advice: string;
  readonly detail?: string | undefined;
  /** The other record that it speaks of; its file's number where that file is known. */
  readonly related?:
    | (RelatedPlace & {
        readonly fileId?: number | undefined;
        readonly entity?: string | undefined;
      })
    | undefined;
}

/** One run's part in the story. */
export interface TracedMeeting {
  readonly run: TracedRun;
  readonly outcome: TracedOutcome;
  /** Whether it holds: the run wrote what it did, and nobody has undone it. */
  readonly stands: boolean;
  readonly place?: TracedPlace | undefined;
  /** What the record was called then, where that is another than it is called by now. */
  readonly calledThen?: string | undefined;
  readonly issues: readonly TracedIssue[];
  /** Why a person withdrew it. */
  readonly reason?: string | undefined;
  /** Columns that an update wrote anew, with what they held before. */
  readonly former?: Readonly<Record<string, DbValue>> | undefined;
  /** What the run noted of it, by its number in the ledger. */
  readonly exception?: number | undefined;
  /** A column's name, or how it came. */
  readonly detail?: string | undefined;
}

export interface TracedRun {
  readonly id: number;
  readonly name: string;
  readonly kind: RunKind;
  /** The run whose records it took in again, or that it undid. */
  readonly ofRun: string | null;
  readonly status: RunStatus;
  readonly committed: boolean;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

/** Where cells were read. */
export type CellsFrom = "export" | "archive" | "rejected copy" | "waiting" | "corrected copy";

/** One cell of the record, and what it is used for. */
export interface TracedCell {
  readonly column: string;
  readonly value: string;
  /** What it was before somebody corrected it. */
  readonly was?: string | undefined;
  /** Columns of the target that it fills. */
  readonly fills: readonly string[];
  /** Codes of findings that name it. */
  readonly codes: readonly string[];
}

/** A cell that a person changed. */
export interface TracedCorrection {
  /** The retry that took it in, or null of one that is kept for every export. */
  readonly run: string | null;
  readonly column: string;
  readonly was: string;
  readonly now: string;
  /** `corrected`, `put back`, `withdrawn`, `new id`, ... */
  readonly what: string;
  readonly who?: string | undefined;
  readonly why?: string | undefined;
  /** ISO 8601, UTC. */
  readonly when?: string | undefined;
}

/** The record as an export had it. */
export interface TracedVersion {
  readonly run: string;
  readonly place: TracedPlace;
  /** Undefined where the cells could not be read. */
  readonly cells?: { readonly from: CellsFrom; readonly columns: readonly TracedCell[] };
  /** Bytes of the file that has them, where nobody asked to have so much read. */
  readonly inFileOf?: number | undefined;
  /** From where they could not be read, and why. */
  readonly unread: readonly string[];
  /** By column of the target, what the run's mapping makes of the cells; undefined where that cannot be said. */
  readonly mapped?: ReadonlyMap<string, DbValue> | undefined;
  /** What else is to be said of the mapping: it has changed since, or is gone. */
  readonly notes: readonly string[];
}

/**
 * How a column of the row compares with what was imported:
 * - same, changed since: by what the ledger keeps of the import
 * - differs: the ledger says that it was imported so, and the cells say otherwise: the mapping has changed since
 * - another record's: the row is a person's, and has this from another of its records
 * - not imported: no import fills it
 */
export type ColumnMark = "same" | "changed since" | "differs" | "another record's" | "not imported";

export interface TracedColumn {
  readonly column: string;
  /** Undefined where nothing tells what was imported. */
  readonly imported?: DbValue | undefined;
  readonly now: DbValue;
  readonly mark: ColumnMark;
  /** Of a reference: where the record is that it leads to. */
  readonly refersTo?: { readonly entity: string; readonly crosswalkId: number } | undefined;
}

/** Its row in the target as it is now. */
export interface TracedRow {
  readonly table: string;
  readonly targetId: string;
  readonly crosswalkId: number;
  /** The runs that made it, and that last wrote it. */
  readonly madeBy: string;
  readonly writtenBy: string;
  /** False if it was deleted in the application. */
  readonly exists: boolean;
  /** A row without a record: others name it. */
  readonly isPlaceholder: boolean;
  /** The records that it is shared with, of one person. */
  readonly joined?: JoinedWith | undefined;
  readonly columns: readonly TracedColumn[];
}

/** Rows of the target that refer to it, by one foreign key. */
export interface TracedReferrers {
  readonly table: string;
  readonly column: string;
  /** Undefined where no import fills the table. */
  readonly entity: string | undefined;
  readonly count: number;
  /** The first of them: their rows in the crosswalk, null of rows that no import made. */
  readonly first: readonly { readonly crosswalkId: number | null }[];
}

/** A record that names this one and is not in. */
export interface NamingRecord {
  readonly entity: string;
  readonly run: string;
  readonly place: TracedPlace;
  readonly state: "waits" | "rejected";
  readonly exception?: number | undefined;
}

/** How it stands by now. */
export type TracedState =
  | "in"
  | "in, marked inactive"
  | "in, deleted in the application"
  | "placeholder"
  | "waits"
  | "rejected"
  | "withdrawn"
  | "duplicate"
  | "skipped"
  | "undone"
  | "in under another id"
  | "not in";

export interface RecordTrace extends TracedSubject {
  readonly legacySystem: string;
  readonly state: TracedState;
  /** The oldest first. */
  readonly meetings: readonly TracedMeeting[];
  /** The record as it was taken in, and as it was met last where that is another place. */
  readonly versions: readonly TracedVersion[];
  readonly corrections: readonly TracedCorrection[];
  readonly row?: TracedRow | undefined;
  /** Cells that no field is filled from, of the newest version. */
  readonly kept: Readonly<Record<string, string>>;
  /** Numbers that people see, by column. */
  readonly numbers: readonly { readonly column: string; readonly value: string }[];
  /** What it is called in other runs: a corrected id. */
  readonly alsoCalled: readonly string[];
  readonly waitsFor?: { readonly entity: string; readonly legacyId: string } | undefined;
  readonly referring: readonly TracedReferrers[];
  readonly naming: readonly NamingRecord[];
}
