import { statSync } from "node:fs";
import { backUp } from "../../db/backup.ts";
import { openSqlite } from "../../db/sqlite.ts";
import { grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { sha256OfFile } from "../../plain/hash-file.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { driftTeller } from "../say-drift.ts";

const KEPT = 10;

/** Copies the database, checked, while others use it. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const keep = keptBackups(args.flags.keep);
  const path = databasePath(args);
  const tellDrift = await driftTeller({ args, terminal });
  terminal.narrate(`Database ${path}`);
  const db = openSqlite(path, { ifMissing: "refuse" });
  try {
    const { path: backup } = await backUp(db, new Date(), keep);
    const { size } = statSync(backup);
    const sha256 = await sha256OfFile(backup);
    if (args.flags.json)
      terminal.document(JSON.stringify({ schemaVersion: 1, backup, size, sha256 }));
    else terminal.result(`${backup}   (${grouped(size)} bytes, checked, sha256 ${sha256})`);
    tellDrift(db);
    return EXIT.clean;
  } finally {
    db.close();
  }
}

function keptBackups(asked: string | undefined): number {
  if (asked === undefined) return KEPT;
  if (/^[1-9]\d{0,5}$/.test(asked)) return Number(asked);
  throw new UsageError("--keep takes a whole number, 1 or more.", { cure: "Write --keep 10." });
}
