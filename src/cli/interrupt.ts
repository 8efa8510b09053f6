import { EXIT } from "../plain/errors.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Ctrl-C asks the work to stop where nothing is half done; a second one ends the process, and SQLite
 * rolls back what is open.
 */
export function interruptSignal(terminal: Terminal): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
    terminal.narrate("Stopping after the current records; press Ctrl-C again to stop at once.");
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, stop);
  return {
    signal: controller.signal,
    release() {
      for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, stop);
    },
  };
}

/**
 * Does what prepares a run. Nothing is under way that could be left half done: Ctrl-C says so, and ends the process.
 */
export async function beforeWriting<Result>(
  terminal: Pick<Terminal, "narrate">,
  prepare: () => Promise<Result>,
): Promise<Result> {
  const end = () => {
    terminal.narrate("Stopped before anything was written to the database.");
    process.exit(EXIT.interrupted);
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, end);
  try {
    return await prepare();
  } finally {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, end);
  }
}
