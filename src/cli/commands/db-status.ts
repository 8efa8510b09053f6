import { type DatabaseOverview, status } from "../../jobs/database/health.ts";
import { numberedStatus } from "../../jobs/server/numbered-migrations.ts";
import { statusOnServer } from "../../jobs/server/schema-health.ts";
import { alignColumns, grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode } from "../../plain/errors.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { asTyped } from "../invocation-hint.ts";
import { migrationsFolder, numberedFolder, refuseServerFlags } from "../migrations-folder.ts";
import { wantedSchema } from "../schema.ts";
import { type OnNamedServer, wantedServerSchema } from "../server-schema.ts";

/** Says how the database stands: in sync, last change, backups, migrations, integrity. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  refuseServerFlags(args, "by flags");
  const found = await status({
    database: databasePath(args),
    schema: await wantedSchema(args),
    migrations: migrationsFolder(args),
  });
  return tell({ args, terminal }, found);
}

/** The same of a server's database. */
export async function runOnServer({ args, terminal, server }: OnNamedServer): Promise<ExitCode> {
  const schema = await wantedServerSchema(args);
  const asked = { ...server, command: "db:status" };
  const found = await statusOnServer({ ...asked, schema });
  // A folder that nobody names may be one of SQLite's migrations.
  const { folder, migrations: named } = args.flags;
  if (folder === undefined && named === undefined) return tell({ args, terminal }, found);
  const migrations = await numberedStatus({ ...asked, folder: numberedFolder(args) });
  return tell({ args, terminal }, { ...found, migrations });
}

function tell({ args, terminal }: Invocation, found: DatabaseOverview): ExitCode {
  if (args.flags.json) terminal.document(JSON.stringify({ schemaVersion: 1, ...found }));
  else terminal.result(describe(found));
  return EXIT.clean;
}

function describe(status: DatabaseOverview): string {
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
    ...othersRows(status),
    ...(status.recordsApart
      ? [
          [
            "Persons",
            "records left apart by a run that died or is at work; resume it, or run any import, retry or undo",
          ],
        ]
      : []),
    ["Backups", newest ? `${backups.length}, the newest ${newest.path}` : "none"],
    ["Integrity", integrity.join("; ")],
  ]).join("\n");
}

/** Who else may change the schema. */
function othersRows({ runners, userVersion }: DatabaseOverview): string[][] {
  const named = runners.map(
    ({ runner, table, entries }) =>
      `${runner} (${table}, ${grouped(entries)} ${entries === 1 ? "entry" : "entries"})`,
  );
  return [
    ...(named.length > 0 ? [["Also migrated by", named.join(", ")]] : []),
    ...(userVersion !== 0
      ? [["user_version", `${userVersion}: an application counts its schema by it`]]
      : []),
  ];
}
