import { HeaderNames, isRuler } from "../line-kinds.ts";
import type { Dialect, SourceRecord } from "../record.ts";
import { type CellKind, cellKind, cellShape, DATA_KINDS } from "./cell-kind.ts";
import type { Finding } from "./detect-dialect.ts";

// Where the column names stand, what stands above them, and which lines are no records.

/** What stands where in a file. */
export interface DetectedLayout {
  readonly header: Finding<Dialect["header"]>;
  /** The column names; made up where the file has none. */
  readonly columns: readonly string[];
  readonly comment: Finding<string>;
  /** Records above the header. */
  readonly preamble: number;
  /** Cells of a record, where the header line has a delimiter too many or too few at its end. */
  readonly width?: number | undefined;
  /** Which of them end in a delimiter that means nothing. */
  readonly slip?: "header" | "records";
}

/** What a person or a mapping knows of a file's layout. */
export interface LayoutHints {
  readonly header?: Dialect["header"] | undefined;
  /** Columns that a header may name. */
  readonly known?: ReadonlySet<string> | undefined;
}

/** A header stands this far up, or nowhere. */
const SEARCHED = 60;
const MOST_HEADER_ROWS = 5;
const COMPARED = 100;
/** Fewer records cannot show that a second row is none of them. */
const FEWEST_BELOW = 3;
const COMMENTS = ["#", "//", "--", "%", "*", ";"];

type Row = Pick<SourceRecord, "cells" | "line">;

/** Finds the header and what surrounds it among the first records of a file, none of them left out. */
export function detectLayout(rows: readonly Row[], hints: LayoutHints): DetectedLayout {
  const undrawn = rows.filter(({ cells }) => !isRuler(cells, false));
  const width = commonWidth(undrawn);
  const comment = findComment(undrawn, width);
  const told = undrawn.filter((row) => !isComment(row, comment.value, width));
  if (hints.header !== undefined) return asTold(told, hints.header, { width, comment });
  const named = told.slice(0, SEARCHED).findIndex((row) => namesKnown(row, hints.known));
  const at = named === -1 ? firstFullRow(told, width) : named;
  const found = named === -1 ? headerAt(told, at, width) : byMapping(told, at, hints.known);
  const { value } = found;
  return withWidth(told, {
    header: found,
    comment,
    preamble: value === "none" ? 0 : at,
    columns: columnsOf(told, value, width),
  });
}

/** Of so many records nearly all have another width than the header, if its line ends in a slip. */
const SLIPPED = 0.9;

/** Finds out whether the header line, or all the others, end in delimiters that mean nothing. */
function withWidth(rows: readonly Row[], layout: DetectedLayout): DetectedLayout {
  const { columns } = layout;
  const header = layout.header.value;
  if (typeof header === "string") return layout;
  const below = rows.filter(({ line, cells }) => line > header.last && cells.length > 1);
  const width = commonWidth(below);
  const alike = below.filter(({ cells }) => cells.length === width);
  const unnamed = columns.slice(width).every((name) => name.trim() === "");
  const unfilled = alike.every(({ cells }) =>
    cells.slice(columns.length).every((cell) => cell.trim() === ""),
  );
  const slipped = width !== columns.length && unnamed && unfilled;
  if (!slipped || alike.length < below.length * SLIPPED) return layout;
  const slip = width < columns.length ? "header" : "records";
  return { ...layout, columns: asWide(columns, width), width, slip };
}

/** The names of as many columns as a record has cells. */
export const asWide = (columns: readonly string[], width = columns.length): readonly string[] =>
  Array.from({ length: width }, (_, at) => columns[at] ?? "");

