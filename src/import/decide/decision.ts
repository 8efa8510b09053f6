import type { StoredValue } from "../../digest/content-hash.ts";
import type { CrosswalkRow } from "../../ledger/crosswalk-row.ts";
import type { ErrorIssue, Issue, Outcome, RelatedPlace } from "../../ledger/issue.ts";
import type { RunPlace } from "../../ledger/run-exception.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";

/** A record with its references resolved, and everything found on it. */
export interface Candidate {
  readonly record: PreparedRecord;
  readonly issues: readonly Issue[];
  /** What keeps it out; undefined of a sound record. */
  readonly error: ErrorIssue | undefined;
  /** The legacy ids that stand for its parents in the target; null if none does. */
  readonly named: readonly (string | null)[];
  /** Nothing is wrong with it but that a parent's row was deleted in the application. */
  readonly orphaned: boolean;
  /** The references, by position, whose parents are unknown and get placeholders. */
  readonly placeholders: readonly number[];
}

/** A record that names no other, and of which nothing has been found. */
export const plainCandidate = (record: PreparedRecord): Candidate => ({
  record,
  issues: [],
  error: undefined,
  named: [],
  orphaned: false,
  placeholders: [],
});

/** What is known of a record's legacy id before it is decided what becomes of the record. */
export interface Known {
  /** A record of this run with the same id and other content that came to nothing. */
  readonly rival: RunPlace | undefined;
  /** What the crosswalk has of the id; undefined if it has nothing. */
  readonly prior: Prior | undefined;
}

/** The row of the crosswalk that a record's legacy id has already. */
export interface Prior {
  readonly row: CrosswalkRow;
  /** The record of this run that has the id, and what became of it; undefined if earlier runs alone had one. */
  readonly earlier: EarlierRecord | undefined;
  /** The record is sound, and says what the row was last written for. */
  readonly isSame: boolean;
  /** Its cells that no field is filled from are others than the ledger has. */
  readonly cellsDiffer: boolean;
  /** The row was last written for this very record: a retry has nothing to add. */
  readonly isItself: boolean;
  /** The record of another id, or of a later export, that a correction would write over. */
  readonly owner: RelatedPlace | undefined;
  /** The target row, where the record may change it. */
  readonly present: PresentRow | undefined;
}

/** A record that was accepted by this run. */
export interface EarlierRecord {
  readonly outcome: Outcome;
  readonly place: RunPlace;
}

/** A target row beside what a record would make of it. */
export interface PresentRow {
  /** The owned columns and the time of the last change, as they stand. */
  readonly before: readonly StoredValue[];
  /** What the record says, in the same order. */
  readonly values: readonly StoredValue[];
  /** The columns that would get another value. */
  readonly changed: readonly string[];
  /** The columns that were edited in the application since the row was imported. */
  readonly edited: readonly string[];
}

/** What is to be written for one record: plain data, that any database can be brought to. */
export type Operation =
  | { readonly kind: "insert" }
  /** The row that was deleted in the application comes back. */
  | { readonly kind: "insert again"; readonly prior: Prior }
  | { readonly kind: "update"; readonly prior: Prior; readonly present: PresentRow }
  /** The row stays as it is; the run remembers that its record was there, and keeps cells that are others now. */
  | { readonly kind: "meet"; readonly prior: Prior };

/** What a record changes of those that had an outcome before it. */
export type Amendment =
  /** The accepted record with the same id is taken back. */
  | { readonly kind: "withdraw"; readonly row: CrosswalkRow; readonly earlier: EarlierRecord }
  /** Those with the same id that came to nothing hear of a rival. */
  | { readonly kind: "tell rivals" };

/** What becomes of one record. */
export interface Decision {
  readonly outcome: Outcome;
  readonly issues: readonly Issue[];
  readonly operation?: Operation | undefined;
  readonly amendment?: Amendment | undefined;
  /** The row that the record is the same as, or was brought to. */
  readonly targetId?: string | undefined;
  /** Why a person took it out: JSON. */
  readonly withdrawal?: string | undefined;
}
