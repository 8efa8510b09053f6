import type { Connection, Dangling } from "../database.ts";
import { quoteName } from "../names.ts";
import { StatementRefused } from "../refused.ts";

/**
 * Why SQLite cannot follow the foreign keys of a table: a parent has no unique index on the columns that
 * one names. It says so where the check is compiled, before it reads a row.
 */
export function mismatchOf(db: Connection, table: string): string | undefined {
  try {
    db.prepare(`PRAGMA main.foreign_key_check(${quoteName(table)})`);
    return undefined;
  } catch (error) {
    if (error instanceof StatementRefused) return error.reason;
    throw error;
  }
}

/** The references of these tables that lead nowhere, a line for each foreign key that can be followed. */
export function findDangling(db: Connection, tables: readonly string[]): Dangling[] {
  return tables.flatMap((table) => {
    if (mismatchOf(db, table) !== undefined) return [];
    const found = db
      .prepare(
        `SELECT c.[table], c.parent, count(*), min(c.rowid),
           (SELECT group_concat([from], ', ') FROM pragma_foreign_key_list(c.[table]) WHERE id = c.fkid)
         FROM pragma_foreign_key_check(?) c GROUP BY c.[table], c.parent, c.fkid`,
      )
      .all([table]);
    return found.map(([name, parent, count, first, columns]) => ({
      table: String(name),
      parent: String(parent),
      count: Number(count),
      columns: String(columns),
      rows: first === null ? [] : [Number(first)],
    }));
  });
}
