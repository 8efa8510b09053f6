import { cellKind, DATA_KINDS } from "./detect/cell-kind.ts";

const isData = (cell: string): boolean => DATA_KINDS.has(cellKind(cell));

/** How many cells there are before those at the end that are empty: a sheet gives all its rows one width. */
export function filledWidth(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== "") + 1;
}

/** A title above a table, or a word between two. */
export const isThin = (cells: readonly string[]): boolean =>
  cells.filter((cell) => cell.trim() !== "").length === 1;

/** What stands around a row. */
export interface Around {
  /** The last record above, before a blank line if there is one. */
  readonly before: readonly string[];
  readonly below: readonly string[];
  /** In so many columns words take the place of numbers or days. */
  readonly fewest: number;
  /** What the columns of the table above are called. */
  readonly columns: readonly string[];
}

/**
 * Whether a row names the columns of another table that is as wide as the one above, or narrower
 * in a sheet: words alone, each once, where the table above has numbers or days, and the row below has some.
 */
export function namesAnotherTable(
  cells: readonly string[],
  { before, below, fewest, columns }: Around,
): boolean {
  const names = cells.slice(0, filledWidth(cells)).map((cell) => cell.trim());
  if (names.length < 2 || names.some((name) => name === "" || isData(name))) return false;
  if (new Set(names).size < names.length) return false;
  if (!below.some(isData)) return false;
  const changed = names.filter((_, at) => isData(before[at] ?? "")).length;
  if (changed >= fewest) return true;
  // An id such as P12 is no number, and the name of a column has none: then a word of the names is known.
  const lostDigits = names.filter((name, at) => DIGIT.test(before[at] ?? "") && !DIGIT.test(name));
  return lostDigits.length >= fewest && sharesWord(names, columns);
}

const DIGIT = /\d/;

function sharesWord(names: readonly string[], columns: readonly string[]): boolean {
  const known = new Set(columns.flatMap(wordsOf));
  return names.flatMap(wordsOf).some((word) => known.has(word));
}

/** `patient_id`, `patientId` and `Patient ID` are of the same words. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
