import type { HeadedFile } from "../mapping/fit.ts";
import type { Zeros } from "./relations/value-spill.ts";
import type { Role } from "./role.ts";

// What an assessment says of an export. Plain data: `report/` turns it into text and pages, `propose/`
// makes a mapping of it. Values that may identify a person are hidden where they are printed, not here.

/** What a cell looks like, by its characters alone. */
export type CellKind =
  | "integer"
  | "decimal"
  | "scientific"
  | "date"
  | "time"
  | "dateTime"
  | "phone"
  | "email"
  | "uuid"
  | "boolean"
  | "code"
  | "text";

/** How often a value stands in a column. */
export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

/** How often cells are written in one shape: `9` a digit, `a` a lower-case, `A` an upper-case letter. */
export interface ShapeCount {
  readonly shape: string;
  readonly count: number;
}

/** What a column's cells are, found by reading all of them. */
export interface ColumnProfile {
  readonly header: string;
  /** From 0. */
  readonly position: number;
  /** Cells read, empty ones included. */
  readonly cells: number;
  readonly empty: number;
  /** Cells that say nothing in words, by how they are written: `NULL`, `N/A`, `-`. */
  readonly nullTokens: readonly ValueCount[];
  /** Different values, empties and null tokens not among them. */
  readonly distinct: { readonly count: number; readonly exact: boolean };
  /** By kind, the cells that are neither empty nor null tokens. */
  readonly kinds: Readonly<Partial<Record<CellKind, number>>>;
  /** The most frequent shapes, runs of one sign shortened where cells are long. */
  readonly shapes: readonly ShapeCount[];
  /** In UTF-16 units, of the cells that are neither empty nor null tokens. */
  readonly lengths: {
    readonly min: number;
    readonly max: number;
    readonly mean: number;
    /** Cells as long as the longest, and such as are up to five units shorter. */
    readonly atLongest: number;
    readonly nearLongest: number;
  };
  /** How often cells are this long. */
  readonly lengthCounts: readonly { readonly label: string; readonly count: number }[];
  /** The most frequent values; counts are lower bounds where `distinct` is not exact. */
  readonly frequent: readonly ValueCount[];
  /** Least and greatest by the column's own order: numbers as numbers, dates as days, else text. */
  readonly min: string | null;
  readonly max: string | null;
  /**
   * How often each year, month, hour, bucket of numbers occurs: what a plot shows. Empty for text, whose
   * frequent values and lengths say more.
   */
  readonly distribution: readonly { readonly label: string; readonly count: number }[];
  /** What the cells prove about how they are written, or leave open. */
  readonly decisions: readonly Decision[];
}

/** What has to be known about a column's writing before it can be read. */
export type DecisionSubject =
  | "dateFormat"
  | "timeFormat"
  | "centuryPivot"
  | "decimalSeparator"
  | "currencies"
  | "calendar"
  | "codes"
  | "nullTokens";

/** One way to read a column, and how many of its cells can be read no other way. */
export interface Reading {
  /** `DD/MM/YYYY`; for codes the value that is meant. */
  readonly reading: string;
  readonly proves: number;
  /** Cells that can be read so at all. */
  readonly fits: number;
}

/** A question about a column's writing, with its evidence. */
export interface Decision {
  readonly subject: DecisionSubject;
  /** `certain`: the data prove it. `undecided`: they allow several readings. */
  readonly status: "certain" | "undecided";
  readonly readings: readonly Reading[];
  /** Cells that fit several readings. */
  readonly undecided: number;
  /** Cells that fit none. */
  readonly unread: number;
  /** One sentence: "412 values prove D/M/Y, 0 prove M/D/Y, 88 undecided". */
  readonly evidence: string;
  /** What a mapping's field says where this is settled: `{ format: "DD/MM/YYYY" }`. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What may be said of it, where readings alone do not say it. */
  readonly ways?: readonly Readonly<Record<string, unknown>>[];
  /** Cells in which a spreadsheet may have exchanged day and month. */
  readonly turned?: number;
  /** Of null tokens: the letter case of the values that they stand among. */
  readonly among?: "upper" | "lower" | "mixed";
}

/** A smell: reported, never fixed silently. */
export interface Smell {
  /** `phone.lost-zero`, `id.several-persons`, `visit.before-birth`, ... */
  readonly code: string;
  /** An error costs records or truth if nothing is done, a warning may, a note is good to know. */
  readonly severity: "error" | "warning" | "note";
  readonly file: string;
  readonly column: string | null;
  readonly count: number;
  /** Of how many it could have been. */
  readonly of: number;
  /** First places, 1-based lines. Never a value. */
  readonly lines: readonly number[];
  /** What is wrong, and what to do. */
  readonly says: string;
}

