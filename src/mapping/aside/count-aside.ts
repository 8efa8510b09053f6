import { readRecords } from "../../source/read-records.ts";
import { ByteReader } from "../../source/source-file.ts";
import type { FittedFile, HeadedFile } from "../fit-mapping.ts";
import { readFitted } from "../read-fitted.ts";
import type { LeftAlone } from "./left-alone.ts";
import type { UnmappedColumn } from "./unmapped-cells.ts";

/** Counts the cells of some columns of a file that are not empty; the file is read for it. */
export async function countCells(
  fitted: FittedFile,
  columns: readonly UnmappedColumn[],
): Promise<number[]> {
  const counts = columns.map(() => 0);
  if (columns.length === 0) return counts;
  for await (const group of readFitted(fitted, new ByteReader(fitted.file)).groups) {
    for (const { cells } of group) {
      for (const [nth, { at }] of columns.entries()) {
        if ((cells[at] ?? "") !== "") counts[nth] = (counts[nth] ?? 0) + 1;
      }
    }
  }
  return counts;
}

/** Counts what a file holds; it is read for it. */
export async function countAll({ file, dialect }: HeadedFile): Promise<LeftAlone> {
  let records = 0;
  let filled = 0;
  for await (const group of readRecords(file, new ByteReader(file), dialect).groups) {
    records += group.length;
    for (const { cells } of group) for (const cell of cells) if (cell !== "") filled++;
  }
  return { records, cells: filled };
}
