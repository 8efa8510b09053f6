import type { Invocation } from "./command.ts";
import { databasePath } from "./database-path.ts";
import { targetOf } from "./wiring.ts";

/** The database of a command line, for a job that keeps others out of it. */
export function lockingFor({ args, terminal }: Invocation, command: string) {
  return {
    command,
    database: databasePath(args),
    target: targetOf(args),
    dryRun: args.flags["dry-run"] === true,
    note: terminal.narrate,
  };
}
