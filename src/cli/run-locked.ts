import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Database } from "../db/database.ts";
import { takeRunLock } from "../db/run-lock.ts";
import type { ExitCode } from "../plain/errors.ts";
import { removeSpooled } from "../source/spool-input.ts";
import type { Invocation } from "./command.ts";
import { openExisting } from "./open-target.ts";
import { targetOf } from "./wiring.ts";

/** Keeps other runs out of a database while one is at work. */
export async function runLocked(
  path: string,
  command: string,
  { args, terminal, work }: Invocation & { work(): Promise<ExitCode> },
): Promise<ExitCode> {
  // A dry run of a database that does not exist yet leaves nothing behind; the command itself reports a wrong path.
  const nothingThere = args.flags["dry-run"] === true && !existsSync(path);
  if (nothingThere || !existsSync(dirname(path)) || isOtherFile(path)) return work();
  const lock = takeRunLock(path, command);
  removeSpooled();
  const { takenOverFrom: dead } = lock;
  if (dead !== undefined) {
    terminal.narrate(
      `${dead.command} of ${dead.since} (process ${dead.pid}) crashed; its lock was taken over.`,
    );
  }
  // A second Ctrl-C ends the process at once.
  process.once("exit", lock.release);
  try {
    return await work();
  } finally {
    process.off("exit", lock.release);
    lock.release();
  }
}

const SQLITE_HEADER = "SQLite format 3\0";

/** The command itself reports a file of an export named as the database; no lock is left beside it. */
function isOtherFile(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || (found.isFile() && found.size === 0)) return false;
  if (!found.isFile()) return true;
  const start = Buffer.alloc(SQLITE_HEADER.length);
  const handle = openSync(path, "r");
  try {
    readSync(handle, start);
  } finally {
    closeSync(handle);
  }
  return start.toString("latin1") !== SQLITE_HEADER;
}

/**
 * Hands on a database that must be there, and keeps other runs out of it meanwhile. A wrong path is
 * told before a lock could be left beside it.
 */
export async function onExisting(
  path: string,
  command: string,
  { args, terminal, work }: Invocation & { work(db: Database): Promise<ExitCode> },
): Promise<ExitCode> {
  const target = targetOf(args);
  if (!existsSync(path)) openExisting(path, target);
  const opened = async () => {
    const db = openExisting(path, target);
    try {
      return await work(db);
    } finally {
      db.close();
    }
  };
  return runLocked(path, command, { args, terminal, work: opened });
}
