import { existsSync, readFileSync } from "node:fs";
import type { Target } from "../../importers/define-target.ts";
import * as ledger from "../../shared/ledger.ts";
import * as tables from "../../shared/schema.ts";
import type { SchemaExports } from "../evolve/compile-schema.ts";
import { CROSSWALK_BY_TARGET, hasLegacyId } from "../ledger/owned-columns.ts";
import { compileMappings } from "../mapping/target-mappings.ts";

/** HMSync's own schema: the target tables and the ledger. */
export const SCHEMA: SchemaExports = { ...tables, ...ledger };

/** The build compiles the schema once: drizzle-kit takes longer to load than a small import takes. */
const COMPILED = new URL("../../shared/compiled-schema.json", import.meta.url);

/** Whether the build has compiled it, so that nothing has to be. */
export const isCompiled = (): boolean => existsSync(COMPILED);

/** The DDL of HMSync's own schema. */
export async function ownDdl(): Promise<string[]> {
  if (isCompiled()) return JSON.parse(readFileSync(COMPILED, "utf8")) as string[];
  return compiled(SCHEMA);
}

/**
 * What the build compiles, and a running program reads, by where it lies in the package.
 *
 * @public `build.mjs` takes it out of what it has bundled
 */
export const compiledFiles = async (own: Target): Promise<Readonly<Record<string, string>>> => ({
  "shared/compiled-schema.json": JSON.stringify(await ownDdl()),
  "importers/compiled-mappings.json": compileMappings(own),
});

type Owner = Pick<Target, "tables" | "importers" | "schema">;

/** What a database gets for the target: its tables and the ledger; only the ledger where the schema is theirs. */
export function schemaOf(target: Omit<Owner, "importers">): SchemaExports {
  if (target.tables === tables) return SCHEMA;
  return target.schema === "theirs" ? { ...ledger } : { ...target.tables, ...ledger };
}

/** The same as DDL. */
export async function ddlOf(target: Owner): Promise<string[]> {
  if (target.tables === tables) return ownDdl();
  const ddl = await compiled(schemaOf(target));
  return target.importers.every(hasLegacyId) ? ddl : [...ddl, CROSSWALK_BY_TARGET];
}

/** The DDL of a database that is made only to try something, whoever makes the real one. */
export const trialDdl = (target: Owner): Promise<string[]> => ddlOf({ ...target, schema: "ours" });

async function compiled(schema: SchemaExports): Promise<string[]> {
  const { compileSchema } = await import("../evolve/compile-schema.ts");
  return compileSchema(schema);
}
