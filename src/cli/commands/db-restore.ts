import { titleOf } from "../../db/connecting/location.ts";
import { type RestoreOptions, restore } from "../../jobs/database/backup.ts";
import { restoreOnServer, type ServerRestoreOptions } from "../../jobs/server/backup.ts";
import { grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import type { Arguments } from "../arguments.ts";
import { confirmIn } from "../ask.ts";
import type { Invocation, OnServer } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { asTyped } from "../invocation-hint.ts";
import { sayDrift } from "../say-drift.ts";
import { namedSchema } from "../schema.ts";

/** Makes the database what a backup holds; the present state is put aside first. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args, terminal } = invocation;
  const database = databasePath(args);
  const backup = backupNamed(args);
  const options = { database, backup, schema: await namedSchema(args) };
  const question = (asked: RestoreOptions) => `Restore ${asked.database} from ${asked.backup}?`;
  const { aside, drift } = await restore(options, { confirm: confirmIn(invocation, question) });
  if (args.flags.json) {
    terminal.document(
      JSON.stringify({ schemaVersion: 1, database, restored: backup, aside: aside ?? null }),
    );
  } else {
    const kept = aside ? `\nThe previous database was set aside as ${aside}.` : "";
    terminal.result(`${database} was restored from ${backup}.${kept}`);
  }
  sayDrift(drift, terminal);
  return EXIT.clean;
}

/** Restores a backup under the name of a database on a server; the present one is kept under another. */
export async function runOnServer(invocation: OnServer): Promise<ExitCode> {
  const { args, terminal, server } = invocation;
  const { location, passwords } = server;
  const database = titleOf(location);
  const backup = backupNamed(args);
  const question = (asked: ServerRestoreOptions) =>
    `Restore ${titleOf(asked.location)} from ${asked.backup}?`;
  const { aside, tables, rows } = await restoreOnServer(
    { location, passwords, command: "db:restore", backup },
    { note: terminal.narrate, confirm: confirmIn(invocation, question) },
  );
  if (args.flags.json) {
    const document = { schemaVersion: 1, database, restored: backup, aside, tables, rows };
    terminal.document(JSON.stringify(document));
  } else {
    const counted = `${grouped(rows)} rows of ${grouped(tables)} tables counted`;
    const lines = [
      `${database} was restored from ${backup} (${counted}).`,
      `The previous database is now called ${aside}; drop it when you no longer need it.`,
    ];
    terminal.result(lines.join("\n"));
  }
  return EXIT.clean;
}

/** @throws UsageError if there is none */
function backupNamed({ operand }: Arguments): string {
  if (operand !== undefined) return operand;
  throw new UsageError("db:restore needs the file of a backup.", {
    cure: `List the backups with  ${asTyped("db:status")}`,
  });
}
