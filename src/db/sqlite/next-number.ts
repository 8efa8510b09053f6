import { getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Connection } from "../database.ts";
import { keyColumn } from "../key-column.ts";
import { quoteName } from "../names.ts";

/** The number of the next row of a table, after those that it has, or has ever had. */
export function nextNumber(db: Connection, table: SQLiteTable): () => number {
  const name = getTableName(table);
  const largest = `(select max(${quoteName(keyColumn(table).column.name)}) from ${quoteName(name)})`;
  // What AUTOINCREMENT has given once, no other row gets.
  const counts = db.prepare("select 1 from sqlite_schema where name = 'sqlite_sequence'").get([]);
  const given = "(select seq from sqlite_sequence where name = ?)";
  const last = counts
    ? `max(coalesce(${largest}, 0), coalesce(${given}, 0))`
    : `coalesce(${largest}, 0)`;
  const next = db.prepare(`select ${last} + 1`);
  return () => Number(next.get(counts ? [name] : [])?.[0] ?? 1);
}
