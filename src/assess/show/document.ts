import type {
  CellKind,
  ColumnProfile,
  Decision,
  FileProposal,
  FlawFound,
  KeyCandidate,
  PersonPair,
  ReferenceFound,
  ShapeCount,
  Smell,
  ValueCount,
} from "../assessment.ts";
import type { Trial } from "./forecast.ts";

// An assessment as it is shown: on the terminal, as JSON, as a page. What is hidden is not in it.

/** A bar of a plot. */
export interface Bar {
  readonly label: string;
  readonly count: number;
}

/** A column as it is shown. */
export interface ShownColumn {
  readonly header: string;
  /** From 0. */
  readonly position: number;
  /** The canonical field that it feeds; null if it stays unmapped. */
  readonly field: string | null;
  readonly fields?: readonly string[];
  /** Where several columns feed one field: its place among them, from 1. */
  readonly part?: number;
  readonly score: number;
  readonly reason: string;
  /** Its values are hidden, for they may identify a person. */
  readonly hidden: boolean;
  readonly cells: number;
  readonly empty: number;
  readonly nullTokens: readonly ValueCount[];
  readonly distinct: ColumnProfile["distinct"];
  /** What most cells are; null if there are none. */
  readonly kind: CellKind | null;
  readonly kinds: ColumnProfile["kinds"];
  readonly shapes: readonly ShapeCount[];
  readonly lengths: Pick<ColumnProfile["lengths"], "min" | "max" | "mean">;
  readonly lengthCounts: readonly Bar[];
  /** Those that occur five times or more, unless revealed. */
  readonly frequent: readonly ValueCount[];
  /** Null where hidden. */
  readonly min: string | null;
  readonly max: string | null;
  readonly distribution: readonly Bar[];
  /** Cells in buckets that are too small to be shown. */
  readonly apart: number;
  readonly decisions: readonly Decision[];
}

/** One line on how a file is written. */
export interface DialectNote {
  readonly what: string;
  readonly value: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly evidence: string;
  readonly plain: boolean;
}

/** A file as it is shown. */
export interface ShownFile {
  readonly file: string;
  readonly entity: string | null;
  readonly score: number;
  readonly reason: string;
  readonly bytes: number;
  readonly records: number | null;
  readonly dialect: readonly DialectNote[];
  /** What identifies its records, or should: null if nothing does. */
  readonly key: KeyCandidate | null;
  /** All that may, the likeliest first. */
  readonly keys: readonly KeyCandidate[];
  readonly flaws: readonly FlawFound[];
  readonly columns: readonly ShownColumn[];
  readonly open: readonly { readonly key: string; readonly says: string }[];
  /** Fields that another file gives. */
  readonly lookups?: FileProposal["lookups"];
  /** What it could be instead. */
  readonly second?: FileProposal["second"];
}

/** An assessment as it is shown; `--json` prints it. */
export interface AssessmentDocument {
  readonly schemaVersion: 1;
  /** What `--source` named. */
  readonly source: string;
  /** `YYYY-MM-DD`: what the future was measured from. */
  readonly asOf: string;
  /** Whether values that identify persons, or occur less than five times, are shown. */
  readonly revealed: boolean;
  readonly files: readonly ShownFile[];
  readonly unread: readonly {
    readonly file: string;
    readonly reason: string;
    readonly cure: string;
  }[];
  readonly ignored: readonly { readonly file: string; readonly reason: string }[];
  readonly references: readonly ReferenceFound[];
  readonly smells: readonly Smell[];
  readonly persons: readonly PersonPair[];
  /** What an import by the proposed mapping would find; absent where nothing is proposed. */
  readonly forecast?: Trial;
}
