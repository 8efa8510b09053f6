import type { FixedColumns } from "./fixed-columns.ts";

/** Why a record is not sound as it stands in the file. */
export type Flaw =
  | "quote-unclosed"
  | "quote-garbage"
  | "quote-stray"
  | "other-delimiter"
  | "other-table"
  | "too-long"
  | "encoding"
  | "decoded-twice"
  /** A NUL, or half of a character. */
  | "not-text"
  /** An object of JSON names a member twice, with two values. */
  | "name-twice"
  /** A member that none of the first objects of the file has. */
  | "unknown-member"
  /** A resource of FHIR says that something changes what it means, and nobody here knows what. */
  | "unknown-modifier"
  | "unreadable"
  /** A fix for it names another old value. */
  | "fix-stale"
  /** A retry does not find it in the files of corrections. */
  | "left-out";

/** Where a record stands in its file. */
export interface Place {
  /** Counted from 1, the header and blank lines not among them. */
  readonly record: number;
  /** Where the record starts, counted from 1. */
  readonly line: number;
  /** Bytes from the start of the file. */
  readonly offset: number;
}

/** What a cell of a sheet is, besides its text. */
export interface CellMark {
  readonly kind: "no-result" | "cell-error" | "merged" | "hidden";
  /** From 0; of a whole row none. */
  readonly column?: number;
  /** As people call it: `B7`, `B7:B9`, `row 7`. */
  readonly at: string;
}

/** One physical row of an export file. */
export interface SourceRecord extends Place {
  /** Empty where the record could not be read. */
  readonly cells: readonly string[];
  readonly flaws: readonly Flaw[];
  /** The very bytes, where the cells do not tell all. */
  readonly raw?: Buffer;
  /** What is to be known of its cells, where there is anything. */
  readonly marks?: readonly CellMark[];
  /** The first byte that is invalid in the encoding: bytes from the start of the file. */
  readonly badByte?: number;
  /** Which of its empty cells are NULL, from 0, where the source tells NULL from the empty text. */
  readonly nulls?: readonly number[];
}

/** The lines of a file that name its columns, counted from 1; several are joined. */
export interface HeaderLines {
  readonly first: number;
  readonly last: number;
}

/** How a file writes its records down. */
export interface Dialect {
  /** As iconv-lite calls it, in lower case. */
  readonly encoding: string;
  /** What becomes of UTF-8 that was read as windows-1252 and written again: `LÃ³pez`. */
  readonly decodedTwice: "flag" | "repair";
  /** One character or more. */
  readonly delimiter: string;
  /** One ASCII character, or nothing. */
  readonly quote: string;
  /** What stands before a quote inside quotes: the quote itself, another character, or nothing. */
  readonly quoteEscape: string;
  /** What becomes of blanks around cells that are not quoted. */
  readonly blanks: "trim" | "keep";
  /** A blank line is a record where there is but one column. */
  readonly blankLines: "skip" | "records";
  /** What a line begins with that is no record; nothing if there is no such line. */
  readonly comment: string;
  /** Lines that are not looked at. */
  readonly skipLines: number;
  /** Where the column names stand: in the first record, in these lines, nowhere. */
  readonly header: "first" | "none" | HeaderLines;
  /** Whether what looks like a header again, a footer or another table is told from the records. */
  readonly strays: "told apart" | "records";
  /** What is put around or into cells by programs is taken off; by default they are as they stand. */
  readonly cells?: "mended";
  /** A backslash escapes what follows it: in cells, and of delimiters and line ends; or quotes alone. */
  readonly escapes?: "backslash" | "of quotes";
  /** Where the columns stand, if it is their places that divide them. */
  readonly fixed?: FixedColumns;
  /** Cells of a record, where the header line has a delimiter too many or too few at its end. */
  readonly width?: number;
  /** Of a sheet: what becomes of hidden rows, and of cells that are merged downwards; both are reported by default. */
  readonly hidden?: "tell" | "read" | "skip";
  readonly merged?: "tell" | "fill" | "leave";
  /** The column names, where no header line says them. */
  readonly columns?: readonly string[];
  /** A cell without quotes is NULL; all others are in quotes. */
  readonly nulls?: "unquoted";
  /** The column names of a table that is read as keys and values: a record for each cell. */
  readonly turned?: readonly string[];
}

export const RFC_4180: Dialect = {
  encoding: "utf-8",
  decodedTwice: "flag",
  delimiter: ",",
  quote: '"',
  quoteEscape: '"',
  blanks: "trim",
  blankLines: "skip",
  comment: "",
  skipLines: 0,
  header: "first",
  strays: "records",
};
