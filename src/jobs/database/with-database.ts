import { existsSync } from "node:fs";
import type { Database } from "../../db/database.ts";
import { preferWal } from "../../db/sqlite/journal-mode.ts";
import { openSqlite } from "../../db/sqlite/open.ts";
import { isEmptyDatabase } from "../../evolve/ensure-schema.ts";
import type { Listener } from "../listener.ts";

interface Opening {
  /** An SQLite file. */
  readonly database: string;
  /** Creates a missing database. */
  readonly init?: boolean | undefined;
}

/**
 * Opens a database for as long as the work takes; a new one gets a write-ahead log when the work is done.
 *
 * @throws UsageError if it is missing, and is not to be created
 */
export async function withDatabase<Result>(
  { database, init = false }: Opening,
  work: (db: Database) => Result | Promise<Result>,
  { note }: Pick<Listener, "note"> = {},
): Promise<Result> {
  const isNew = init && isMissingOrEmpty(database);
  const db = openSqlite(database, { ifMissing: init ? "create" : "refuse" });
  try {
    const result = await work(db);
    if (isNew) noteMode(preferWal(db), note);
    return result;
  } finally {
    db.close();
  }
}

/** Without a table, nothing can be lost. */
export function isMissingOrEmpty(path: string): boolean {
  if (!existsSync(path)) return true;
  const db = openSqlite(path, { ifMissing: "refuse" });
  try {
    return isEmptyDatabase(db);
  } finally {
    db.close();
  }
}

/** Says of a new database that it has no write-ahead log, and what that means. */
export function noteMode(mode: string, note: Listener["note"]): void {
  if (mode === "wal") return;
  note?.(
    `The file system does not support a write-ahead log. The database has a rollback journal (${mode}), so nobody can read it while another program commits.`,
  );
}
