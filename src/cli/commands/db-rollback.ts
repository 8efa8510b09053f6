import { type MigrationOptions, rollback } from "../../jobs/database/migrations.ts";
import { EXIT, type ExitCode } from "../../plain/errors.ts";
import { confirmIn } from "../ask.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { permissionsFrom } from "../decision-flags.ts";
import { migrationsFolder } from "../migrations-folder.ts";
import { sayDrift } from "../say-drift.ts";
import { namedSchema } from "../schema.ts";

/** Takes the last migration back by its down file. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args, terminal } = invocation;
  const options = {
    database: databasePath(args),
    migrations: migrationsFolder(args),
    decisions: permissionsFrom(args),
    schema: await namedSchema(args),
  };
  const question = ({ database }: MigrationOptions) =>
    `Roll back the last migration of ${database}?`;
  const { drift, ...result } = await rollback(options, {
    note: terminal.narrate,
    confirm: confirmIn(invocation, question),
  });
  const { tag, backup } = result;
  if (args.flags.json)
    terminal.document(JSON.stringify({ schemaVersion: 1, exitCode: 0, ...result }));
  else terminal.result(`${tag}: rolled back${backup ? ` (backup ${backup}, checked)` : ""}`);
  sayDrift(drift, terminal);
  return EXIT.clean;
}
