import { refuseWhileLocked } from "../../db/run-lock.ts";
import { openForReading } from "../../db/sqlite.ts";
import { restoreDatabase } from "../../evolve/restore-database.ts";
import { DecisionNeeded, EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { canAsk, confirm } from "../ask.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { asTyped } from "../invocation-hint.ts";
import { driftTeller } from "../say-drift.ts";

/** Makes the database what a backup holds; the present state is put aside first. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const path = databasePath(args);
  refuseWhileLocked(path);
  const backup = args.operand;
  if (backup === undefined) {
    throw new UsageError("db:restore needs the file of a backup.", {
      cure: `List the backups with  ${asTyped("db:status")}`,
    });
  }
  const tellDrift = await driftTeller({ args, terminal });
  const { yes, force } = args.flags;
  if (!yes && !force && canAsk(terminal) && !(await confirm(`Restore ${path} from ${backup}?`))) {
    throw new DecisionNeeded("Cancelled.", { cure: "Nothing was changed." });
  }
  const { aside } = await restoreDatabase(path, backup, new Date());
  if (args.flags.json) {
    terminal.document(
      JSON.stringify({ schemaVersion: 1, database: path, restored: backup, aside: aside ?? null }),
    );
  } else {
    const kept = aside ? `\nThe previous database was set aside as ${aside}.` : "";
    terminal.result(`${path} was restored from ${backup}.${kept}`);
  }
  const db = openForReading(path);
  try {
    tellDrift(db);
  } finally {
    db.close();
  }
  return EXIT.clean;
}
