import type { Severity } from "../../importers/define.ts";
import type { RUN_KINDS } from "../../shared/ledger.ts";
import type { ColumnTotals } from "../digest/control-totals.ts";
import type { KeyFigures } from "../digest/read-figures.ts";
import type { FixSummary } from "../mapping/fixes.ts";
import type { ExitCode } from "../plain/errors.ts";
import type { ReadingNote } from "../source/detect/reading-notes.ts";
import type { LeftOut } from "../source/lay-out.ts";
import type { ReadingByFile } from "../source/reading-settings.ts";
import type { Outcome } from "./issue.ts";
import type { MoneySummary } from "./money-summary.ts";
import type { Terms } from "./person-terms.ts";
import type { RunStatus } from "./run-status.ts";

// Everything that is known of a run, as plain data: the reconciliation, the ledger's summary and
// `--json` are this. No patient's value is in it.

export const SUMMARY_VERSION = 1;

export type Mode = "strict" | "lenient";

export type RunKind = (typeof RUN_KINDS)[number];

/** How a run was asked to go. */
export interface RunSettings {
  readonly mode: Mode;
  readonly dryRun: boolean;
  /** Records per commit, where each batch is committed. */
  readonly batchSize: number;
  /** A batch size was asked for, so a lenient run commits each batch even where one commit is faster. */
  readonly commits?: "each batch";
  readonly maxErrors?: { readonly count: number } | { readonly percent: number };
  readonly limit?: number;
  /** The patients whose rank is lowest, and what belongs to them. */
  readonly sample?: { readonly percent: number } | { readonly count: number };
  /** Records of one entity whose field holds this value, and what belongs to them. */
  readonly pilot?: { readonly entity: string; readonly field: string; readonly value: string };
  readonly archive: boolean;
  /** What becomes of a changed record whose row was edited or deleted in the application meanwhile. */
  readonly onConflict: OnConflict;
  /** Rows whose records are in no export any more are marked as not active. */
  readonly markVanished: boolean;
  /** What stands in columns without a place in the application is kept in the ledger, or not; else the mapping says it. */
  readonly keepUnmapped?: boolean;
  /** The folder of the files that records name, and where copies of them are kept if not beside the database. */
  readonly files?: string;
  readonly store?: string;
  /** Records are imported without the files that they name. */
  readonly leaveFiles?: boolean;
  /** The chain's own corrections are not applied. */
  readonly leaveFixes?: boolean;
  /** How files are written, as flags said it; it wins over the mapping's. */
  readonly reading?: ReadingByFile;
  /** Of a database: which tables were asked for, and what was read of them. */
  readonly extract?: ExtractSettings;
}

/** How the tables of a database were read. */
export interface ExtractSettings {
  readonly schemas?: readonly string[];
  readonly tables?: readonly string[];
  /** The folder of the rows, as long as the run may be resumed. */
  readonly folder?: string;
  /** The columns of each table with their types. */
  readonly shapes?: readonly TableShape[];
}

/** A table as a database declared it. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
}

export const ON_CONFLICT = ["keep", "overwrite", "reject"] as const;
export type OnConflict = (typeof ON_CONFLICT)[number];

export interface FilePlace {
  readonly file: string;
  readonly record: number;
  readonly line: number;
}

/** One code, how often, where first, and what to do about it. */
export interface CodeSummary {
  readonly code: string;
  readonly severity: Severity;
  readonly count: number;
  /** Each with the other record that is spoken of, where a rule is about two. */
  readonly places: readonly (FilePlace & { readonly related?: FilePlace })[];
  readonly ofRejectedParent: number;
  readonly advice: string;
}

/** One id that very many records have: a column that tells none apart. */
export interface SharedId extends FilePlace {
  readonly column: string;
  readonly records: number;
}

/** A figure of source and target that should be equal and is not. */
export interface Difference {
  readonly entity: string;
  /** A column of the target, or of the file where `file` is given. */
  readonly column?: string;
  readonly file?: string;
  readonly measure: string;
  readonly source: string | number;
  readonly target: string | number;
  /** What to do about it, where it is no fault of the tool. */
  readonly cure?: string;
}

