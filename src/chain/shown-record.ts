import type { DbValue } from "../db/database.ts";
import type { CheckedRecord } from "./sample-book.ts";

/** A cell of the export, as it was taken in. */
export interface ShownCell {
  readonly column: string;
  readonly value: string;
  /** What it was before somebody corrected it. */
  readonly was?: string | undefined;
}

/** A column of the row, beside the cells that it was made of. */
export interface ShownPair {
  readonly column: string;
  readonly cells: readonly ShownCell[];
  readonly now: DbValue;
  /** What it refers to: `patients 123`. */
  readonly refersTo?: string | undefined;
  /** What the record itself says, where its row is a person's who has something else from another record. */
  readonly alone?: DbValue;
}

/** A record of the sample as a person sees it: what the export said, beside what is in the application now. */
export interface ShownRecord extends CheckedRecord {
  /** Of what is shown: a verdict holds for nothing else. Undefined if the row is gone. */
  readonly digest: string | undefined;
  readonly run: string;
  readonly file: string;
  readonly record: number;
  readonly line: number;
  readonly table: string;
  readonly pairs: readonly ShownPair[];
  /** Cells that no column was made of. */
  readonly aside: readonly ShownCell[];
  /** Why cells could not be read; empty if they were. */
  readonly unread: readonly string[];
  /** What else is to be known of them. */
  readonly notes: readonly string[];
}

/** The record that is checked next after one: the first that is open, from there on and then from the start. */
export function nextOpen(records: readonly CheckedRecord[], after = 0): CheckedRecord | undefined {
  const open = records.filter(({ state }) => state === "open" || state === "void");
  return open.find(({ n }) => n > after) ?? open[0];
}
