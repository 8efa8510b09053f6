import { titleOf } from "../../db/connecting/location.ts";
import { type MigrationOptions, rollback } from "../../jobs/database/migrations.ts";
import { type NumberedOptions, rollBackNumbered } from "../../jobs/server/numbered-migrations.ts";
import { grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode } from "../../plain/errors.ts";
import { confirmIn } from "../ask.ts";
import type { Invocation, OnServer } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { permissionsFrom } from "../decision-flags.ts";
import { migrationsFolder, numberedFolder, refuseServerFlags } from "../migrations-folder.ts";
import { sayDrift } from "../say-drift.ts";
import { namedSchema } from "../schema.ts";

/** Takes the last migration back by its down file. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args, terminal } = invocation;
  refuseServerFlags(args, "by flags");
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

/** Takes back the last file of a numbered folder that a database on a server has. */
export async function runOnServer(invocation: OnServer): Promise<ExitCode> {
  const { args, terminal, server } = invocation;
  const options = {
    location: server.location,
    passwords: server.passwords,
    command: "db:rollback",
    folder: numberedFolder(args),
    liftForceRls: args.flags["lift-force-rls"] === true,
    permissions: permissionsFrom(args),
  };
  const question = ({ location }: NumberedOptions) =>
    `Roll back the last migration of ${titleOf(location)}?`;
  const done = await rollBackNumbered(options, {
    note: terminal.narrate,
    confirm: confirmIn(invocation, question),
  });
  if (args.flags.json)
    terminal.document(JSON.stringify({ schemaVersion: 1, exitCode: 0, ...done }));
  else terminal.result(`${done.name}: rolled back (${grouped(done.rows)} rows compared)`);
  return EXIT.clean;
}
