import type { FieldContext } from "../../../importers/define.ts";
import { readRecords } from "../../source/read-records.ts";
import { ByteReader } from "../../source/source-file.ts";
import type { FittedFile, HeadedFile } from "../fit.ts";
import { readFitted } from "../read-fitted.ts";
import type { AsideColumn } from "./aside.ts";
import type { LeftAlone } from "./left-alone.ts";
import { asideOfRecord } from "./of-record.ts";

/** Counts the cells of some columns of a file that are not empty; the file is read for it. */
export async function countCells(
  fitted: FittedFile,
  columns: readonly AsideColumn[],
  context: FieldContext,
): Promise<number[]> {
  const counts = columns.map(() => 0);
  if (columns.length === 0) return counts;
  const isOwn = asideOfRecord(fitted, columns, context);
  for await (const group of readFitted(fitted, new ByteReader(fitted.file)).groups) {
    for (const { cells } of group) {
      const own = isOwn?.(cells);
      for (const [nth, { at }] of columns.entries()) {
        const isCounted = own?.[nth] !== false && (cells[at] ?? "") !== "";
        counts[nth] = (counts[nth] ?? 0) + Number(isCounted);
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
