import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database, DbValue } from "../../src/db/database.ts";

/** A row by the names that SQL knows its columns by. */
export type Row = Readonly<Record<string, DbValue>>;

/** All rows of a table in the order of its first column, as the database holds them. */
export function rowsOf(db: Database, table: SQLiteTable): Row[] {
  const names = Object.values(getTableColumns(table)).map(({ name }) => name);
  const rows = db.prepare(`select ${names.join(", ")} from ${getTableName(table)} order by 1`);
  return rows.all([]).map((row) => {
    return Object.fromEntries(names.map((name, at) => [name, row[at] ?? null]));
  });
}

/** One column of all rows, in the order of another. */
export function column(db: Database, query: string): DbValue[] {
  return db
    .prepare(query)
    .all([])
    .map(([value]) => value ?? null);
}
