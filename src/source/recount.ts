import type { Dialect } from "./record.ts";

// The second count of a file's records, by another rule than the scanner's: a record ends at every
// line end that an even number of quotes stands before. It shares no code with the scanner, and holds
// wherever quotes are sound; the stretches where they are not are taken from the scanner.

const LF = 10;
const CR = 13;
const BACKSLASH = 92;
const SPACE = 32;
const ASCII = 128;

type Marks = Pick<Dialect, "delimiter" | "quote" | "quoteEscape" | "blankLines" | "escapes">;

/**
 * Counts the records in a stretch of text that begins and ends with whole records.
 *
 * @returns undefined if the quotes of the stretch are uneven
 */
export function recount(text: Buffer, marks: Marks): number | undefined {
  const quotes = quoteCounter(text, marks);
  const unquoted = marks.escapes === "backslash" && marks.quote === "";
  const lines = unquoted ? unescapedLineEnds(text) : lineEnds(text);
  const countsBlank = marks.blankLines === "records";
  let records = 0;
  let start = 0;
  let open = 0;
  for (let from = 0; from < text.length; ) {
    if (text[from] === LF && start === from && !countsBlank) {
      start = ++from;
      continue;
    }
    const end = lines(from);
    open += quotes(from, end);
    from = end + (text[end] === CR && text[end + 1] === LF ? 2 : 1);
    if (open % 2 === 1) continue;
    if (countsBlank || isLetter(text[start]) || hasText(text.subarray(start, end), marks))
      records++;
    start = from;
  }
  return open % 2 === 1 ? undefined : records;
}

/** Counts the quotes from one place to another that no escape stands before. */
function quoteCounter(
  text: Buffer,
  { quote, quoteEscape }: Marks,
): (from: number, to: number) => number {
  if (quote === "") return () => 0;
  const byte = quote.charCodeAt(0);
  const before = quoteEscape === quote || quoteEscape === "" ? -1 : quoteEscape.charCodeAt(0);
  let next = text.indexOf(byte);
  return (from, to) => {
    let count = 0;
    for (; next !== -1 && next < to; next = text.indexOf(byte, next + 1)) {
      let escapes = 0;
      while (text[next - 1 - escapes] === before && next - 1 - escapes >= from) escapes++;
      if (escapes % 2 === 0) count++;
    }
    return count;
  };
}

/** Finds the next line end, or the end of the text; asked from left to right. */
function lineEnds(text: Buffer): (from: number) => number {
  const next = { [LF]: -1, [CR]: -1 };
  const find = (byte: typeof LF | typeof CR, from: number) => {
    if (next[byte] < from) {
      const found = text.indexOf(byte, from);
      next[byte] = found === -1 ? text.length : found;
    }
    return next[byte];
  };
  return (from) => Math.min(find(LF, from), find(CR, from));
}

/** The same where a backslash may stand before a line end that is text; a carriage return alone ends no line there. */
function unescapedLineEnds(text: Buffer): (from: number) => number {
  return (from) => {
    for (let at = text.indexOf(LF, from); at !== -1; at = text.indexOf(LF, at + 1)) {
      const end = at > from && text[at - 1] === CR ? at - 1 : at;
      let before = end;
      while (before > from && text[before - 1] === BACKSLASH) before--;
      if ((end - before) % 2 === 0) return end;
    }
    return text.length;
  };
}

/** Most lines begin with a sign that no blank line has: they need no second look. */
const isLetter = (byte = SPACE): boolean => byte > SPACE && byte < ASCII;

function hasText(line: Buffer, { delimiter }: Marks): boolean {
  // A line of delimiters is a record of empty cells, also where they are blanks.
  return line.includes(delimiter) || line.toString("utf8").trim() !== "";
}

/**
 * Counts the objects of a JSON array: what opens a brace when everything in quotes is taken away.
 *
 * @returns undefined if the braces are uneven, or something else stands between the objects
 */
export function recountJson(text: Buffer): number | undefined {
  const bare = text.toString("latin1").replace(/"(?:[^"\\]|\\.)*"/gs, "0");
  let depth = 0;
  let records = 0;
  for (const [sign] of bare.matchAll(/[{}]|[^{}\s[\],]/g)) {
    if (sign === "{" && depth === 0) records++;
    depth += BRACES[sign] ?? 0;
    if (depth < 0 || (depth === 0 && sign !== "}")) return undefined;
  }
  return depth === 0 ? records : undefined;
}

const BRACES: Readonly<Record<string, number>> = { "{": 1, "}": -1 };
