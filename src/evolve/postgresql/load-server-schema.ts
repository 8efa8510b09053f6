import { existsSync } from "node:fs";
import type { Target } from "../../../importers/define-target.ts";
import { serverTables } from "../../db/postgresql/create-tables.ts";
import { UsageError } from "../../plain/errors.ts";
import { importModule } from "../../plain/import-module.ts";
import type { SchemaExports } from "../compile-schema.ts";
import { withServerLog } from "./server-log.ts";
import { compileServerSchema, type ServerDdl } from "./wanted-tables.ts";

/** A schema that a server's database is to be brought to. */
export interface WantedServerSchema {
  /** What messages call it; decisions stand in a file next to it. */
  readonly path: string;
  readonly ddl: ServerDdl;
  /** The application makes its tables itself: the ledger alone comes beside them. */
  readonly theirs: boolean;
}

/**
 * Loads a module that exports pgTables.
 *
 * @throws UsageError if there is none, it does not load, or it exports no table of PostgreSQL
 */
export async function loadServerSchema(path: string): Promise<WantedServerSchema> {
  if (!existsSync(path)) {
    throw new UsageError(`The schema ${path} does not exist.`, {
      cure: "Correct the path given with --schema.",
    });
  }
  const exported = await importModule(path, "schema");
  if (serverTables(exported).length === 0) {
    throw new UsageError(`${path} exports no Drizzle PostgreSQL table.`, {
      cure: "Name the module that exports the tables (pgTable) with --schema.",
    });
  }
  return { path, ddl: await compileServerSchema(withServerLog(exported)), theirs: false };
}

/**
 * The tables of a target and the ledger's, as a server has them; the ledger alone where the application makes its own.
 *
 * @throws UsageError if the target declares none
 */
export async function serverSchemaOf(
  path: string,
  { title, server, schema }: Pick<Target, "title" | "server" | "schema">,
): Promise<WantedServerSchema> {
  const ledger: SchemaExports = await import("../../../shared/pg-ledger.ts");
  const theirs = schema === "theirs";
  if (!theirs && server === undefined) {
    throw new UsageError(`${title} declares no tables for a PostgreSQL server.`, {
      cure: 'Declare them with "server" of defineTarget, or name a module of pgTables with --schema.',
    });
  }
  const own = theirs ? {} : ((await server?.()) ?? {});
  return { path, ddl: await compileServerSchema({ ...own, ...ledger }), theirs };
}
