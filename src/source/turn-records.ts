import type { SourceRecord } from "./record.ts";

/** The columns of a table whose own columns have become keys, and its cells their values. */
export const KEYS_AND_VALUES: readonly string[] = ["key", "value"];

/** A record for each cell, as wide as the table is said to be: the name of its column, and what stands there. */
export function turned(record: SourceRecord, names: readonly string[]): SourceRecord[] {
  const { cells, marks, record: number } = record;
  const isWhole = cells.length === names.length;
  return names.map((name, at): SourceRecord => {
    const own = marks?.filter(({ column }) => column === undefined || column === at);
    const { marks: _, ...rest } = record;
    return {
      ...rest,
      record: (number - 1) * names.length + at + 1,
      // Which cell belongs to which name is not known of one that lacks some: it is rejected as it stands.
      cells: isWhole ? [name, cells[at] ?? ""] : cells,
      ...(own !== undefined && own.length > 0 && { marks: own }),
    };
  });
}
