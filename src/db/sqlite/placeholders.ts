import { getTableColumns, is, Param, Placeholder, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";

/** Columns that are not given, whose values the schema makes. */
export function madeColumns(table: SQLiteTable, given: readonly string[]) {
  return Object.entries(getTableColumns(table)).flatMap(([key, { defaultFn }]) =>
    defaultFn === undefined || given.includes(key) ? [] : [[key, defaultFn] as const],
  );
}

/** What the placeholder of a column is called, of one of the rows of a statement. */
export const nameIn = (row: number, key: string): string => (row === 0 ? key : `${key} ${row}`);

/** Placeholders for the columns of one row, by key. */
export function placeholders(columns: readonly string[], row = 0): Record<string, Placeholder> {
  return Object.fromEntries(columns.map((key) => [key, sql.placeholder(nameIn(row, key))]));
}

/** What a parameter of a built query is called; undefined if it is a value. */
export function placeholderName(param: unknown): string | undefined {
  const inner = is(param, Param) ? param.value : param;
  return is(inner, Placeholder) ? inner.name : undefined;
}
