import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "../db/database.ts";
import { DecisionNeeded } from "../errors.ts";

/** Whether a database holds no table at all: nothing of it can be lost. */
export function isEmptyDatabase(db: Database): boolean {
  return db.prepare("select 1 from sqlite_schema limit 1").get([]) === undefined;
}

/**
 * Checks that the tables that a run writes are there, with the columns that it knows.
 *
 * @throws DecisionNeeded that names what is missing
 */
export function checkTables(db: Database, tables: readonly SQLiteTable[], cure: string): void {
  const columnsOf = db.prepare("select name from pragma_table_xinfo(?)");
  const missing = tables.flatMap((table) => {
    const name = getTableName(table);
    const present = new Set(columnsOf.all([name]).map(([column]) => column));
    if (present.size === 0) return [`table ${name}`];
    return Object.values(getTableColumns(table))
      .filter((column) => !present.has(column.name))
      .map((column) => `column ${name}.${column.name}`);
  });
  if (missing.length === 0) return;
  const first = missing.slice(0, 5).join(", ") + (missing.length > 5 ? ", ..." : "");
  throw new DecisionNeeded(
    `The database ${db.name} lacks ${missing.length} parts of the schema: ${first}.`,
    { cure },
  );
}
