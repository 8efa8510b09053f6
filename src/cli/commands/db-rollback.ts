import { refuseWhileLocked } from "../../db/run-lock.ts";
import { openSqlite } from "../../db/sqlite.ts";
import { rollBack } from "../../evolve/migrations/migrate.ts";
import { DecisionNeeded, EXIT, type ExitCode } from "../../plain/errors.ts";
import { canAsk, confirm } from "../ask.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { permissionsFrom } from "../decision-flags.ts";
import { migrationsFolder } from "../migrations-folder.ts";
import { driftTeller } from "../say-drift.ts";

/** Takes the last migration back by its down file. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const path = databasePath(args);
  refuseWhileLocked(path);
  const { yes, force } = args.flags;
  if (
    !yes &&
    !force &&
    canAsk(terminal) &&
    !(await confirm(`Roll back the last migration of ${path}?`))
  ) {
    throw new DecisionNeeded("Cancelled.", { cure: "Nothing was changed." });
  }
  const tellDrift = await driftTeller({ args, terminal });
  terminal.narrate(`Database ${path}, migrations ${migrationsFolder(args)}`);
  const db = openSqlite(path, { ifMissing: "refuse" });
  try {
    const result = await rollBack(db, {
      folder: migrationsFolder(args),
      now: new Date(),
      ...permissionsFrom(args),
    });
    const { tag, backup } = result;
    if (args.flags.json)
      terminal.document(JSON.stringify({ schemaVersion: 1, exitCode: 0, ...result }));
    else terminal.result(`${tag}: rolled back${backup ? ` (backup ${backup}, checked)` : ""}`);
    tellDrift(db);
    return EXIT.clean;
  } finally {
    db.close();
  }
}
