import type { Connection } from "../db/database.ts";
import { quoteName } from "../db/names.ts";
import { StatementRefused } from "../db/refused.ts";
import { type Catalog, readCatalog } from "../db/sqlite/catalog.ts";
import { openScratch } from "../db/sqlite/open.ts";
import { UsageError } from "../plain/errors.ts";

const catalogs = new Map<string, Catalog>();

/**
 * The catalog that the schema asks for. A command may ask several times for the same, and making a hundred tables
 * takes longer than most of what it is asked for.
 *
 * @throws UsageError if it is no SQL, or a table could never take a row: SQLite makes a table whose default calls a
 * function that there is not, and refuses every insert from then on
 */
export function wantedCatalog(ddl: readonly string[]): Catalog {
  const text = ddl.join("\0");
  const catalog = catalogs.get(text) ?? catalogOf(ddl);
  // One is kept: nobody goes back and forth between schemas.
  catalogs.clear();
  catalogs.set(text, catalog);
  return catalog;
}

function catalogOf(ddl: readonly string[]): Catalog {
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
