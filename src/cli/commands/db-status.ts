import { existsSync } from "node:fs";
import { openSqlite } from "../../db/sqlite.ts";
import { type DatabaseStatus, databaseStatus } from "../../evolve/inspect.ts";
import { type MigrationStatus, migrationStatus } from "../../evolve/migrations/migration-status.ts";
import { alignColumns, grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode } from "../../plain/errors.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { asTyped } from "../invocation-hint.ts";
import { migrationsFolder } from "../migrations-folder.ts";
import { wantedSchema } from "../schema.ts";

/** Says how the database stands: in sync, last change, backups, migrations, integrity. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const path = databasePath(args);
  const { path: schema, ddl } = await wantedSchema(args);
  const folder = migrationsFolder(args);
  const db = openSqlite(path, { ifMissing: "refuse" });
  try {
    const status = databaseStatus(db, ddl);
    const migrations = existsSync(folder) ? migrationStatus(db, folder) : undefined;
    const whole = { database: path, schema, ...status, migrations: migrations ?? null };
    if (args.flags.json) terminal.document(JSON.stringify({ schemaVersion: 1, ...whole }));
    else terminal.result(describe(whole));
    return EXIT.clean;
  } finally {
    db.close();
  }
}

interface Whole extends DatabaseStatus {
  readonly database: string;
  readonly schema: string;
  readonly migrations: MigrationStatus | null;
}

function describe(status: Whole): string {
  const { backups, integrity, lastChange, drift, migrations } = status;
  const [newest] = backups;
  const sync = status.inSync
    ? "yes"
    : `no: ${drift.length} statements (${asTyped("db:plan")} shows them)`;
  const applied = migrations
    ? [["Migrations", `${migrations.applied.length} applied, ${migrations.pending.length} pending`]]
    : [];
  return alignColumns([
    [
      "Database",
      `${status.database}   (${grouped(status.size)} bytes, journal ${status.journalMode})`,
    ],
    ["Schema", status.schema],
    ["Created by this tool", status.managed ? "yes" : "no"],
    ["In sync", sync],
    ["Last change", lastChange ? `${lastChange.at}   ${lastChange.command}` : "none"],
    ...applied,
    ["Backups", newest ? `${backups.length}, the newest ${newest.path}` : "none"],
    ["Integrity", integrity.join("; ")],
  ]).join("\n");
}