export interface EntitySummary extends Readonly<Record<Outcome, number>> {
  /** Under which heading reports have it, where there are many. */
  readonly topic?: string;
  /** Counted where the bytes are read. */
  readonly records: number;
  /** Rows made for records that others name and the export lacks. */
  readonly placeholders: number;
  /** Rows of records that waited in quarantine for a parent that this run brought. */
  readonly released: number;
  /** Records of this run that wait in quarantine for a parent. */
  readonly waiting: number;
  /** Rows that this run took back. */
  readonly undone: number;
  /** Records that were imported before, and that the export does not hold any more. */
  readonly vanished: number;
  /** Why it could not be said which these are: nothing of the entity is listed or marked then. */
  readonly vanishedUnknown?: string;
  /** Of those, rows that this run marked as not active. */
  readonly marked: number;
  /** Rows that an earlier run had marked so, and whose records are back. */
  readonly unmarked: number;
  /** Records of which cells without a place in the application were kept, for the first time or changed. */
  readonly unmapped: number;
  /** Rows that the run took out because the records that they belong to have them no more; absent where there are none. */
  readonly removed?: number;
  /** Numbers that earlier rows had, between those that rows have: the next of their period get them; absent where there are none. */
  readonly numbersFree?: number;
  /** Updated records whose number is of another period than their day is now; absent where there are none. */
  readonly numbersStrayed?: number;
  /** Ids that very many records have, each by the first of them; absent where there are none. */
  readonly sharedIds?: readonly SharedId[];
  /** How many updated rows got another value, by column. */
  readonly changed: Readonly<Record<string, number>>;
  readonly targetBefore: number;
  /** As the target is now: what was rolled back is not in it. */
  readonly targetAfter: number;
  /** When the balance was struck, before a commit or a rollback. */
  readonly targetAtBalance: number;
  /** Rows that other programs added (or, below zero, took away) meanwhile. */
  readonly othersWrote: number;
  readonly balanced: boolean;
  /** Keys of the columns that the legacy system owns, in the order of the content hashes. */
  readonly columns: readonly string[];
  /** Count by code. */
  readonly issues: Readonly<Record<string, number>>;
  readonly findings: readonly CodeSummary[];
  readonly rounding: Readonly<Record<string, { amounts: number; difference: string }>>;
  readonly controlTotals: {
    readonly source: Readonly<Record<string, ColumnTotals>>;
    readonly target: Readonly<Record<string, ColumnTotals>>;
  };
  /** Old beside new, for people who know the data; absent in runs of older versions. */
  readonly keyFigures?: KeyFigures;
}

export interface FileSummary {
  readonly file: string;
  readonly entity: string;
  /** Bytes; null if the file was not read to its end. */
  readonly size: number | null;
  readonly sha256: string | null;
  readonly records: number;
  /** The same, counted by another rule; null if the file was not read to its end. */
  readonly recordsCountedAgain: number | null;
  /** How the file was read, with the evidence; null for plain CSV. */
  readonly reading: readonly ReadingNote[] | null;
  /** Lines that are no records: by kind how many, and the first of them. */
  readonly linesLeftOut: readonly LeftOut[];
  readonly columnsNotImported: readonly string[];
  readonly columnsAbsent: readonly string[];
  /** Columns without a place in the application whose cells are kept in the ledger. */
  readonly columnsKept: readonly string[];
  /** Both of these; nothing in runs of earlier versions. */
  readonly columnsAside?: readonly AsideSummary[];
  /** Which records are of the entity, as the mapping says it, where none of the file was. */
  readonly noneMeant?: string;
}

/** A column that no field is filled from. */
export interface AsideSummary {
  readonly column: string;
  readonly fate: "kept" | "left out";
  /** That are not empty; null if the file was not read to its end. */
  readonly cells: number | null;
  /** Who left it out and why, where the mapping says it. */
  readonly by: string | null;
  readonly why: string | null;
}

