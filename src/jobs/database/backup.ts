import { statSync } from "node:fs";
import type { Backup } from "../../db/database.ts";
import { openForReading } from "../../db/sqlite/open.ts";
import { refuseWhileLocked } from "../../db/sqlite/run-lock.ts";
import { restoreDatabase } from "../../evolve/restore-database.ts";
import { sha256OfFile } from "../../plain/hash-file.ts";
import { type Cancellable, checkGoing, declined } from "../cancel.ts";
import type { Deciding, Listener } from "../listener.ts";
import { type Drift, driftFrom, type SchemaSource } from "./schema.ts";
import { withDatabase } from "./with-database.ts";

interface OneDatabase extends Cancellable {
  /** An SQLite file. */
  readonly database: string;
  /** To say how far from it the database is. */
  readonly schema?: SchemaSource | undefined;
}

export interface BackupOptions extends OneDatabase {
  /** How many of the newest backups stay. */
  readonly keep?: number | undefined;
}

/** A backup that was made, and checked. */
export interface MadeBackup extends Backup {
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  /** Undefined if no schema was named. */
  readonly drift: Drift | undefined;
}

/** Makes a verified copy of a database while it is in use. */
export async function backup(options: BackupOptions, { note }: Listener = {}): Promise<MadeBackup> {
  const { database, keep } = options;
  const drift = await driftFrom(options.schema);
  note?.(`Database ${database}`);
  return withDatabase({ database }, async (db) => {
    checkGoing(options);
    const { path } = await db.backUp(new Date(), keep);
    return {
      path,
      size: statSync(path).size,
      sha256: await sha256OfFile(path),
      drift: drift(db),
    };
  });
}

export interface RestoreOptions extends OneDatabase {
  /** Its file. */
  readonly backup: string;
}

/** What a restore did. */
export interface RestoredDatabase {
  /** Where the state before it was put aside; undefined if there was no database. */
  readonly aside: string | undefined;
  /** Undefined if no schema was named. */
  readonly drift: Drift | undefined;
}

/**
 * Restores a backup; the present database is set aside.
 *
 * @throws UsageError if there is no such backup, DatabaseError if it is damaged or an import is running,
 * DecisionNeeded if the person who was asked said no
 */
export async function restore(
  options: RestoreOptions,
  { confirm }: Deciding<RestoreOptions> = {},
): Promise<RestoredDatabase> {
  const { database } = options;
  refuseWhileLocked(database);
  const drift = await driftFrom(options.schema);
  if (!((await confirm?.(options)) ?? true)) throw declined();
  checkGoing(options);
  const { aside } = await restoreDatabase(database, options.backup, new Date());
  const db = openForReading(database);
  try {
    return { aside, drift: drift(db) };
  } finally {
    db.close();
  }
}
