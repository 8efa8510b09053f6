import { schemaChanges } from "../../shared/ledger.ts";
import { compileSchema, type SchemaExports } from "./compile-schema.ts";
import { loadSchema } from "./load-schema.ts";

/** A schema that a database is to be brought to. */
export interface WantedSchema {
  /** What messages call it. */
  readonly path: string;
  readonly schema: SchemaExports;
  /** What an empty database needs. */
  readonly ddl: readonly string[];
}

/**
 * Loads the modules of a schema and compiles them. The tool's own log is part of what it pushes,
 * whatever the schema is.
 *
 * @throws UsageError where one does not load or exports no table
 */
export async function loadDrizzleSchema(paths: readonly string[]): Promise<WantedSchema> {
  const modules: SchemaExports[] = [];
  for (const path of paths) modules.push(await loadSchema(path));
  const schema = Object.assign({ schemaChanges }, ...modules) as SchemaExports;
  return { path: paths[0] ?? "", schema, ddl: await compileSchema(schema) };
}
