import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Database } from "../db/database.ts";
import { takeRunLock } from "../db/run-lock.ts";
import type { ExitCode } from "../errors.ts";
import type { Invocation } from "./commands.ts";
import { openExisting } from "./open-target.ts";

/** Keeps other runs out of a database while one is at work. */
export async function runLocked(
  path: string,
  command: string,
  { args, terminal, work }: Invocation & { work(): Promise<ExitCode> },
): Promise<ExitCode> {
  // A rehearsal of what is not there yet leaves nothing behind, and a wrong path is told by the work.
  const nothingThere = args.flags["dry-run"] === true && !existsSync(path);
  if (nothingThere || !existsSync(dirname(path))) return work();
  const lock = takeRunLock(path, command);
  const { takenOverFrom: dead } = lock;
  if (dead !== undefined) {
    terminal.narrate(
      `${dead.command} of ${dead.since} (process ${dead.pid}) died; its lock was taken over.`,
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
 * told before a lock could be left beside it.
 */
export async function onExisting(
  path: string,
  command: string,
  { args, terminal, work }: Invocation & { work(db: Database): Promise<ExitCode> },
): Promise<ExitCode> {
  if (!existsSync(path)) openExisting(path);
  const opened = async () => {
    const db = openExisting(path);
    try {
      return await work(db);
    } finally {
      db.close();
    }
  };
  return runLocked(path, command, { args, terminal, work: opened });
}
