/** What a dump has in a cell: text, bytes, a number as it is written, or nothing. */
export type DumpValue = string | boolean | Buffer | DumpNumber | null;

/** A number, as it is written: digits beyond a double's are kept. */
export interface DumpNumber {
  readonly number: string;
}

/** One row of a dump's table. */
export interface DumpRow {
  readonly values: readonly DumpValue[];
  /** Where it begins, counted from 1. */
  readonly line: number;
  /** Bytes of the dump, unpacked, before it. */
  readonly offset: number;
  /** Some of its bytes are no text in the dump's encoding: the row as it stands. */
  readonly undecoded?: Buffer;
}

/** Whether all of a text are pairs of hexadecimal digits: what others follow, `Buffer` leaves out without a word. */
export const isWholeHex = (digits: string): boolean => /^(?:[0-9A-Fa-f]{2})*$/.test(digits);

/** The cell that an import is handed: nothing is an empty cell, bytes are hexadecimal behind `\x`. */
export function cellOf(value: DumpValue): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "true" : "false";
  return Buffer.isBuffer(value) ? `\\x${value.toString("hex")}` : value.number;
}
