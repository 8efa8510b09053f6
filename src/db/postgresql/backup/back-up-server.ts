import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { DatabaseError } from "../../../plain/errors.ts";
import { makeFolder, unwritable } from "../../../plain/owner-only.ts";
import { countDumpedRows } from "./count-dumped-rows.ts";
import { findProgram, type Programs, runProgram } from "./programs.ts";

/** What is backed up, and where to. */
export interface ServerBackup extends Programs {
  readonly client: pg.Client;
  readonly folder: string;
  readonly now: Date;
  /** How many of the newest stay. */
  readonly keep?: number | undefined;
}

/** A backup that was checked. */
export interface CheckedBackup {
  readonly path: string;
  readonly tables: number;
  readonly rows: number;
}

const KEPT = 10;
const OWNER_ONLY = 0o600;
const NAME = /-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z(?:-\d+)?\.dump$/;

const TABLES = `
  select format('%I.%I', n.nspname, c.relname) as name
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_class'::regclass
      and e.objid = c.oid and e.deptype = 'e')`;

/** The server's major version. */
export async function majorVersion(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );
  return Math.floor((rows[0]?.version ?? 0) / 10_000);
}

/**
 * Writes a database into a file of `pg_dump -Fc`, in one snapshot, and counts each table's rows in the file against
 * those of the snapshot.
 *
 * @throws DatabaseError if there is no program for it, or the file is not what was there
 */
export async function backUpServer(backup: ServerBackup): Promise<CheckedBackup> {
  const { client, folder, keep = KEPT } = backup;
  const server = await majorVersion(client);
  const dump = await findProgram("pg_dump", server, backup.env);
  const restore = await findProgram("pg_restore", server, backup.env);
  makeFolder(folder);
  const path = freePath(folder, backup);
  const unchecked = `${path}.${process.pid}.part`;
  await client.query("begin isolation level repeatable read read only");
  try {
    const { rows } = await client.query<{ snapshot: string }>(
      "select pg_catalog.pg_export_snapshot() as snapshot",
    );
    const args = ["-Fc", "--no-password", `--snapshot=${rows[0]?.snapshot ?? ""}`];
    await intoFile(unchecked, (output) => runProgram(dump, args, { ...backup, output }));
    const counted = await checkCounts(client, await rowsInBackup(unchecked, restore, backup), path);
    renameSync(unchecked, path);
    for (const old of backupsIn(folder).slice(keep)) rmSync(old);
    return { path, ...counted };
  } finally {
    rmSync(unchecked, { force: true });
    await client.query("rollback").catch(() => undefined);
  }
}

function freePath(folder: string, { location: { database }, now }: ServerBackup): string {
  const named = database.replace(/[^\w.-]+/g, "-").replace(/^[.-]+/, "") || "database";
  const second = now
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(":", "-");
  for (let number = 1; ; number++) {
    const path = join(folder, `${named}-${second}${number === 1 ? "" : `-${number}`}.dump`);
    if (!existsSync(path)) return path;
  }
}

async function intoFile(path: string, work: (output: number) => Promise<void>): Promise<void> {
  let output: number;
  try {
    output = openSync(path, "wx", OWNER_ONLY);
  } catch (error) {
    throw unwritable(path, error);
  }
  try {
    await work(output);
    fsyncSync(output);
  } finally {
    closeSync(output);
  }
}

/**
 * The rows that a backup has of each table.
 *
 * @throws DatabaseError if it is damaged, or no backup
 */
export async function rowsInBackup(
  path: string,
  restore: string,
  programs: Programs,
): Promise<ReadonlyMap<string, number>> {
  const drain = async (stdout: NodeJS.ReadableStream) => {
    for await (const _ of stdout);
  };
  await runProgram(restore, ["--list", path], { ...programs, output: drain });
  let counts = new Map<string, number>();
  await runProgram(restore, ["--data-only", "--file=-", path], {
    ...programs,
    output: async (stdout) => {
      counts = await countDumpedRows(stdout);
    },
  });
  return counts;
}

/**
 * Counts the tables of a database against those of a backup.
 *
 * @throws DatabaseError that names the first that differs
 */
export async function checkCounts(
  client: pg.Client,
  dumped: ReadonlyMap<string, number>,
  path: string,
): Promise<{ tables: number; rows: number }> {
  const tables = await client.query<{ name: string }>(TABLES);
  const counts = new Map([...dumped].map(([name, count]) => [unquoted(name), count]));
  let sum = 0;
  for (const { name } of tables.rows) {
    const { rows } = await client.query<{ count: string }>(`select count(*) from only ${name}`);
    const [there, kept] = [Number(rows[0]?.count), counts.get(unquoted(name)) ?? 0];
    if (there !== kept) {
      throw new DatabaseError(`${path} has ${kept} rows of ${name}, and the database ${there}.`, {
        cure: "The backup was given up. Check the disk and run again.",
      });
    }
    sum += there;
  }
  return { tables: tables.rows.length, rows: sum };
}

/** pg_dump and the server do not quote the same names. */
const unquoted = (name: string): string =>
  JSON.stringify(
    [...name.matchAll(/"((?:[^"]|"")+)"|([^".]+)/g)].map(
      ([, inside, plain = ""]) => inside?.replaceAll('""', '"') ?? plain,
    ),
  );

/** The backups of a folder, the newest first. */
export function backupsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => NAME.test(name));
  return names.sort((one, other) => (one < other ? 1 : -1)).map((name) => join(folder, name));
}
