import type { AsideColumn } from "../../mapping/aside/aside.ts";
import type { AsideOfRecord } from "../../mapping/aside/of-record.ts";
import { NO_CELLS, type UnmappedColumn } from "../../mapping/aside/unmapped-cells.ts";
import type { SourceRecord } from "../../source/record.ts";
import type { Prepare } from "./prepare.ts";

/** What JSON writes otherwise than it stands: quotes, backslashes, control signs, halves of pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/**
 * Adds to each record that is prepared what stands in the columns that are kept, and counts the cells of all
 * that no field is filled from.
 *
 * @param filled one count for each column
 * @param ofRecord which of them are a record's, if its file is read for several entities
 */
export function settingAside(
  prepare: Prepare,
  columns: readonly AsideColumn[],
  {
    filled,
    ofRecord,
  }: { readonly filled: Float64Array; readonly ofRecord: AsideOfRecord | undefined },
): Prepare {
  if (columns.length === 0) return prepare;
  const keeps = columns.some(({ fate }) => fate === "kept");
  const write = writer(columns, filled);
  return (record) => {
    const prepared = prepare(record);
    const cells = write(record, ofRecord?.(record.cells));
    if (keeps) prepared.unmapped = cells;
    return prepared;
  };
}

type Written = Pick<SourceRecord, "cells" | "nulls">;

/** Writes the cells of columns that are kept as JSON, and counts those of all. */
function writer(columns: readonly AsideColumn[], filled: Float64Array) {
  const known = columns.map(({ at, name, fate }, nth) => {
    return { at, nth, key: `${JSON.stringify(name)}:`, isKept: fate === "kept" };
  });
  return ({ cells, nulls }: Written, own: readonly boolean[] | undefined): string => {
    let json = "";
    for (const { at, nth, key, isKept } of known) {
      const cell = cells[at] ?? "";
      if (own?.[nth] === false || isAbsent(cell, at, nulls)) continue;
      filled[nth] = (filled[nth] ?? 0) + Number(cell !== "");
      if (isKept) json += `,${key}${written(cell)}`;
    }
    return json === "" ? NO_CELLS : `{${json.slice(1)}}`;
  };
}

/** Of what a database tells apart, the empty text is kept, and NULL is not there. */
const isAbsent = (cell: string, at: number, nulls: readonly number[] | undefined): boolean =>
  cell === "" && (nulls === undefined || nulls.includes(at));

/** Most cells are written as they stand. */
const written = (cell: string): string => (ESCAPED.test(cell) ? JSON.stringify(cell) : `"${cell}"`);

/** Which cells of a record of full width its unmapped cells tell already: between threads they go once. */
export class KeptCells {
  readonly columns: readonly UnmappedColumn[];
  /** Columns that a file has. */
  readonly width: number;
  /** The positions of all other cells, in their order. */
  readonly others: readonly number[];

  constructor(columns: readonly UnmappedColumn[], width: number) {
    this.columns = columns;
    this.width = width;
    const kept = new Set(columns.map(({ at }) => at));
    this.others = Array.from({ length: width }, (_, at) => at).filter((at) => !kept.has(at));
  }

  /**
   * @param others the cells at the positions of `others`
   * @param unmapped what stands in the columns that are kept, as `settingAside` wrote it
   * @returns all cells of a record
   */
  merge(others: readonly string[], unmapped: string): string[] {
    const kept = new Map(Object.entries(JSON.parse(unmapped) as Record<string, string>));
    const cells = new Array<string>(this.width).fill("");
    for (const [nth, at] of this.others.entries()) cells[at] = others[nth] ?? "";
    for (const { at, name } of this.columns) cells[at] = kept.get(name) ?? "";
    return cells;
  }
}