/** A file that fields of other files were looked up in. */
export interface LookupSummary {
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly records: number;
  /** Records that could not be read: nothing is found by them. */
  readonly unread: { readonly count: number; readonly lines: readonly number[] };
  /** What took from it: `doctors.fullName`. */
  readonly fields: readonly string[];
  /** Columns that nothing was taken from, with the number of cells that are not empty. */
  readonly columnsNotImported: readonly { readonly column: string; readonly cells: number }[];
}

/** A file that nothing was made of. */
export interface IgnoredSummary {
  readonly name: string;
  readonly reason: string;
  /** Its records and the cells that are not empty; null if they were not counted. */
  readonly held?: { readonly records: number; readonly cells: number } | null;
}

export interface RunSummary {
  readonly schemaVersion: typeof SUMMARY_VERSION;
  readonly run: string;
  readonly kind: RunKind;
  /** The run whose records were taken in, or that was taken back. */
  readonly ofRun: string | null;
  /** The undo of an undo: rows came back. */
  readonly redo?: true;
  /** `dry-run`: it would have been committed. */
  readonly status: RunStatus | "dry-run";
  readonly committed: boolean;
  readonly exitCode: ExitCode;
  /** Whether every file was read to its end. */
  readonly complete: boolean;
  readonly legacySystem: string;
  readonly mapping: string;
  readonly currency: string;
  readonly timeZone: string;
  /** `YYYY-MM-DD`. */
  readonly asOf: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly source: string;
  readonly database: string;
  readonly backup: string | null;
  readonly reportFolder: string | null;
  readonly settings: RunSettings;
  readonly versions: Readonly<Record<string, string>>;
  readonly files: readonly FileSummary[];
  /** Nothing in runs of earlier versions. */
  readonly lookups?: readonly LookupSummary[];
  /** What came of the files that records name, where a folder of them was given. */
  readonly namedFiles?: NamedFilesSummary;
  /** What came of the fixes, where there is a file of them. */
  readonly fixes: FixSummary | null;
  /** The same of the chain's own corrections; absent where there are none. */
  readonly chainFixes?: FixSummary;
  /** What people corrected in the records of a retry. */
  readonly corrections?: CorrectionCounts;
  readonly ignored: readonly IgnoredSummary[];
  readonly entities: Readonly<Record<string, EntitySummary>>;
  readonly differences: readonly Difference[];
  /** What amounts come to per owner, where the export has what is owed; of a part of one, of the owners in it. */
  readonly money?: readonly MoneySummary[];
  /** It has amounts, and not all that they hang together with: nothing is said of what they come to. */
  readonly moneyLeftOut?: true;
  /** What joining the records of persons came to, merge by merge; absent where there is none, or nothing was joined. */
  readonly persons?: readonly Terms[];
  /** Why the run stopped, where it did. */
  readonly failure: { readonly what: string; readonly cure: string } | null;
}

/** Files that records name, and the store of their bytes; no names, which may be those of patients. */
export interface NamedFilesSummary {
  readonly folder: string;
  readonly store: string;
  /** Different files that records name and that were found. */
  readonly named: number;
  /** Different contents among those of the records that were taken in. */
  readonly contents: number;
  /** Of these, written into the store by this run, and there before. */
  readonly added: number;
  readonly present: number;
  /** Bytes that were written. */
  readonly bytes: number;
  /** In the folder, and named by no record; null if the run did not read all records. */
  readonly unnamed: number | null;
}

/** How many records and cells a retry has to do with; no values. */
export interface CorrectionCounts {
  /** Records that were rejected. */
  readonly records: number;
  readonly corrected: number;
  readonly unchanged: number;
  /** Not in the files any more: they stay rejected. */
  readonly missing: number;
  readonly withdrawn: number;
  readonly cellsCorrected: number;
  /** Of these, cells that nothing was wrong with. */
  readonly cellsChangedUnasked: number;
  readonly cellsPutBack: number;
}
