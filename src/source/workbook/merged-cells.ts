import type { SourceFile } from "../source-file.ts";
import { entryChunks } from "../zip.ts";
import { cellName, columnOf, rowOf } from "./cell-reference.ts";

/** Cells of one column that are merged into one. */
export interface MergedCells {
  /** Counted from 1. */
  readonly column: number;
  readonly first: number;
  readonly last: number;
  /** `B2:B4` */
  readonly range: string;
}

const RANGE = /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+):([A-Z]+\d+)"/g;
const LIST = "mergeCells";
/** More of what stands behind the rows is not looked at. */
const MOST = 16 * 2 ** 20;

const COLUMNS = /<(?:\w+:)?col\s[^>]*>/g;
const SHOWN = 5;

/** What people see of a sheet and its rows do not say, in words. */
export async function sheetNotes(file: SourceFile): Promise<string[]> {
  const merged = await mergedCells(file);
  const more = merged.length > SHOWN ? ` and ${merged.length - SHOWN} more` : "";
  const ranges = merged.slice(0, SHOWN).map(({ range }) => range);
  const hidden = await hiddenColumns(file);
  return [
    ...(merged.length > 0 ? [`has merged cells: ${ranges.join(", ")}${more}`] : []),
    ...(hidden.length > 0 ? [`has hidden columns, which are read: ${hidden.join(", ")}`] : []),
  ];
}

/** They stand before the rows. */
async function hiddenColumns(file: SourceFile): Promise<string[]> {
  let text = "";
  for await (const chunk of entryChunks(file, file.sheet ?? "")) {
    text += chunk.toString("latin1");
    if (text.includes("sheetData") || text.length > MOST) break;
  }
  return (text.match(COLUMNS) ?? [])
    .filter((column) => /\shidden="(?:1|true)"/.test(column))
    .map((column) => {
      const [first, last] = ["min", "max"].map((name) =>
        cellName(Number(new RegExp(`\\s${name}="(\\d+)"`).exec(column)?.[1]), 1).slice(0, -1),
      );
      return first === last ? `${first}` : `${first} to ${last}`;
    });
}

/** The cells of a sheet that are merged downwards; they are listed behind its rows. */
export async function mergedCells(file: SourceFile): Promise<MergedCells[]> {
  let text = "";
  let isBehind = false;
  for await (const chunk of entryChunks(file, file.sheet ?? "")) {
    text += chunk.toString("latin1");
    isBehind ||= text.includes(LIST);
    if (!isBehind) text = text.slice(-LIST.length);
    else if (text.length > MOST) break;
  }
  return [...text.matchAll(RANGE)].flatMap(([, from = "", to = ""]): MergedCells[] => {
    const [first, last] = [rowOf(from), rowOf(to)];
    const range = `${from}:${to}`;
    return last > first ? [{ column: columnOf(from), first, last, range }] : [];
  });
}
