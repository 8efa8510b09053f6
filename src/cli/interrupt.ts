import { EXIT } from "../errors.ts";
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
    terminal.narrate("Stopping after the records at hand; Ctrl-C again stops at once.");
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, stop);
  return {
    signal: controller.signal,
    release() {
      for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, stop);
    },
  };
}
