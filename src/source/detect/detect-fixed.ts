import { type FixedColumns, FixedSplitter, type PlaceUnit, placesOf } from "../fixed-columns.ts";
import { isFooterText, isRuler, lineKey } from "../line-kinds.ts";
import { cellKind, DATA_KINDS } from "./cell-kind.ts";
import type { Finding } from "./detect-dialect.ts";
import { filledRuns, Line, type Run } from "./filled-runs.ts";

// Columns that are aligned by blanks: found where all lines agree on the places, and never guessed.

const MOST_LINES = 2_000;
const LONGEST_LINE = 4_000;
/** A title has fewer lines than this. */
const MOST_ABOVE = 25;
/** Of a column's cells so many begin, or end, at one place. */
const ALIGNED = 0.8;
/** Of the lines under dashes so many follow them; the others are told one by one. */
const FOLLOWING = 0.9;
/** Where one blank divides two columns, so many records have something in the second one. */
const FILLED = 0.5;
/** Words of fewer lines stand below each other by chance. */
const FEWEST = 4;

/** Columns, and whether the first of the lines that follow them names them. */
interface Found {
  readonly columns: FixedColumns;
  readonly evidence: string;
}

/** What places may be counted in: bytes are those of the file in UTF-8 alone. */
const unitsOf = (encoding: string): readonly PlaceUnit[] =>
  encoding === "utf-8"
    ? ["characters", "cells of a terminal", "bytes"]
    : ["characters", "cells of a terminal"];

interface Sampled {
  /** The sample is all that the file holds. */
  readonly whole: boolean;
  readonly encoding: string;
}

/**
 * Finds columns that are aligned by blanks in the lines of a sample; undefined if they are not proven.
 * Pure.
 */
export function detectFixed(
  sample: string,
  { whole, encoding }: Sampled,
): Finding<FixedColumns> | undefined {
  const lines = sampleLines(sample, whole);
  const ruler = lines.findIndex(isRulerOfColumns);
  const units = unitsOf(encoding);
  const isPlain = isAscii(lines);
  const found = (isPlain ? units.slice(0, 1) : units).flatMap(
    (unit) => (ruler === -1 ? byBlanks(lines, unit) : byRuler(lines, ruler, unit)) ?? [],
  );
  // Counted in another unit than they were written in, columns run into each other.
  const weighed = found.map((one) => {
    const { length } = one.columns.starts;
    return { ...one, weight: length * lines.length - linesApart(one.columns, lines) };
  });
  const [best] = weighed.sort((one, other) => other.weight - one.weight);
  if (best === undefined) return undefined;
  const value = withFilling(isPlain ? { ...best.columns, units } : best.columns, lines);
  return { value, confidence: 0.95, evidence: best.evidence };
}

/** Lines that have words which stand apart within a column. */
function linesApart(columns: FixedColumns, lines: readonly string[]): number {
  const splitter = new FixedSplitter(columns);
  return lines.filter((line) => splitter.cells(line).some((cell) => / {2}/.test(cell))).length;
}

/** The columns of given widths; what the widths count is found out by lines that are not ASCII. */
export function givenWidths(
  widths: readonly number[],
  sample: string,
  { whole, encoding }: Sampled,
): Finding<FixedColumns> {
  const lines = sampleLines(sample, whole);
  let end = 0;
  const starts = widths.map((width) => {
    end += width;
    return end - width;
  });
  const units = [unitOf(lines, end, unitsOf(encoding))];
  const value: FixedColumns = { starts, end, apart: false, units };
  return { value, confidence: 1, evidence: "given" };
}

/** Lines whose blanks are there for the eye, of which most have several in a row. */
export function looksAligned(sample: string): boolean {
  const lines = sampleLines(sample, false);
  const wide = lines.filter((line) => /\S {2,}\S/.test(line)).length;
  return lines.length > 1 && wide * 2 >= lines.length;
}

/** Widths for a person to correct: of columns that most lines divide, cut where the fewest words are cut. */
export function seemingWidths(sample: string): number[] {
  const lines = sampleLines(sample, false);
  const length = Math.max(...lines.map((line) => line.trimEnd().length));
  const isFilled = (line: string, at: number) => (line[at] ?? " ").trim() !== "";
  const few = Math.max(lines.length * (1 - FOLLOWING), lines.length > FEWEST ? 1 : 0);
  const filled = Array.from(
    { length },
    (_, at) => lines.filter((line) => isFilled(line, at)).length > few,
  );
  const cutsWord = (at: number) =>
    lines.filter((line) => isFilled(line, at - 1) && isFilled(line, at)).length;
  const starts = [0];
  let end = filled.indexOf(true);
  for (let at = end; at < length; at++) {
    if (!filled[at]) continue;
    const places = Array.from({ length: at - end }, (_, nth) => at - nth);
    if (at > end)
      starts.push(places.sort((one, other) => cutsWord(one) - cutsWord(other))[0] ?? at);
    end = at + 1;
  }
  return starts.map((start, nth) => (starts[nth + 1] ?? length) - start);
}