/** A column, or several together, that may identify a record. */
export interface KeyCandidate {
  readonly columns: readonly string[];
  readonly unique: boolean;
  /** Records that share their key with another. */
  readonly duplicates: number;
  readonly empty: number;
}

/** A column whose values are the keys of another file. */
export interface ReferenceFound {
  readonly file: string;
  readonly column: string;
  readonly toFile: string;
  readonly toColumn: string;
  /** Distinct values, and those that the other file does not have. */
  readonly values: number;
  readonly dangling: number;
  /** Records whose value dangles. */
  readonly danglingRecords: number;
  /** Where zeros alone are why they dangle: what makes all of them ids of the other file. */
  readonly zeros?: Zeros;
}

/** Two records that are probably one person. Lines and reasons, no values. */
export interface PersonPair {
  readonly file: string;
  readonly lines: readonly [number, number];
  /** 0 to 1. */
  readonly score: number;
  readonly reasons: readonly string[];
}

/** What is known of one file of the export. */
export interface FileProfile {
  readonly file: string;
  readonly headed: HeadedFile;
  /** Null where only headers were looked at. */
  readonly records: number | null;
  readonly columns: readonly ColumnProfile[];
  readonly keys: readonly KeyCandidate[];
  /** Records that are not sound as they stand, by what is wrong; and lines that are no records. */
  readonly flaws: readonly FlawFound[];
}

/** How often a flaw was found, and in which 1-based lines first. */
export interface FlawFound {
  readonly flaw: string;
  readonly count: number;
  readonly lines: readonly number[];
}

/** What an export is. */
export interface ExportProfile {
  readonly files: readonly FileProfile[];
  readonly references: readonly ReferenceFound[];
  readonly smells: readonly Smell[];
  readonly persons: readonly PersonPair[];
}

/** Which canonical field a column feeds, and why. */
export interface ColumnProposal {
  readonly header: string;
  /** Null where it stays unmapped. */
  readonly field: string | null;
  /** Where one column feeds several. */
  readonly fields?: readonly string[];
  /** Where several columns feed one: its place among them, from 1. */
  readonly part?: number;
  /** What its field holds, as the target declares it. */
  readonly role?: Role;
  /** How the zeros of its keys are written. */
  readonly zeros?: Zeros;
  /** 0 to 1. */
  readonly score: number;
  readonly reason: string;
}

/** A field that another file gives, to which a column of this one points. */
export interface LookupProposal {
  readonly field: string;
  /** The other file, and its columns that the field takes. */
  readonly file: string;
  readonly columns: readonly string[];
  /** Column of the other file to column of this one. */
  readonly by: Readonly<Record<string, string>>;
  readonly reason: string;
}

/** Which entity a file is, and how its columns map. */
export interface FileProposal {
  readonly file: string;
  /** Null if there is none that the application knows. */
  readonly entity: string | null;
  /** Which of its records are of the entity, where it holds others too. */
  readonly where?: { readonly column: string; readonly is: readonly string[] };
  /** What it could be too, where another file is proposed for that. */
  readonly rivals?: string;
  readonly lookups?: readonly LookupProposal[];
  /** What it could be instead. */
  readonly second?: { readonly entity: string; readonly score: number };
  /** Its columns under the names that they have in that file, where no more keeps the two apart. */
  readonly rename?: Readonly<Record<string, string>>;
  readonly score: number;
  readonly reason: string;
  readonly records: number | null;
  readonly columns: readonly ColumnProposal[];
  /** What else may be meant, and is not certain enough to be done. */
  readonly hints?: readonly {
    readonly column: string;
    readonly field: string;
    readonly score: number;
    readonly reason: string;
  }[];
  /** What the mapping must say and the data do not prove; with the key that decides. */
  readonly open: readonly {
    readonly key: string;
    readonly decision: Decision | null;
    readonly says: string;
    /** A rule that settles it too, where a mapping lowers it. */
    readonly rule?: string;
    /** Other keys that say it. */
    readonly or?: readonly string[];
    /** A file: to name it as one of an entity's says it too. */
    readonly file?: string;
    /** What may be said there. */
    readonly choices?: readonly string[];
  }[];
  /** The currencies that a column of it says its amounts are in. */
  readonly currencies?: readonly string[];
}
