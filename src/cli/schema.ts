import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { schemaChanges } from "../../shared/ledger.ts";
import { compileSchema, type SchemaExports } from "../evolve/compile-schema.ts";
import { loadSchema } from "../evolve/load-schema.ts";
import type { Arguments } from "./parse-argv.ts";

/** HMSync's own schema: the target tables and the ledger, as source or as built. */
const OWN = ["schema", "ledger"].map((name) => ownModule(name));

/** A schema, and where it was read. */
export interface WantedSchema {
  /** What messages call it. */
  readonly path: string;
  readonly schema: SchemaExports;
  /** What an empty database needs. */
  readonly ddl: readonly string[];
}

/**
 * The schema that is meant: `--schema`, else HMSync's own.
 *
 * @throws UsageError where it does not load
 */
export async function wantedSchema({ flags }: Pick<Arguments, "flags">): Promise<WantedSchema> {
  const asked = typeof flags.schema === "string" ? flags.schema : undefined;
  const paths = asked === undefined ? OWN : [asked];
  const modules: SchemaExports[] = [];
  for (const path of paths) modules.push(await loadSchema(path));
  // The tool's own log is part of what it pushes, whatever the schema is.
  const whole = Object.assign({ schemaChanges }, ...modules) as SchemaExports;
  return { path: paths[0] ?? "", schema: whole, ddl: await compileSchema(whole) };
}

function ownModule(name: string): string {
  const [source, built] = ["ts", "js"].map((kind) =>
    fileURLToPath(new URL(`../../shared/${name}.${kind}`, import.meta.url)),
  );
  return source !== undefined && existsSync(source) ? source : (built ?? "");
}