export function sampleLines(sample: string, whole: boolean): string[] {
  const lines = sample.split(/\r\n|\n|\r/, MOST_LINES);
  if (!whole && lines.length > 1 && lines.length < MOST_LINES) lines.pop();
  const filled = lines.filter((line) => line.replaceAll("\u001A", "").trim() !== "");
  return filled.map((line) => line.replace(/^\f+/, "").slice(0, LONGEST_LINE));
}

const isAscii = (lines: readonly string[]): boolean =>
  lines.every((line) => /^\p{ASCII}*$/u.test(line));

/** `---- ---------- ---`: dashes that are divided by blanks. */
const isRulerOfColumns = (line: string): boolean =>
  /^\s*[-=_]+(?:\s+[-=_]+)+\s*$/.test(line) && /[-=_]{2}/.test(line);

function byRuler(lines: readonly string[], at: number, unit: PlaceUnit): Found | undefined {
  const ruler = lines[at] ?? "";
  const starts = [...ruler.matchAll(/[-=_]+/g)].map(({ index }) => index);
  const columns: FixedColumns = { starts, units: [unit], apart: true };
  const splitter = new FixedSplitter(columns);
  const above = new Set(lines.slice(0, at + 1).map(lineKey));
  const below = lines.slice(at + 1).filter((line) => !isAside(line, above));
  const followers = below.filter((line) => splitter.cells(line).length === starts.length);
  const names = splitter.cells(lines[at - 1] ?? "");
  if (at > 0 && names.length !== starts.length) return undefined;
  if (followers.length < below.length * FOLLOWING) return undefined;
  return { columns, evidence: `dashes under the names show where ${starts.length} columns begin` };
}

