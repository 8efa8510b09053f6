/** Why a record is not sound as it stands in the file. */
export type Flaw =
  | "quote-unclosed"
  | "quote-garbage"
  | "quote-stray"
  | "too-long"
  | "encoding"
  | "unreadable"
  /** A fix for it names another old value. */
  | "fix-stale";

/** Where a record stands in its file. */
export interface Place {
  /** Counted from 1, the header and blank lines not among them. */
  readonly record: number;
  /** Where the record starts, counted from 1. */
  readonly line: number;
  /** Bytes from the start of the file. */
  readonly offset: number;
}

/** One physical row of an export file. */
export interface SourceRecord extends Place {
  /** Empty where the record could not be read. */
  readonly cells: readonly string[];
  readonly flaws: readonly Flaw[];
  /** The very bytes, where the cells do not tell all. */
  readonly raw?: Buffer;
}

/** How a file separates its cells. */
export interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
}

export const RFC_4180: Dialect = { delimiter: ",", quote: '"' };
