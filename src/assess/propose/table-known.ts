import type { ColumnProfile, KeyCandidate } from "../assessment.ts";

/** What is known of a table before anything is proposed. */
export interface TableKnown {
  readonly file: string;
  /** What the table or sheet in the file is called; the file's name unless said. */
  readonly called?: string;
  readonly header: readonly string[];
  /** Whether its column names were made up. */
  readonly headless: boolean;
  /** Whether it is a hidden sheet of a workbook. */
  readonly isHidden?: boolean;
  /** Null where only headers were looked at. */
  readonly records: number | null;
  /** None if only headers were looked at. */
  readonly columns: readonly ColumnProfile[];
  /** What its database says of its columns in words, by their positions. */
  readonly comments?: readonly (string | undefined)[];
  /** What may identify its records. */
  readonly keys?: readonly KeyCandidate[];
}
