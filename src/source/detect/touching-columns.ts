import type { FixedColumns } from "../fixed-columns.ts";

// Columns at fixed places need no blank between them: a number of four digits before a name, a date before a letter.
// Where one kind of sign follows the other at the same place of nearly every line, two columns touch there.

const NEARLY_ALL = 0.95;
const FEWEST_LINES = 4;
/** Shorter numbers before a letter are parts of codes: 12A. */
const LONG_NUMBER = /\d{4}$/;
const LETTER = /^\p{L}/u;
const NUMBER_BEHIND = /\p{L}$/u;

/** The widths of columns of which some touch; undefined if none seem to. */
export function touchingWidths(
  lines: readonly string[],
  starts: FixedColumns["starts"],
): readonly number[] | undefined {
  const records = lines.slice(1);
  if (records.length < FEWEST_LINES) return undefined;
  const length = Math.max(...lines.map((line) => line.trimEnd().length));
  const share = (meets: (line: string) => boolean) => records.filter(meets).length / records.length;
  const touches = (at: number, before: RegExp, behind: RegExp) =>
    share((line) => before.test(line.slice(0, at)) && behind.test(line.slice(at))) >= NEARLY_ALL;
  const places = Array.from({ length }, (_, at) => at).slice(1);
  const ends = places.filter((at) => touches(at, LONG_NUMBER, LETTER));
  if (ends.length === 0) return undefined;
  // A letter before a number is a code of its own (M0017), unless it stands behind a number itself.
  const codes = ends.map((at) => at + 1).filter((at) => touches(at, NUMBER_BEHIND, /^\d/));
  const all = [...new Set([...starts, ...ends, ...codes])].sort((one, other) => one - other);
  return all.map((start, nth) => (all[nth + 1] ?? length) - start);
}

/** What is wrong with widths that a person gave, by the lines; undefined if they fit. */
export function flawOfWidths(
  widths: readonly number[],
  lines: readonly string[],
): string | undefined {
  const end = widths.reduce((sum, width) => sum + width, 0);
  const lastStart = end - (widths.at(-1) ?? 0);
  const lengths = lines.map((line) => line.trimEnd().length);
  const longest = Math.max(0, ...lengths);
  if (lines.length > 0 && lastStart >= longest) {
    return `their last column begins at place ${lastStart + 1}, and no line is longer than ${longest}`;
  }
  const longer = lengths.filter((length) => length > end).length;
  if (longer * 2 > lines.length) {
    return `they come to ${end}, and ${longer} of ${lines.length} lines are longer, up to ${longest}`;
  }
  return flawWithin(widths, lines);
}

const WITHIN_WORD = /^\p{L}\p{Ll}$/u;

function flawWithin(widths: readonly number[], lines: readonly string[]): string | undefined {
  let at = 0;
  for (const [nth, width] of widths.slice(0, -1).entries()) {
    at += width;
    const cut = lines.filter((line) => WITHIN_WORD.test(line.slice(at - 1, at + 1))).length;
    if (cut * 2 > lines.length) {
      return `column ${nth + 2} begins at place ${at + 1}, within a word in ${cut} of ${lines.length} lines`;
    }
  }
  return undefined;
}
