import { alignColumns, cropped, grouped, joinLines } from "../plain/columns.ts";
import { withDots } from "../plain/visible.ts";
import { noteText, type ReadingNote } from "../source/detect/reading-notes.ts";
import type { LeftOut } from "../source/lay-out.ts";
import type { CellMark, Flaw, SourceRecord } from "../source/record.ts";

/** What reading a table came to. */
export interface ReadOutcome {
  readonly file: string;
  readonly columns: readonly string[];
  /** What was found out about how it is written. */
  readonly notes: readonly ReadingNote[];
  readonly records: number;
  /** Counted once more, in another way; undefined if the format has no such count. */
  readonly recounted: number | undefined;
  readonly leftOut: readonly LeftOut[];
  readonly flaws: ReadonlyMap<FoundFlaw, FlawCount>;
  readonly first: readonly SourceRecord[];
}

/** A flaw, or that a record has not as many cells as there are columns. */
export type FoundFlaw = Flaw | CellMark["kind"] | "too-few-cells" | "too-many-cells";

/** How often a flaw was found, and where first. */
export interface FlawCount {
  count: number;
  readonly lines: number[];
}

/** A cell is shown up to here. */
const WIDEST = 24;
const MOST_COLUMNS = 12;

/** What the reader understood of a file: its dialect with the evidence, the first records, the issues. */
export function readReport(outcome: ReadOutcome): string {
  const parts = [heading(outcome), table(outcome), aside(outcome), issues(outcome)];
  return parts
    .filter((part) => part.length > 0)
    .map(joinLines)
    .join("\n\n");
}

function heading({ file, records, recounted, columns, notes }: ReadOutcome): string[] {
  const again = recounted === undefined ? "" : `   (counted again: ${grouped(recounted)})`;
  const rows = [
    ["File", file],
    ["Records", `${grouped(records)}${again}`],
    ["Columns", String(columns.length)],
  ];
  return alignColumns([...rows, ...dialectRows(notes)]);
}

/** What is as in plain CSV is left out, unless people ask about it first. */
const ALWAYS = new Set(["encoding", "delimiter", "quote", "line end", "header"]);

function dialectRows(notes: readonly ReadingNote[]): string[][] {
  return notes
    .filter(({ what, plain }) => !plain || ALWAYS.has(what))
    .map((note) => [capital(note.what), noteText(note)]);
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

function table({ columns, first }: ReadOutcome): string[] {
  if (first.length === 0) return [];
  const more = columns.length > MOST_COLUMNS ? ["..."] : [];
  const shown = (cells: readonly string[]) => [
    ...cells.slice(0, MOST_COLUMNS).map(shownCell),
    ...(cells.length > MOST_COLUMNS ? ["..."] : []),
  ];
  const head = ["record", "line", ...shown(columns).slice(0, MOST_COLUMNS), ...more];
  const rows = first.map(({ record, line, cells }) => [record, line, ...shown(cells)]);
  return alignColumns([head, ...rows]);
}

const shownCell = (cell: string): string => cropped(withDots(cell), WIDEST);

function aside({ leftOut }: ReadOutcome): string[] {
  const told = leftOut.filter(({ kind, of }) => kind !== "header" && of === undefined);
  if (told.length === 0) return [];
  const rows = told.map(({ kind, count, lines }) => [`  ${kind}`, count, places(count, lines)]);
  return ["Lines that are not records", ...alignColumns(rows)];
}

function issues({ flaws }: ReadOutcome): string[] {
  if (flaws.size === 0) return [];
  const rows = [...flaws].map(([flaw, { count, lines }]) => [
    `  ${flaw}`,
    count,
    places(count, lines),
  ]);
  return ["Issues", ...alignColumns(rows)];
}

function places(count: number, lines: readonly number[]): string {
  const shown = lines.slice(0, 5);
  return `line${count === 1 ? "" : "s"} ${shown.join(", ")}${count > shown.length ? ", ..." : ""}`;
}
