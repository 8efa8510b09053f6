import type { Database } from "../db/database.ts";
import { written } from "../evolve/examine.ts";
import { driftOf } from "../evolve/inspect.ts";
import type { Invocation } from "./command.ts";
import { wantedSchema } from "./schema.ts";

/**
 * For commands that do not need a schema: where one is named, it is loaded before anything is done, and
 * afterwards it is said how far from it the database is.
 *
 * @throws UsageError if it does not load
 */
export async function driftTeller({ args, terminal }: Invocation): Promise<(db: Database) => void> {
  if (args.flags.schema === undefined) return () => {};
  const { path, ddl } = await wantedSchema(args);
  return (db) => {
    const drift = driftOf(db, ddl).length;
    const far = drift === 0 ? "as it says" : `${written(drift, "statement")} away from it`;
    terminal.narrate(`Schema ${path}: the database is ${far}.`);
  };
}
