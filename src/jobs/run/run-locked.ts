import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Target } from "../../../importers/define-target.ts";
import type { Database } from "../../db/database.ts";
import { isOtherFile } from "../../db/sqlite/check-path.ts";
import { takeRunLock } from "../../db/sqlite/run-lock.ts";
import { removeSpooled } from "../../source/spool-input.ts";
import type { Listener } from "../listener.ts";
import { openExisting } from "./open-target.ts";

/** A run that is to have a database for itself. */
interface Locking extends Pick<Listener, "note"> {
  readonly database: string;
  /** Who holds the lock, for others: `import`. */
  readonly command: string;
  readonly dryRun?: boolean | undefined;
}

/** Keeps other runs out of a database while one is at work. */
export async function runLocked<Result>(
  { database: path, command, dryRun = false, note }: Locking,
  work: () => Promise<Result>,
): Promise<Result> {
  // A dry run of a database that does not exist yet leaves nothing behind; the job itself reports a wrong path.
  const nothingThere = dryRun && !existsSync(path);
  // The job itself reports a file of an export named as the database; no lock is left beside it.
  if (nothingThere || !existsSync(dirname(path)) || isOtherFile(path)) return work();
  const lock = takeRunLock(path, command);
  removeSpooled();
  const { takenOverFrom: dead } = lock;
  if (dead !== undefined) {
    note?.(
      `${dead.command} of ${dead.since} (process ${dead.pid}) crashed; its lock was taken over.`,
    );
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/**
 * Hands on a database that must be there, and keeps other runs out of it meanwhile. A wrong path is
 * reported before a lock could be left beside it.
 */
export async function onExisting<Result>(
  locking: Locking & { readonly target: Target },
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const { database: path, target } = locking;
  if (!existsSync(path)) openExisting(path, target);
  return runLocked(locking, async () => {
    const db = openExisting(path, target);
    try {
      return await work(db);
    } finally {
      db.close();
    }
  });
}
