import type { Connection } from "../db/database.ts";
import { quoteName } from "../db/names.ts";
import { StatementRefused } from "../db/refused.ts";
import { type Catalog, readCatalog } from "../db/sqlite/catalog.ts";
import { openScratch } from "../db/sqlite/open.ts";
import { UsageError } from "../plain/errors.ts";

/**
 * The catalog that the schema asks for.
 *
 * @throws UsageError if it is no SQL, or a table could never take a row: SQLite makes a table whose default calls a
 * function that there is not, and refuses every insert from then on
 */
export function wantedCatalog(ddl: readonly string[]): Catalog {
  const empty = openScratch();
  try {
    for (const statement of ddl) execute(empty, statement);
    const catalog = readCatalog(empty);
    // The parent of a foreign key may be a table that another schema makes.
    empty.enforceForeignKeys("not at all");
    for (const { name, kind } of catalog.tables.values())
      if (kind === "table") tryInsert(empty, name);
    return catalog;
  } finally {
    empty.close();
  }
}

function execute(db: Connection, statement: string): void {
  try {
    db.exec(statement);
  } catch (error) {
    if (!(error instanceof StatementRefused)) throw error;
    throw new UsageError(`SQLite rejects the compiled schema: ${error.reason}.`, {
      cure: "Look for a default or a CHECK that is not valid SQL, or a quote or semicolon in a name. Nothing was changed.",
      cause: error,
    });
  }
}

function tryInsert(db: Connection, table: string): void {
  try {
    db.prepare(`EXPLAIN INSERT INTO ${quoteName(table)} DEFAULT VALUES`);
  } catch (error) {
    if (!(error instanceof StatementRefused)) throw error;
    throw new UsageError(`The schema's table ${table} could not accept any row: ${error.reason}.`, {
      cure: "Use functions that SQLite has, or set the value in the application ($defaultFn). Nothing was changed.",
      cause: error,
    });
  }
}
