import { getTableName, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { schemaChanges } from "../../shared/ledger.ts";
import type { TableCopy } from "../../shared/table-copies.ts";
import { compileSchema, type SchemaExports } from "./compile-schema.ts";
import { loadSchema } from "./load-schema.ts";
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
