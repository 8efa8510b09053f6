import type { ColumnRole } from "../../corrections/columns-at-fault.ts";
import type { RelatedPlace } from "../../ledger/issue.ts";

// What the rejected records of a chain are shown, filtered and corrected by.

/** What is to become of a rejected record: nothing yet, nothing but its parent is lacking, or what a person said. */
export const REJECT_STATES = ["open", "waiting", "corrected", "withdrawn"] as const;
export type RejectState = (typeof REJECT_STATES)[number];

/** Which records are meant: all that hold what is named. Nothing in it is a value of a record. */
export interface RejectFilter {
  readonly entity?: string | undefined;
  /** The number of a file in the ledger. */
  readonly file?: number | undefined;
  readonly code?: string | undefined;
  /** The number of a column in which something is wrong. */
  readonly column?: number | undefined;
  /** The number of somebody or something that records name: a doctor. */
  readonly named?: number | undefined;
  /** `202403`; 0 for records of no month. */
  readonly month?: number | undefined;
  readonly state?: RejectState | undefined;
}

/** How many records hold one of the values that a filter may name. */
export interface FacetValue<Key> {
  readonly key: Key;
  readonly count: number;
}

/** The counts under a filter; those of a facet leave its own part of the filter aside, so that another can be chosen. */
export interface Facets {
  readonly total: number;
  readonly entity: readonly FacetValue<string>[];
  readonly file: readonly FacetValue<number>[];
  readonly code: readonly FacetValue<string>[];
  readonly column: readonly FacetValue<number>[];
  readonly named: readonly FacetValue<number>[];
  readonly month: readonly FacetValue<number>[];
  readonly state: readonly FacetValue<RejectState>[];
}

/** A column of the rejected records of an entity. */
export interface RejectedColumn {
  readonly number: number;
  readonly entity: string;
  /** Its place among the cells of a record. */
  readonly at: number;
  readonly name: string;
  readonly role: ColumnRole;
  /** Columns of the target that it fills, as the newest mapping has it. */
  readonly fills: readonly string[];
  /** Of a column of codes: the words that are known; none of any other. */
  readonly words: readonly string[];
}

/** Somebody or something that records name by its legacy id. */
export interface NamedOne {
  readonly number: number;
  /** What the importer calls it: `doctor`. */
  readonly label: string;
  readonly entity: string;
  readonly legacyId: string;
}

/** What is wrong with a record. */
export interface RejectIssue {
  readonly code: string;
  readonly severity: "error" | "warning";
  /** The places of the cells; none where the record as a whole is meant. */
  readonly at: readonly number[];
  readonly words: string;
  readonly related?: RelatedPlace | undefined;
}

/** A rejected record as it is shown. */
export interface Reject {
  /** Of its row in the ledger: once the record was judged anew, no other has it. */
  readonly number: number;
  readonly run: string;
  readonly entity: string;
  readonly fileId: number;
  readonly file: string;
  readonly record: number;
  readonly line: number;
  readonly legacyId: string | null;
  readonly issues: readonly RejectIssue[];
  /** As the export has them, each in its column; what stood beyond the header follows. Undefined if the report was moved. */
  readonly was: readonly string[] | undefined;
  /** With what people corrected. */
  readonly cells: readonly string[];
  readonly state: RejectState;
  /** Why it is not to be imported, where a person said so. */
  readonly why: string | undefined;
  /** Equal for records with equal cells. */
  readonly fingerprint: number | null;
}

/** What people made of a record: cells by their places, or that it is not to be imported. */
export interface Overlay {
  readonly number: number;
  readonly state: "corrected" | "withdrawn";
  readonly cells: ReadonlyMap<number, string>;
  /** Of a record that is withdrawn. */
  readonly why?: string | undefined;
}