/** Above the table are titles, which may come again on each page; how many there are is tried out. */
function byBlanks(lines: readonly string[], unit: PlaceUnit): Found | undefined {
  const most = Math.min(MOST_ABOVE, lines.length - 2);
  for (let titles = 0; titles <= most; titles++) {
    const above = new Set(lines.slice(0, titles).map(lineKey));
    const table = lines.slice(titles).filter((line) => !isAside(line, above));
    const found = table.length < 2 ? undefined : tableColumns(table, unit);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of each page the titles again, of the table the last line, or a line of dashes. */
function isAside(line: string, above: ReadonlySet<string>): boolean {
  return above.has(lineKey(line)) || isRuler([line], true) || isFooterText(line.trim());
}

function tableColumns(table: readonly string[], unit: PlaceUnit): Found | undefined {
  const [first = "", ...rest] = table;
  const isHeaded = namesColumns(first);
  const runs = filledRuns(table, unit);
  // The header stands once more on each page.
  const grids = [first, ...rest.filter((line) => line !== first)].map(
    (line) => new Line(line, unit),
  );
  const [head, ...records] = grids;
  if (head === undefined || runs.length < 2 || rest.length === 0) return undefined;
  const parts = isHeaded ? joinedByHeader(runs, head, records) : joinedByKind(runs, grids);
  if (parts === undefined || parts.length < (table.length > 2 && isHeaded ? 2 : 3))
    return undefined;
  const rows = isHeaded ? records : grids;
  if (parts.some((part) => isOfTwo(part, grids))) return undefined;
  const sides = parts.map((part) => sideOf(part, rows, isHeaded ? head : undefined));
  if (sides.includes("neither")) return undefined;
  const starts = parts.map(({ start }, nth) =>
    nth === 0 ? 0 : sides[nth] === "right" ? (parts[nth - 1]?.end ?? start) + 1 : start,
  );
  const named = isHeaded ? "the names and " : "";
  const evidence = `${named}all ${rows.length} lines of the sample leave the same places blank between ${parts.length} columns`;
  return { columns: { starts, units: [unit], apart: true }, evidence };
}

/** Whether cells of two columns have run into each other: words in it stand apart. */
function isOfTwo(part: Run, lines: readonly Line[]): boolean {
  const apart = lines.filter((line) => / {2}/.test(line.within(part)?.text ?? ""));
  return apart.length > lines.length * (1 - ALIGNED);
}

/** Names are words; the first cell of a record is a code, and others are numbers and days. */
function namesColumns(line: string): boolean {
  const kinds = line
    .trim()
    .split(/\s{2,}/)
    .map(cellKind);
  const words = line.trim().split(/\s+/).map(cellKind);
  if (words.some((kind) => kind === "date" || kind === "time")) return false;
  return kinds[0] !== "code" && !kinds.some((kind) => DATA_KINDS.has(kind));
}

/**
 * Runs that one blank divides are columns of their own only if both have a name and are filled; a run without a
 * name belongs to the column beside it. Undefined if that is open.
 */
function joinedByHeader(
  runs: readonly Run[],
  head: Line,
  records: readonly Line[],
): Run[] | undefined {
  const filled = (run: Run) => records.filter((line) => line.within(run) !== undefined).length;
  const parts: Run[] = [];
  for (const run of runs) {
    const before = parts.at(-1);
    if (before === undefined || run.start - before.end > 1) {
      parts.push(run);
      continue;
    }
    const isNamed = head.within(run) !== undefined;
    const isFollower = isNamed && filled(run) === 0;
    if (isNamed && !isFollower && filled(run) < Math.max(records.length * FILLED, FEWEST)) {
      return undefined;
    }
    const isLeaderUnnamed = head.within(before) === undefined;
    const isColumn = isNamed && !isFollower && !isLeaderUnnamed;
    if (isColumn) parts.push(run);
    else parts[parts.length - 1] = { start: before.start, end: run.end };
  }
  return parts;
}

/** Without names only a day or a time may have one blank at the same place in each line. */
function joinedByKind(runs: readonly Run[], lines: readonly Line[]): Run[] | undefined {
  const parts: Run[] = [];
  for (const run of runs) {
    const before = parts.at(-1);
    if (before === undefined || run.start - before.end > 1) parts.push(run);
    else parts[parts.length - 1] = { start: before.start, end: run.end };
  }
  const joined = parts.filter(
    (part) => !runs.some(({ start, end }) => start === part.start && end === part.end),
  );
  const isMoment = (part: Run) =>
    lines.every((line) => MOMENTS.has(cellKind(line.within(part)?.text ?? "")));
  return joined.every(isMoment) ? parts : undefined;
}

const MOMENTS: ReadonlySet<string> = new Set(["date", "time", "empty"]);

/** Where the cells of a column stand in it, those of the records or, where none is filled, its name. */
function sideOf(
  part: Run,
  rows: readonly Line[],
  head: Line | undefined,
): "left" | "right" | "neither" {
  const cells = rows.flatMap((line) => line.within(part) ?? []);
  const looked = cells.length === 0 && head !== undefined ? [head.within(part) ?? part] : cells;
  const share = (side: "start" | "end") =>
    looked.filter((cell) => cell[side] === part[side]).length / looked.length;
  if (share("start") >= ALIGNED) return "left";
  return share("end") >= ALIGNED ? "right" : "neither";
}

/** Where the lines are filled up with blanks to one length, a shorter one was cut. */
function withFilling(columns: FixedColumns, lines: readonly string[]): FixedColumns {
  const splitter = new FixedSplitter(columns);
  const records = lines.filter((line) => splitter.cells(line).length === columns.starts.length);
  const lengths = new Set(records.map((line) => lengthOf(line, columns.units[0] ?? "characters")));
  const [length = 0] = lengths;
  const isFilled = lengths.size === 1 && records.some((line) => line.endsWith(" "));
  return isFilled && records.length === lines.length ? { ...columns, filledTo: length } : columns;
}

const lengthOf = (line: string, unit: PlaceUnit): number =>
  placesOf(line, unit)?.at(-1) ?? line.length;

/** Lines that are not ASCII have the length of the others in one unit alone. */
function unitOf(lines: readonly string[], end: number, units: readonly PlaceUnit[]): PlaceUnit {
  const foreign = lines.filter((line) => !isAscii([line]));
  const full = lines.filter((line) => isAscii([line])).map((line) => line.length);
  const lengths = new Set(full.length > 0 ? full : [end]);
  const fitting = (unit: PlaceUnit) =>
    foreign.filter((line) => lengths.has(lengthOf(line, unit))).length;
  return [...units].sort((one, other) => fitting(other) - fitting(one))[0] ?? "characters";
}
