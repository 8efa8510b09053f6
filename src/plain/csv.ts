import { quoted } from "./plain-csv.ts";

// CSV as people open it, in a spreadsheet: RFC 4180, UTF-8, CRLF.

/** A sign before digits only, as in a phone: a number to a spreadsheet, not a formula. */
const SIGNED_DIGITS = /^[+-]\d+$/;
/** What a spreadsheet runs, also behind blanks and invisible marks (OWASP: CSV injection). */
const FORMULA = /^[\s\u200B-\u200D\u2060\uFEFF]*[=+\-@\u2212\uFF0B\uFF0D\uFF1D\uFF20\t\r]/u;

/** What begins with a letter or a digit is neither run nor in need of an apostrophe. */
const PLAIN = /^[a-z0-9]/i;

/**
 * A cell that no spreadsheet runs: it gets an apostrophe where it would be run. So does one that has
 * an apostrophe already, so that `unguard` finds exactly what was there.
 */
export function guard(cell: string): string {
  // Nearly every cell.
  if (PLAIN.test(cell)) return cell;
  const runs = FORMULA.test(cell) && !SIGNED_DIGITS.test(cell);
  return runs || cell.startsWith("'") ? `'${cell}` : cell;
}

/** The cell that `guard` was given. */
export function unguard(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}

/** One cell of a CSV file that people open. */
export const csvCell = (cell: string): string => quoted(guard(cell));

/** One line, its line end included. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => csvCell(String(cell ?? ""))).join(",")}\r\n`;
}
