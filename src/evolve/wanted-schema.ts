import { existsSync } from "node:fs";
import { getTableName, is } from "drizzle-orm";
import { SQLiteTable, SQLiteView } from "drizzle-orm/sqlite-core";
import { schemaChanges } from "../../shared/ledger.ts";
import type { TableCopy } from "../../shared/table-copies.ts";
import { UsageError } from "../plain/errors.ts";
import { importModule } from "../plain/import-module.ts";
import { compileSchema, type SchemaExports } from "./compile-schema.ts";
import type { Recognisable } from "./recognise.ts";

/** A schema that a database is to be brought to. */
export interface WantedSchema {
  /** What messages call it. */
  readonly path: string;
  /** What the modules export: without the tool's log, unless that is theirs. */
  readonly schema: SchemaExports;
  /** What an empty database needs. */
  readonly ddl: readonly string[];
  /** Tables that others have come in the place of. */
  readonly copies?: readonly TableCopy[];
  /** The application whose database it comes into, beside its own tables. */
  readonly beside?: Recognisable;
}

/**
 * Loads the modules of a schema and compiles them. The tool's own log is part of what it pushes,
 * whatever the schema is.
 *
 * @throws UsageError if one does not load or exports no table
 */
export async function loadDrizzleSchema(paths: readonly string[]): Promise<WantedSchema> {
  const modules: SchemaExports[] = [];
  for (const path of paths) modules.push(await loadSchema(path));
  const schema = Object.assign({}, ...modules) as SchemaExports;
  return { path: paths[0] ?? "", schema, ddl: await compileSchema(withLog(schema)) };
}

const LOG = "hmsync:schemaChanges";

function withLog(schema: SchemaExports): SchemaExports {
  const log = getTableName(schemaChanges);
  const has = Object.values(schema).some(
    (value) => is(value, SQLiteTable) && getTableName(value) === log,
  );
  return has ? schema : { [LOG]: schemaChanges, ...schema };
}

/**
 * The tables and views that a module exports. TypeScript is read as it stands.
 *
 * @throws UsageError if there is no such module, it does not load, or it exports no table
 */
async function loadSchema(path: string): Promise<SchemaExports> {
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
