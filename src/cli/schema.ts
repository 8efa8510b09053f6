import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadDrizzleSchema, type WantedSchema } from "../evolve/wanted-schema.ts";
import { ddlOf, isCompiled, ownDdl, SCHEMA, schemaOf } from "../jobs/own-schema.ts";
import type { Arguments } from "./arguments.ts";
import { fromHere } from "./config-path.ts";
import { copiesOf } from "./wiring.ts";

/** HMSync's own schema: the target tables and the ledger, as source or as built. */
const OWN = ["schema", "ledger"].map((name) => ownModule(name));

/** The same for a PostgreSQL server. */
export const OWN_SERVER_SCHEMA = ownModule("pg-schema");

/**
 * The schema that is meant: `--schema`, else that of the target.
 *
 * @throws UsageError if it does not load
 */
export async function wantedSchema(
  args: Pick<Arguments, "flags" | "config">,
): Promise<WantedSchema> {
  const { flags, config } = args;
  const copies = copiesOf(args);
  if (flags.schema !== undefined) return { ...(await loadDrizzleSchema([flags.schema])), copies };
  if (config !== undefined) {
    const { target, path } = config;
    const wanted = {
      path: fromHere(path),
      schema: schemaOf(target),
      ddl: await ddlOf(target),
      copies,
    };
    return target.schema === "theirs" ? { ...wanted, beside: target } : wanted;
  }
  const paths = OWN.map(fromHere);
  if (!isCompiled()) return { ...(await loadDrizzleSchema(paths)), copies };
  return { path: paths[0] ?? "", schema: SCHEMA, ddl: await ownDdl(), copies };
}

function ownModule(name: string): string {
  const [source, built] = ["ts", "js"].map((kind) =>
    fileURLToPath(new URL(`../../shared/${name}.${kind}`, import.meta.url)),
  );
  return source !== undefined && existsSync(source) ? source : (built ?? "");
}

/** The same, for commands that can do without a schema: undefined unless one is named. */
export const namedSchema = (
  args: Pick<Arguments, "flags" | "config">,
): Promise<WantedSchema> | undefined =>
  args.flags.schema === undefined ? undefined : wantedSchema(args);
