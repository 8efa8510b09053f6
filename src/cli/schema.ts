import { existsSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { loadDrizzleSchema, type WantedSchema } from "../evolve/wanted-schema.ts";
import type { Arguments } from "./arguments.ts";
import { isCompiled, ownDdl, SCHEMA } from "./own-schema.ts";

/** HMSync's own schema: the target tables and the ledger, as source or as built. */
const OWN = ["schema", "ledger"].map((name) => ownModule(name));

/**
 * The schema that is meant: `--schema`, else HMSync's own.
 *
 * @throws UsageError if it does not load
 */
export async function wantedSchema({ flags }: Pick<Arguments, "flags">): Promise<WantedSchema> {
  if (flags.schema !== undefined) return loadDrizzleSchema([flags.schema]);
  const paths = OWN.map(fromHere);
  if (!isCompiled()) return loadDrizzleSchema(paths);
  return { path: paths[0] ?? "", schema: SCHEMA, ddl: await ownDdl() };
}

/** As a person in this folder would write it, where it is below it. */
function fromHere(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}

function ownModule(name: string): string {
  const [source, built] = ["ts", "js"].map((kind) =>
    fileURLToPath(new URL(`../../shared/${name}.${kind}`, import.meta.url)),
  );
  return source !== undefined && existsSync(source) ? source : (built ?? "");
}

/** The same, for commands that can do without a schema: undefined unless one is named. */
export const namedSchema = (args: Pick<Arguments, "flags">): Promise<WantedSchema> | undefined =>
  args.flags.schema === undefined ? undefined : wantedSchema(args);
