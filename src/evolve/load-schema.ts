import { existsSync } from "node:fs";
import { is } from "drizzle-orm";
import { SQLiteTable, SQLiteView } from "drizzle-orm/sqlite-core";
import { UsageError } from "../plain/errors.ts";
import { importModule } from "../plain/import-module.ts";
import type { SchemaExports } from "./compile-schema.ts";

/**
 * The tables and views that a module exports. TypeScript is read as it stands.
 *
 * @throws UsageError if there is no such module, it does not load, or it exports no table
 */
export async function loadSchema(path: string): Promise<SchemaExports> {
  if (!existsSync(path)) {
    throw new UsageError(`The schema ${path} does not exist.`, {
      cure: "Correct the path given with --schema.",
    });
  }
  const exported = await importModule(path, "schema");
  const found = Object.entries(exported).filter(
    ([, value]) => is(value, SQLiteTable) || is(value, SQLiteView),
  );
  if (found.some(([, value]) => is(value, SQLiteTable))) return Object.fromEntries(found);
  throw new UsageError(`${path} exports no Drizzle SQLite table.`, {
    cure: "Name the module that exports the tables (sqliteTable) with --schema.",
  });
}
