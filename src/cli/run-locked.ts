import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { takeRunLock } from "../db/run-lock.ts";
import type { ExitCode } from "../errors.ts";
import type { Invocation } from "./commands.ts";

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
