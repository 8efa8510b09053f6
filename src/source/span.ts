import type { Dialect, Flaw } from "./record.ts";

/** A record longer than this is taken for a quote that never closes, or for no record at all. */
export const LONGEST_RECORD = 1024 * 1024;

/** The same of a row that was read from a database; more would not fit into a text. */
export const LONGEST_OF_TABLE = 256 * 1024 * 1024;

/** The bytes of one record, its line end included; of one that is too long, as many as one may have. */
export interface Span {
  /** Within the window that was scanned. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly flaw: Flaw | undefined;
  /** Blanks stand between a quote and the end of its cell. */
  readonly padded: boolean;
}

/** Keeps what must be known from one window to the next. */
export interface ScanState {
  /** The line on which the window begins. */
  line: number;
  /** The window begins inside a line that is too long and has been reported. */
  skipping: boolean;
  /** The window begins within a record that is too long and has been reported, between two of its cells. */
  within: boolean;
  /** Bytes of the window that belong to a quoted cell of that record. */
  inCell: number;
  /** What was found out about a quoted cell that is too long: where it opens, and what stands behind its closing quote. */
  closing?: { readonly open: number; readonly end: number | undefined } | undefined;
  /** Lines that are not to be looked at. */
  leftToSkip: number;
  /** Of a JSON array: whether the window begins within it. */
  depth: 0 | 1;
  /** The array has ended. */
  ended: boolean;
}

/** Before the first byte of a file. */
export const startOfFile = (leftToSkip = 0): ScanState => {
  return { line: 1, skipping: false, within: false, inCell: 0, leftToSkip, depth: 0, ended: false };
};

/** How a window is to be scanned. */
export interface Scan {
  readonly dialect: Dialect;
  /** Whether the file ends with the window. */
  readonly atEnd: boolean;
  /** Whether somebody can look for a closing quote that is out of sight. */
  readonly asks?: boolean;
  /** Bytes that a record may have. */
  readonly longest?: number;
}

/** What a window comes to. */
export interface ScannedWindow {
  /** Blank lines are not records. */
  readonly spans: readonly Span[];
  /** Lines, or parts of them, that are not looked at. */
  readonly skipped: readonly { readonly start: number; readonly end: number }[];
  /** A quote that opens a cell which is longer than a record may be: whether it is closed must be known first. */
  readonly open?: number | undefined;
  /** How much of the window is settled; the rest belongs before the next bytes. */
  readonly consumed: number;
}

/** A record that the scanner found, with its number and its place in the file. */
export interface NumberedSpan extends Span {
  readonly record: number;
  /** Bytes from the start of the file. */
  readonly offset: number;
}
