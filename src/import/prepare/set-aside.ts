import type { AsideColumn } from "../../mapping/aside/aside.ts";
import { NO_CELLS } from "../../mapping/aside/unmapped-cells.ts";
import type { Prepare } from "./prepare.ts";

/** What JSON writes otherwise than it stands: quotes, backslashes, control signs, halves of pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/**
 * Adds to each record that is prepared what stands in the columns that are kept, and counts the cells of all
 * that no field is filled from.
 *
 * @param filled one count for each column
 */
export function settingAside(
  prepare: Prepare,
  columns: readonly AsideColumn[],
  filled: Float64Array,
): Prepare {
  if (columns.length === 0) return prepare;
  const keeps = columns.some(({ fate }) => fate === "kept");
  const write = writer(columns, filled);
  return (record) => {
    const prepared = prepare(record);
    const cells = write(record.cells);
    if (keeps) prepared.unmapped = cells;
    return prepared;
  };
}

/** Writes the cells of columns that are kept as JSON, and counts those of all. */
function writer(columns: readonly AsideColumn[], filled: Float64Array) {
  const known = columns.map(({ at, name, fate }, nth) => {
    return { at, nth, key: `${JSON.stringify(name)}:`, isKept: fate === "kept" };
  });
  return (cells: readonly string[]): string => {
    let json = "";
    for (const { at, nth, key, isKept } of known) {
      const cell = cells[at] ?? "";
      if (cell === "") continue;
      filled[nth] = (filled[nth] ?? 0) + 1;
      if (isKept) json += `,${key}${written(cell)}`;
    }
    return json === "" ? NO_CELLS : `{${json.slice(1)}}`;
  };
}

/** Most cells are written as they stand. */
const written = (cell: string): string => (ESCAPED.test(cell) ? JSON.stringify(cell) : `"${cell}"`);
