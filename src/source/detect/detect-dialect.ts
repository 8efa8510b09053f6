import type { Dialect } from "../record.ts";
import { type CellKind, cellKind } from "./cell-kind.ts";
import { type Marks, type SampleRow, sampleRows } from "./sample-rows.ts";

// Which delimiter, quote and quoteEscape a file has. Each candidate cuts the sample into rows; the one
// wins whose rows agree best in their number of cells and whose cells look most like single values
// (van den Burg, Nazábal, Sutton: Wrangling messy CSV files by detecting row and type patterns, 2019).

/** Something that was found in a file or given by a person. */
export interface Finding<Value> {
  readonly value: Value;
  /** 0 to 1; 1 where it was given or cannot be otherwise. */
  readonly confidence: number;
  /** Why, in words; no cell's value. */
  readonly evidence: string;
}

/** What a person knows of a file, which no evidence overrules. */
export type DialectHints = Partial<Pick<Dialect, "delimiter" | "quote" | "quoteEscape">>;

/** The marks that structure a file. */
export interface DetectedMarks {
  readonly delimiter: Finding<string>;
  readonly quote: Finding<string>;
  readonly quoteEscape: Finding<string>;
  readonly blanks: Finding<Dialect["blanks"]>;
}

/** What separates cells in most files, and how readily it is believed. */
const USUAL: readonly (readonly [string, number])[] = [
  [",", 1],
  [";", 1],
  ["\t", 1],
  ["|", 1],
  ["^", 0.95],
  ["~", 0.95],
  ["\u001F", 1],
  ["\u0001", 1],
  ["¦", 0.95],
  ["§", 0.95],
];
/** What separates cells where nothing else does. */
const RARE = 0.7;
const NEVER = /[\p{L}\p{N}"'`.\-_()/@+\r\n\\<>[\]{}%?]/u;
const SCORED_ROWS = 250;
const SCORED_CHARACTERS = 64 * 1024;
/** How much of a cell's weight its look is worth. */
const LOOKS: Readonly<Record<CellKind, number>> = {
  empty: 1,
  number: 1,
  date: 1,
  time: 1,
  code: 1,
  address: 1,
  text: 1,
  prose: 0.6,
  odd: 0.1,
};
/** A file whose delimiters are followed by a blank this often writes it for the eye. */
const PADDED = 0.9;

interface Candidate {
  readonly marks: Marks;
  readonly score: number;
  readonly rows: readonly SampleRow[];
  /** The number of cells that most rows have. */
  readonly width: number;
  /** The share of rows that have it. */
  readonly agreeing: number;
}

/**
 * Finds the delimiter, the quote and its quoteEscape in a sample of a file's text. Pure: the same sample
 * and hints give the same answer.
 *
 * @param whole the sample is the whole file, so that its last row is not cut
 */
export function detectMarks(
  sample: string,
  hints: DialectHints,
  { whole }: { readonly whole: boolean },
): DetectedMarks {
  const text = sample.slice(0, SCORED_CHARACTERS);
  const look = { most: SCORED_ROWS, whole: whole && text.length === sample.length };
  const quotes = hints.quote === undefined ? quoteCandidates(text) : [hints.quote];
  const candidates = quotes.flatMap((quote) =>
    delimiterCandidates(text, hints).map(([delimiter, prior]) =>
      score({ delimiter, quote, quoteEscape: hints.quoteEscape ?? quote }, prior, {
        text,
        ...look,
      }),
    ),
  );
  // Of candidates that do equally well, the usual quote is taken: it stands last in its file.
  const ranked = candidates.sort(
    (one, other) => other.score - one.score || usual(other) - usual(one),
  );
  const best =
    withoutSwallowed(ranked) ??
    score({ delimiter: ",", quote: '"', quoteEscape: '"' }, 1, { text, ...look });
  const rival = ranked.find(({ marks }) => marks.delimiter !== best.marks.delimiter);
  const { delimiter, quote } = best.marks;
  return {
    delimiter: hints.delimiter === undefined ? foundDelimiter(best, rival) : given(delimiter),
    quote: hints.quote === undefined ? foundQuote(best) : given(quote),
    quoteEscape:
      hints.quoteEscape === undefined
        ? findEscape(best, { text, ...look })
        : given(hints.quoteEscape),
    blanks: findBlanks(text, best.marks),
  };
}

/** The best one, unless its quotes swallow lines that are records where the usual quote is read. */
function withoutSwallowed(ranked: readonly Candidate[]): Candidate | undefined {
  const [best] = ranked;
  if (best === undefined || usual(best) === 1) return best;
  const other = ranked.find(
    (one) => usual(one) === 1 && one.marks.delimiter === best.marks.delimiter,
  );
  const fitting = ({ agreeing, rows }: Candidate) => agreeing * rows.length;
  return other?.width === best.width && fitting(other) > fitting(best) ? other : best;
}

const usual = ({ marks }: Candidate): number => (marks.quote === '"' ? 1 : 0);

export const given = <Value>(value: Value): Finding<Value> => {
  return { value, confidence: 1, evidence: "given" };
};

function delimiterCandidates(
  text: string,
  { delimiter }: DialectHints,
): readonly (readonly [string, number])[] {
  if (delimiter !== undefined) return [[delimiter, 1]];
  const usual = USUAL.filter(([sign]) => text.includes(sign));
  return [...usual, ...rareDelimiters(text)];
}

/** Signs that stand in nearly every line, each as often: what a script of one's own chose. */
function rareDelimiters(text: string): (readonly [string, number])[] {
  const lines = text.split(/\r\n|\n|\r/, SCORED_ROWS).filter((line) => line.trim() !== "");
  const [first = "", second = first] = lines;
  const signs = new Set([...first].filter((sign) => !NEVER.test(sign) && second.includes(sign)));
  for (const [usual] of USUAL) signs.delete(usual);
  const share = (sign: string) => lines.filter((line) => line.includes(sign)).length / lines.length;
  return [...signs]
    .filter((sign) => share(sign) >= PADDED)
    .map((sign) => [sign, sign === " " || sign === ":" ? RARE * RARE : RARE] as const);
}

/** Double quotes unless cells are seen in single ones. */
function quoteCandidates(text: string): string[] {
  const single = text.match(/(?<=^|[,;\t|^~ ])'[^'\n]*'(?=[,;\t|^~]|\r?$)/gm)?.length ?? 0;
  const double = text.match(/(?<=^|[,;\t|^~ ])"[^"\n]*"(?=[,;\t|^~]|\r?$)/gm)?.length ?? 0;
  return single > double ? ["'", '"'] : ['"'];
}

interface Sample {
  readonly text: string;
  readonly most: number;
  readonly whole: boolean;
}

function score(marks: Marks, prior: number, { text, ...look }: Sample): Candidate {
  const rows = sampleRows(text, marks, look);
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const wide = [...counts].filter(([width]) => width > 1);
  const [width, agreeing] = wide.sort((a, b) => b[1] * b[0] - a[1] * a[0])[0] ?? [1, 0];
  const share = rows.length === 0 ? 0 : agreeing / rows.length;
  const quoted = rows.reduce((sum, row) => sum + row.quoted, 0);
  const broken = rows.reduce((sum, row) => sum + row.broken, 0);
  const sound = (quoted + 1) / (quoted + broken + 1);
  const shape = 1 - 1 / (width + 1);
  const value = share * shape * likeness(rows, width) * sound * prior;
  return { marks, rows, width, agreeing: share, score: value };
}

/** How much the cells look like one value each. */
function likeness(rows: readonly SampleRow[], width: number): number {
  let sum = 0;
  let count = 0;
  for (const { cells } of rows) {
    if (cells.length !== width) continue;
    for (const cell of cells) sum += LOOKS[cellKind(cell)];
    count += cells.length;
  }
  return count === 0 ? 0 : sum / count;
}

function foundDelimiter(best: Candidate, rival: Candidate | undefined): Finding<string> {
  const { rows, width, agreeing, marks } = best;
  if (best.score === 0) {
    return {
      value: marks.delimiter,
      confidence: 1,
      evidence: "no line has a delimiter: one column",
    };
  }
  const margin = 1 - (rival?.score ?? 0) / best.score;
  // Few rows prove little; a rival that comes near proves less.
  const proof = 1 - 1 / (2 * rows.length);
  const confidence = Math.round(Math.min(proof, 0.5 + margin) * agreeing ** 0.5 * 100) / 100;
  const share = Math.round(agreeing * 100);
  const evidence = `${share} % of ${rows.length} rows have ${width} cells${rival && margin < 0.5 ? `, with ${signName(rival.marks.delimiter)} ${Math.round(rival.agreeing * 100)} % have ${rival.width}` : ""}`;
  return { value: marks.delimiter, confidence, evidence };
}

const UNQUOTED = "no cell is quoted";

/** Whether no cell is quoted: a quote that closes none is a sign like any other. */
export const isUnquoted = ({ quote }: Pick<DetectedMarks, "quote">): boolean =>
  quote.value === "" || quote.confidence === 0 || quote.evidence === UNQUOTED;

function foundQuote({ rows, marks }: Candidate): Finding<string> {
  const quoted = rows.reduce((sum, row) => sum + row.quoted, 0);
  const broken = rows.reduce((sum, row) => sum + row.broken, 0);
  const evidence =
    quoted + broken === 0
      ? UNQUOTED
      : `${quoted} cells are quoted${broken === 0 ? "" : `, ${broken} have a broken quote`}`;
  return { value: marks.quote, confidence: quoted > 0 ? quoted / (quoted + broken) : 1, evidence };
}

/** A quote is doubled unless another sign stands before quotes and mends rows that were broken. */
function findEscape(best: Candidate, sample: Sample): Finding<string> {
  const { quote } = best.marks;
  const doubled = { value: quote, confidence: 1, evidence: "a quote inside quotes is doubled" };
  const broken = (rows: readonly SampleRow[]) => rows.reduce((sum, row) => sum + row.broken, 0);
  for (const [quoteEscape, name] of ESCAPES) {
    if (quote === "" || !sample.text.includes(quoteEscape + quote)) continue;
    const other = score({ ...best.marks, quoteEscape }, 1, sample);
    const mended = broken(best.rows) - broken(other.rows);
    if (mended <= 0 || other.agreeing < best.agreeing) continue;
    const evidence = `${name} before a quote keeps ${mended} cells whole`;
    return { value: quoteEscape, confidence: 1 - 1 / (mended + 1), evidence };
  }
  return doubled;
}

const ESCAPES = [
  ["\\", "a backslash"],
  ["\u0000", "a NUL"],
] as const;

function findBlanks(text: string, { delimiter }: Marks): DetectedMarks["blanks"] {
  const all = text.split(delimiter).length - 1;
  const padded = text.split(`${delimiter} `).length - 1;
  const lineEnds = text.match(new RegExp(`${escaped(delimiter)}(?=[\\r\\n]|$)`, "g"))?.length ?? 0;
  const share = all === lineEnds ? 0 : padded / (all - lineEnds);
  const trims = delimiter.trim() !== "" && padded >= 2 && share >= PADDED;
  if (!trims) return { value: "keep", confidence: 1, evidence: "spaces belong to the cells" };
  const evidence = `a space follows ${Math.round(share * 100)} % of the delimiters`;
  return { value: "trim", confidence: Math.min(share, 1), evidence };
}

const escaped = (sign: string): string => sign.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** What people call a sign. */
export function signName(sign: string): string {
  const names: Readonly<Record<string, string>> = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "pipe",
    " ": "blank",
    "": "none",
    '"': "double quote",
    "'": "single quote",
    "\\": "backslash",
    "\u0000": "NUL",
  };
  const unit = sign.codePointAt(0) ?? 0;
  const hidden = unit < 32 ? `U+${unit.toString(16).toUpperCase().padStart(4, "0")}` : `"${sign}"`;
  return names[sign] ?? hidden;
}
