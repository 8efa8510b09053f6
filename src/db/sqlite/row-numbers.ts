import { quoteName, sameName } from "../names.ts";
import { type ColumnShape, primaryKey, type TableShape } from "./catalog.ts";

/** What SQLite calls the number of a row. */
export const ROW_NUMBER = "rowid";

/** Names under which it knows the number, where no column has taken them. */
const NAMES = [ROW_NUMBER, "_rowid_", "oid"];

/** A name for the row number of a table; undefined if it has none, or columns took all names. */
export function rowNumberName(table: TableShape): string | undefined {
  if (table.withoutRowid || table.kind === "virtual") return undefined;
  return freeRowNumber(table.columns.map(({ name }) => name));
}

/** A name that no column has taken. */
export const freeRowNumber = (columns: readonly string[]): string | undefined =>
  NAMES.find((name) => !columns.some((column) => sameName(column, name)));

/** The column that is another name for the row number: INTEGER PRIMARY KEY. */
export function rowNumberColumn(table: TableShape): ColumnShape | undefined {
  const [only, second] = primaryKey(table);
  if (only === undefined || second !== undefined || table.withoutRowid) return undefined;
  return table.columns.find(({ name, type }) => sameName(name, only) && type === "INTEGER");
}

/** A column or a row number as SQL takes it. */
export const quoteNumbered = (name: string): string =>
  NAMES.includes(name) ? name : quoteName(name);
