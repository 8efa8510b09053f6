import { EscapedSplitter, isEscaped } from "../split-escaped.ts";
import { type DetectedMarks, type Finding, isUnquoted } from "./detect-dialect.ts";

// Databases that write no quotes (mysql --batch, SELECT ... INTO OUTFILE, COPY of PostgreSQL, Hive, ClickHouse)
// write \n, \t, \\ in cells, or a backslash before the very sign, and \N for nothing. A path of Windows has
// backslashes, too: what proves the escapes is \N beside them, or lines and cells that fit together only so.

const BACKSLASHES = /\\([\s\S]?)/g;
const ESCAPES = /[\\ntrbfv0-7NZx"'\r\n]/;
/** What nobody writes who escapes: \N is a whole cell, and the number of a byte has two digits or more. */
const NO_ESCAPE = /(?<!\\)(?:\\\\)*\\(?:N|[1-7](?!\d))/;
/** All that MySQL escapes within quotes; a delimiter beside them. */
const WITHIN_QUOTES = /[\\0\r\n"']/;
/** Drives of Windows, and shares of its networks. */
const PATHS = /(?<![\p{L}\d])[A-Za-z]:\\(?!\\)/u;
/** The last line of COPY. */
const END_OF_COPY = /^\\\.$/m;
const DOUBLED_WITHIN = /[^",;\t|]""[^",;\t|]/;

export interface EscapesFinding extends Finding<"backslash" | "of quotes" | "none"> {
  /** Lines and cells speak for it, others against it: a person says it. */
  readonly open?: true;
}

/** Whether backslashes in cells escape what follows; nothing to say where there are none. */
export function detectEscapes(text: string, marks: DetectedMarks): EscapesFinding | undefined {
  const { quoteEscape } = marks;
  if (!text.includes("\\") && quoteEscape.value !== "\\") return undefined;
  if (!isUnquoted(marks)) return withinQuotes(text, marks);
  if (quoteEscape.evidence === "given") {
    if (quoteEscape.value === "\\") return { value: "backslash", confidence: 1, evidence: "given" };
    return undefined;
  }
  return outsideQuotes(text.replace(END_OF_COPY, ""), marks.delimiter.value);
}

function outsideQuotes(text: string, delimiter: string): EscapesFinding | undefined {
  const found = [...text.matchAll(BACKSLASHES)].map(([, sign = ""]) => sign);
  const cells = text.split(/\r\n|\n|\r/).flatMap((line) => line.split(delimiter));
  const nothing = cells.filter((cell) => cell === "\\N").length;
  const escapes = found.length - nothing;
  const known = (sign: string) => ESCAPES.test(sign) || delimiter.startsWith(sign);
  if (escapes === 0 || !found.every(known)) return undefined;
  if (cells.some((cell) => cell !== "\\N" && NO_ESCAPE.test(cell))) return undefined;
  const { joined, broken } = fitting(text, delimiter);
  if (joined > 0 && broken === 0) {
    const evidence = `${joined} records have as many cells as the others only where a backslash escapes what follows`;
    return { value: "backslash", confidence: 1 - 1 / (joined + nothing + 1), evidence };
  }
  if (joined > 0) {
    const evidence = `${joined} records have as many cells as the others only where a backslash escapes what follows, and ${broken} only where none does`;
    return { value: "none", confidence: 0, evidence, open: true };
  }
  if (nothing > 0 && broken === 0 && PATHS.test(text)) {
    const evidence = `${nothing} cells are \\N, which suggests backslash escapes; Windows paths suggest none`;
    return { value: "none", confidence: 0, evidence, open: true };
  }
  if (nothing > 0 && broken === 0) {
    const evidence = `${escapes} backslashes escape what follows; ${nothing} cells are \\N`;
    return { value: "backslash", confidence: 1 - 1 / (escapes + 1), evidence };
  }
  const evidence = `${escapes} backslashes may escape what follows: cells are read unchanged; --escape backslash removes them`;
  return { value: "none", confidence: 0.5, evidence };
}

/** How many records have the usual number of cells only if backslashes escape, and how many only if they do not. */
function fitting(text: string, delimiter: string): { joined: number; broken: number } {
  const splitter = new EscapedSplitter({
    delimiter,
    quote: "",
    blanks: "keep",
    escapes: "backslash",
  });
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  const plain = lines.map((line) => line.split(delimiter).length);
  const width = commonest(plain);
  let joined = 0;
  let broken = 0;
  for (let at = 0; at < lines.length; ) {
    let next = at + 1;
    let record = lines[at] ?? "";
    while (next < lines.length && isEscaped(record, record.length, { from: 0 })) {
      record += `\n${lines[next++]}`;
    }
    const alone = next === at + 1 && plain[at] === width;
    const fits = splitter.cells(record).length === width;
    if (fits && !alone) joined++;
    // A sample may end within a record.
    if (!fits && next < lines.length && plain.slice(at, next).includes(width)) broken++;
    at = next;
  }
  return { joined, broken };
}

function commonest(widths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? 0;
}

/** Beside quotes a backslash escapes at least these; it may stand for itself before all others. */
function withinQuotes(
  text: string,
  { delimiter, quote, quoteEscape }: DetectedMarks,
): EscapesFinding | undefined {
  const signs = [...text.matchAll(BACKSLASHES)].map(([, sign = ""]) => sign);
  const nothing = text.split(delimiter.value).filter((cell) => /^\\N\s*$/.test(cell)).length;
  const others = signs.filter((sign) => sign !== quote.value).length - nothing;
  if (quoteEscape.value !== "\\") {
    if (quoteEscape.evidence === "given" || others <= 0) return undefined;
    const all = (sign: string) => WITHIN_QUOTES.test(sign) || sign === delimiter.value;
    const strict = signs.filter((sign) => sign !== "N").every(all);
    if (nothing === 0 || !strict || DOUBLED_WITHIN.test(text)) return undefined;
    const evidence = `${others} backslashes escape what follows; ${nothing} cells are \\N`;
    return { value: "backslash", confidence: 1 - 1 / (others + 1), evidence };
  }
  const strange = signs.some((sign) => !ESCAPES.test(sign) && sign !== delimiter.value);
  if (strange || PATHS.test(text)) {
    const evidence =
      "backslashes precede characters that need no escape; only those before quotes are removed";
    return { value: "of quotes", confidence: 0.8, evidence };
  }
  return { value: "backslash", confidence: 0.9, evidence: "a backslash escapes what follows" };
}
