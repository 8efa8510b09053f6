import { written } from "../evolve/missing-decisions.ts";
import type { Drift } from "../jobs/database/schema.ts";
import type { Terminal } from "./terminal.ts";

/** For commands that do not need a schema: says how far from the one that was named the database is. */
export function sayDrift(drift: Drift | undefined, terminal: Pick<Terminal, "narrate">): void {
  if (drift === undefined) return;
  const { schema, statements } = drift;
  const far = statements === 0 ? "as it says" : `${written(statements, "statement")} away from it`;
  terminal.narrate(`Schema ${schema}: the database is ${far}.`);
}
