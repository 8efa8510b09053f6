import { statSync } from "node:fs";
import { backUpServer, type CheckedBackup } from "../../db/postgresql/backup/back-up-server.ts";
import { type RestoredServer, restoreServer } from "../../db/postgresql/backup/restore-server.ts";
import { sha256OfFile } from "../../plain/hash-file.ts";
import { checkGoing, declined } from "../cancel.ts";
import type { Deciding, Listener } from "../listener.ts";
import { onServer, type ServerOptions } from "./on-server.ts";

export interface ServerBackupOptions extends ServerOptions {
  /** The folder of the backups. */
  readonly backups: string;
  /** How many of the newest stay. */
  readonly keep?: number | undefined;
  /** When it is made, for its name; now unless said. */
  readonly now?: Date | undefined;
}

/** A backup that was made, and checked. */
export interface MadeServerBackup extends CheckedBackup {
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

/**
 * Makes a checked backup of a server's database while it is in use.
 *
 * @throws DatabaseError if PostgreSQL's programs are not there, and says what holds without
 */
export async function backUpOnServer(
  options: ServerBackupOptions,
  { note }: Listener = {},
): Promise<MadeServerBackup> {
  const { backups: folder, keep, passwords, now = new Date() } = options;
  return onServer(options, "look", async ({ client, title, location, password }) => {
    note?.(`Database ${title}`);
    checkGoing(options);
    const programs = { location, password, env: passwords.env };
    const made = await backUpServer({ ...programs, client, folder, keep, now });
    return { ...made, size: statSync(made.path).size, sha256: await sha256OfFile(made.path) };
  });
}

export interface ServerRestoreOptions extends ServerOptions {
  /** Its file. */
  readonly backup: string;
}

/** Where whoever makes databases connects to, as createdb does. */
const MAINTENANCE = "postgres";

/**
 * Restores a backup under the database's name; the present database is kept under another.
 *
 * @throws DecisionNeeded if the role may not, others use the database, or the person who was asked said no
 */
export async function restoreOnServer(
  options: ServerRestoreOptions,
  { note, confirm }: Listener & Deciding<ServerRestoreOptions> = {},
): Promise<RestoredServer> {
  const { backup, passwords, location } = options;
  if (!((await confirm?.(options)) ?? true)) throw declined();
  // Whoever is let in to it is asked for a password once; a run that is at work keeps us out.
  const password = await onServer(options, "write", async (server) => {
    note?.(`Database ${server.title}`);
    return server.password;
  });
  const { env } = passwords;
  const known = { ...passwords, env: { ...env, ...(password && { PGPASSWORD: password }) } };
  const elsewhere = { ...location, password: undefined, database: MAINTENANCE };
  return onServer({ ...options, location: elsewhere, passwords: known }, "look", (server) => {
    checkGoing(options);
    const { client, connectTo } = server;
    const place = { ...server.location, database: location.database };
    const programs = { location: place, password, env };
    return restoreServer({ ...programs, client, connectTo, backup, now: new Date() });
  });
}
