import stringWidth from "string-width";
import { oneLine } from "./visible.ts";

/** A cell of a text table: numbers stand right, text left. */
export type TextCell = string | number;

const number = new Intl.NumberFormat("en-US");

/** A count as people read it: 20,000. */
export const grouped = (count: number): string => number.format(count);

/** The same with what is counted: `1 row`, `20,000 rows`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** `1234567.5` with two places as `1,234,567.50`; more digits than those stay. */
export function groupedDecimal(digits: string, places: number): string {
  const [whole = "", fraction = ""] = digits.split(".");
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const shown = fraction.padEnd(places, "0");
  return shown === "" ? text : `${text}.${shown}`;
}

/** A time as people say it. */
export function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}

/** What a text of plain letters takes is known without looking at each. */
const PLAIN = /^[ -~]*$/;

/** Marks of colour, which a terminal never sees. */
const MARKS = /[\ufdd0-\ufddf]/gu;

/** How many cells of a terminal a text takes: a Chinese letter two, an accent of its own none. */
export const displayWidth = (text: string): number =>
  PLAIN.test(text) ? text.length : stringWidth(text.replace(MARKS, ""));

/** Signs as people see them: a letter with its accents, an emoji with its parts. */
const SIGNS = new Intl.Segmenter("und", { granularity: "grapheme" });

/** The beginning of a text that takes so many cells of a terminal at most; no sign is cut in two. */
export function beginning(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let [end, taken] = [0, 0];
  for (const { segment } of SIGNS.segment(text)) {
    taken += displayWidth(segment);
    if (taken > width) break;
    end += segment.length;
  }
  return text.slice(0, end);
}

/** A text in so many cells of a terminal: one that is wider ends in dots. */
export const cropped = (text: string, width: number): string =>
  displayWidth(text) <= width ? text : `${beginning(text, width - DOTS.length)}${DOTS}`;

const DOTS = "...";

const padEnd = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - displayWidth(text)));
const padStart = (text: string, width: number): string =>
  " ".repeat(Math.max(0, width - displayWidth(text))) + text;

/** Lines as one text; what a name brings along does not begin another line. */
export const joinLines = (lines: readonly string[]): string => lines.map(oneLine).join("\n");

const GAP = "  ";

/**
 * Lines of a table, columns aligned, two blanks between them.
 *
 * @param room the width of the screen: a wider table goes on below, its first column once more
 */
export function alignColumns(
  rows: readonly (readonly TextCell[])[],
  room = Number.POSITIVE_INFINITY,
): string[] {
  const texts = rows.map((row) =>
    row.map((cell) => (typeof cell === "number" ? grouped(cell) : oneLine(cell))),
  );
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...texts.map((row) => displayWidth(row[at] ?? ""))),
  );
  const right = widths.map((_, at) => rows.some((row) => typeof row[at] === "number"));
  const cell = (row: readonly string[], at: number): string =>
    (right[at] ? padStart : padEnd)(row[at] ?? "", widths[at] ?? 0);
  return blocksOf(widths, room).flatMap((block, at) => [
    ...(at > 0 ? [""] : []),
    ...texts.map((row) =>
      block
        .filter((column) => column < row.length)
        .map((column) => cell(row, column))
        .join(GAP)
        .trimEnd(),
    ),
  ]);
}

/** Which columns stand side by side. A last column of text may be long: it is wrapped, not moved. */
function blocksOf(widths: readonly number[], room: number): number[][] {
  const [first = 0, ...others] = widths;
  const blocks: number[][] = [[0]];
  let taken = first;
  for (const [at, width] of others.entries()) {
    const needs = width + GAP.length;
    if (taken + needs > room && (blocks.at(-1)?.length ?? 0) > 1) {
      blocks.push([0]);
      taken = first;
    }
    blocks.at(-1)?.push(at + 1);
    taken += needs;
  }
  return blocks;
}

/** A moment in ISO 8601 as people read it, to the minute: `2026-01-14 02:03`. */
export const minuteOf = (at: string): string => at.slice(0, 16).replace("T", " ");