/** The number of cells that most records have; the larger one where two are as frequent. */
export function commonWidth(rows: readonly Row[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const ranked = [...counts].sort((one, other) => other[1] - one[1] || other[0] - one[0]);
  // Title lines have one cell; they may be more than the records.
  const wide = ranked.find(([width, count]) => width > 1 && count * 3 >= (ranked[0]?.[1] ?? 0));
  return wide?.[0] ?? ranked[0]?.[0] ?? 1;
}

/** Whether a record is a comment: it begins with the sign and lacks the cells of a record. */
export function isComment({ cells }: Pick<Row, "cells">, sign: string, width: number): boolean {
  return sign !== "" && cells.length !== width && (cells[0] ?? "").startsWith(sign);
}

function findComment(rows: readonly Row[], width: number): Finding<string> {
  for (const value of width === 1 ? [] : COMMENTS) {
    const begins = rows.filter(({ cells }) => cells[0]?.startsWith(value) && cells[0] !== value);
    const comments = begins.filter(({ cells }) => cells.length !== width).length;
    if (comments === 0 || comments < begins.length) continue;
    const evidence = `${comments} lines that begin with it do not have the cells of a record`;
    return { value, confidence: 1 - 1 / (comments + 1), evidence };
  }
  return { value: "", confidence: 1, evidence: "none seen" };
}

function namesKnown({ cells }: Row, known: ReadonlySet<string> | undefined): boolean {
  if (known === undefined) return false;
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  const matched = new Set(filled.filter((cell) => known.has(cell))).size;
  return matched >= 2 && matched * 2 >= filled.length;
}

function byMapping(
  rows: readonly Row[],
  at: number,
  known: LayoutHints["known"] = new Set(),
): Finding<Dialect["header"]> {
  const [first, last] = joinedByMapping(rows, at, known);
  const value = { first: rows[first]?.line ?? 1, last: rows[last]?.line ?? 1 };
  const evidence = "it names columns of a mapping";
  return { value, confidence: 1, evidence };
}

/** The rows around one that names columns of a mapping which, joined to one name each, name more of them. */
function joinedByMapping(
  rows: readonly Row[],
  at: number,
  known: ReadonlySet<string>,
): readonly [number, number] {
  const count = (first: number, last: number): number =>
    new Set(joinHeader(rows.slice(first, last + 1)).filter((name) => known.has(name))).size;
  let best: readonly [number, number] = [at, at];
  const farthest = Math.min(at + MOST_HEADER_ROWS, rows.length) - 1;
  for (let first = at; first >= Math.max(0, at - MOST_HEADER_ROWS + 1); first--) {
    for (let last = at; last <= farthest && last - first < MOST_HEADER_ROWS; last++) {
      if (count(first, last) > count(...best)) best = [first, last];
    }
  }
  return best;
}

/** Rows above it have less than half of the cells filled: titles, dates of the report, blanks. */
function firstFullRow(rows: readonly Row[], width: number): number {
  if (width === 1) return 0;
  const enough = Math.max(2, Math.ceil(width / 2));
  const at = rows
    .slice(0, SEARCHED)
    .findIndex(({ cells }) => cells.filter((cell) => cell.trim() !== "").length >= enough);
  return Math.max(at, 0);
}

function headerAt(rows: readonly Row[], at: number, width: number): Finding<Dialect["header"]> {
  const row = rows[at];
  if (row === undefined) return { value: "none", confidence: 1, evidence: "there are no records" };
  const score = headerScore(rows, at);
  if (score.value < 0) {
    const evidence = `the first record looks like the others in ${score.against} columns`;
    return { value: "none", confidence: sure(score.value), evidence };
  }
  const last = lastHeaderRow(rows, at, width);
  const lines = { first: row.line, last: rows[last]?.line ?? row.line };
  const above = at === 0 ? "" : `; ${at} records above it have fewer cells`;
  const rest = last === at ? "" : `; ${last - at} more of its kind below`;
  const evidence = `it differs in kind from the records below in ${score.for} columns${rest}${above}`;
  return { value: lines, confidence: sure(score.value), evidence };
}

const sure = (score: number): number => Math.round((1 - 0.5 / (1 + Math.abs(score))) * 100) / 100;

/** Joined to one name each are rows that are all text above columns that are not. */
function lastHeaderRow(rows: readonly Row[], at: number, width: number): number {
  let last = at;
  while (last - at + 1 < MOST_HEADER_ROWS) {
    const next = rows[last + 1];
    if (next === undefined || next.cells.length !== width) return last;
    if (rows.length - last - 2 < FEWEST_BELOW) return last;
    const { value, for: differing, against } = headerScore(rows, last + 1);
    const again = next.cells.every((cell, column) => cell === rows[last]?.cells[column]);
    if (again || value < 3 || against > 0 || differing * 3 < width) return last;
    last++;
  }
  return last;
}

interface HeaderScore {
  readonly value: number;
  /** Columns that speak for a header, and against one. */
  readonly for: number;
  readonly against: number;
}

/** Compares the kinds of a row's cells with those of the records below it, column by column. */
function headerScore(rows: readonly Row[], at: number): HeaderScore {
  const { cells = [] } = rows[at] ?? {};
  const names = new HeaderNames(cells);
  // The header once more, of the next page or of a file that was joined, is not one of the records.
  const below = rows
    .slice(at + 1, at + 1 + COMPARED)
    .filter((row) => !AGAIN.has(names.find(row.cells)?.kind));
  const votes = cells.map((cell, column) =>
    vote(
      cell,
      below.map((row) => row.cells[column] ?? "").filter((one) => one.trim() !== ""),
    ),
  );
  const years = cells.filter((cell) => /^(?:19|20)\d\d$/.test(cell.trim())).length;
  // A row of years is a header of a statistic.
  const value = votes.reduce((sum, one) => sum + (years >= 3 && one < 0 ? 0 : one), 0);
  return {
    value,
    for: votes.filter((one) => one > 0).length,
    against: votes.filter((one) => one < 0).length,
  };
}

const AGAIN: ReadonlySet<string | undefined> = new Set(["same", "other order"]);

function vote(cell: string, below: readonly string[]): number {
  const kind = cellKind(cell);
  if (kind === "empty") return 0;
  const common = commonKind(below);
  if (DATA_KINDS.has(kind)) return kind === common || below.length === 0 ? -2 : -1;
  const shape = cellShape(cell);
  const alike = below.filter((one) => cellShape(one) === shape).length;
  if (kind === "code") return below.length > 0 && alike * 2 > below.length ? -2 : 0;
  if (common !== undefined && (DATA_KINDS.has(common) || common === "code")) return 2;
  if (below.includes(cell)) return -1;
  return /^[\p{L}_][\p{L}\d_ .#/()-]*$/u.test(cell.trim()) ? 0.25 : 0;
}

function commonKind(cells: readonly string[]): CellKind | undefined {
  const counts = new Map<CellKind, number>();
  for (const cell of cells) {
    const kind = cellKind(cell);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const [kind, count] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? ["text", 0];
  return count * 5 >= cells.length * 4 ? kind : undefined;
}

function asTold(
  rows: readonly Row[],
  header: Dialect["header"],
  { width, comment }: { readonly width: number; readonly comment: Finding<string> },
): DetectedLayout {
  const preamble =
    typeof header === "string" ? 0 : rows.filter(({ line }) => line < header.first).length;
  return withWidth(rows, {
    header: { value: header, confidence: 1, evidence: "given" },
    comment,
    preamble,
    columns: columnsOf(rows, header, width),
  });
}

function columnsOf(rows: readonly Row[], header: Dialect["header"], width: number): string[] {
  if (rows.length === 0) return [];
  if (header === "none") return Array.from({ length: width }, (_, at) => `column ${at + 1}`);
  if (header === "first") return [...(rows[0]?.cells ?? [])];
  return joinHeader(rows.filter(({ line }) => line >= header.first && line <= header.last));
}

/** One name for each column: what stands in its header rows, top to bottom. */
export function joinHeader(rows: readonly Pick<Row, "cells">[]): string[] {
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  return Array.from({ length: width }, (_, at) =>
    rows
      .map(({ cells }) => cells[at] ?? "")
      .filter((cell) => cell !== "")
      .join(" "),
  );
}
