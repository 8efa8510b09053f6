import { existsSync, readFileSync } from "node:fs";
import * as ledger from "../../shared/ledger.ts";
import * as target from "../../shared/schema.ts";
import type { SchemaExports } from "../evolve/compile-schema.ts";

/** HMSync's own schema: the target tables and the ledger. */
export const SCHEMA: SchemaExports = { ...target, ...ledger };

/** The build compiles the schema once: drizzle-kit takes longer to load than a small import takes. */
const COMPILED = new URL("../../shared/compiled-schema.json", import.meta.url);

/** Whether the build has compiled it, so that nothing has to be. */
export const isCompiled = (): boolean => existsSync(COMPILED);

/** The DDL of HMSync's own schema. */
export async function ownDdl(): Promise<string[]> {
  if (isCompiled()) return JSON.parse(readFileSync(COMPILED, "utf8")) as string[];
  const { compileSchema } = await import("../evolve/compile-schema.ts");
  return compileSchema(SCHEMA);
}
