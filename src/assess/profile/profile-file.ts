import type { HeadedFile } from "../../mapping/fit.ts";
import type { Pause } from "../../plain/breath.ts";
import { readRecords } from "../../source/read-records.ts";
import { RFC_4180, type SourceRecord } from "../../source/record.ts";
import { ByteReader } from "../../source/source-file.ts";
import type { FileProfile } from "../assessment.ts";
import { ColumnObserver } from "./column.ts";
import { Flaws } from "./flaws.ts";
import type { ObserveColumn } from "./observer.ts";

/** Takes the records of a file as they are read: those that are of its table. */
export interface RecordWatch {
  see(record: SourceRecord): void;
}

interface Profiling {
  /** What decides by the cells how columns are written. */
  readonly observe?: ObserveColumn;
  readonly watch?: RecordWatch;
  /** Awaited between groups of records. */
  readonly pause?: Pause;
}

/**
 * Reads a file to its end and says what it holds, column by column; keys are not looked for.
 *
 * @throws SourceError if it cannot be read on
 */
export async function profileFile(
  headed: HeadedFile,
  { observe = () => [], watch, pause }: Profiling = {},
): Promise<FileProfile> {
  const { file, header } = headed;
  const columns = header.map((name, position) => {
    const values = file.extracted?.columns[position]?.values;
    const column = { file: file.name, header: name, position, values };
    return new ColumnObserver(column, { observers: observe(column), beside: header.length });
  });
  const flaws = new Flaws(header.length);
  const reader = tableReader(headed);
  let records = 0;
  for await (const group of reader.groups) {
    await pause?.();
    records += group.length;
    for (const record of group) {
      flaws.see(record);
      if (!isOfTable(record)) continue;
      for (let at = 0; at < columns.length; at++) columns[at]?.add(record.cells[at]);
      watch?.see(record);
    }
  }
  return {
    file: file.name,
    headed,
    records,
    keys: [],
    columns: columns.map((column) => column.profile()),
    flaws: flaws.found(reader.leftOut()),
  };
}

/** The records of a headed file that are of its table, once more from its start. */
export async function* tableRecords(headed: HeadedFile): AsyncGenerator<readonly SourceRecord[]> {
  for await (const group of tableReader(headed).groups) yield group.filter(isOfTable);
}

function tableReader({ file, dialect, header }: HeadedFile): ReturnType<typeof readRecords> {
  return readRecords(file, new ByteReader(file), {
    ...(dialect ?? RFC_4180),
    repairTo: header.length,
  });
}

/** Records of another table in the file have other columns; what has no cells was not read. */
const isOfTable = ({ flaws, cells }: SourceRecord): boolean =>
  cells.length > 0 && !flaws.includes("other-table");
