import { backup } from "../../jobs/database/backup.ts";
import { grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import type { Invocation } from "../command.ts";
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

function keptBackups(asked: string | undefined): number | undefined {
  if (asked === undefined) return undefined;
  if (/^[1-9]\d{0,5}$/.test(asked)) return Number(asked);
  throw new UsageError("--keep takes a whole number, 1 or more.", { cure: "Write --keep 10." });
}
