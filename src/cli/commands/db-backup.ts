import { join } from "node:path";
import { backup } from "../../jobs/database/backup.ts";
import { backUpOnServer } from "../../jobs/server/backup.ts";
import { folderName } from "../../jobs/server/server-folder.ts";
import { grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import type { Invocation, OnServer } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { sayDrift } from "../say-drift.ts";
import { namedSchema } from "../schema.ts";

/** Copies the database, checked, while others use it. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const keep = keptBackups(args.flags.keep);
  const options = { database: databasePath(args), keep, schema: await namedSchema(args) };
  const { path, size, sha256, drift } = await backup(options, { note: terminal.narrate });
  if (args.flags.json)
    terminal.document(JSON.stringify({ schemaVersion: 1, backup: path, size, sha256 }));
  else terminal.result(`${path}   (${grouped(size)} bytes, checked, sha256 ${sha256})`);
  sayDrift(drift, terminal);
  return EXIT.clean;
}

/** Writes a database on a server into a file, checked, while others use it. */
export async function runOnServer({ args, terminal, server }: OnServer): Promise<ExitCode> {
  const { location, passwords } = server;
  const keep = keptBackups(args.flags.keep);
  const backups = join(folderName(location), "backups");
  const made = await backUpOnServer(
    { location, passwords, command: "db:backup", keep, backups },
    { note: terminal.narrate },
  );
  const { path, size, sha256, tables, rows } = made;
  if (args.flags.json)
    terminal.document(
      JSON.stringify({ schemaVersion: 1, backup: path, size, sha256, tables, rows }),
    );
  else {
    const counted = `${grouped(rows)} rows of ${grouped(tables)} tables counted in it`;
    terminal.result(`${path}   (${grouped(size)} bytes, ${counted}, sha256 ${sha256})`);
  }
  return EXIT.clean;
}

function keptBackups(asked: string | undefined): number | undefined {
  if (asked === undefined) return undefined;
  if (/^[1-9]\d{0,5}$/.test(asked)) return Number(asked);
  throw new UsageError("--keep takes a whole number, 1 or more.", { cure: "Write --keep 10." });
}
