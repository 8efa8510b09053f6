import { EXIT } from "../plain/errors.ts";
import type { Terminal } from "./terminal.ts";

/** Ctrl-C, a service that is stopped, a terminal that is closed. */
export const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How a person at the terminal stops a job. */
interface Interruptible {
  readonly signal: AbortSignal;
  /** From here on something may be half done. */
  readonly decided: () => void;
  release(): void;
}

/**
 * Ctrl-C ends the process while a job is being prepared: nothing could be left half done. Afterwards it asks the
 * work to stop where nothing is half done; a second one ends the process, and SQLite rolls back what is open.
 */
export function interruptible(terminal: Pick<Terminal, "narrate">): Interruptible {
  const controller = new AbortController();
  let isDecided = false;
  const stop = (signal: NodeJS.Signals) => {
    // Of a terminal that is closed, several tell at once: nobody is in a hurry.
    if (controller.signal.aborted && signal === "SIGHUP") return;
    if (controller.signal.aborted) {
      terminal.narrate("Stopped at once. What had been committed stands:  hmsync import:status");
      process.exit(EXIT.interrupted);
    } else if (isDecided) {
      controller.abort();
      terminal.narrate("Stopping after the current records; press Ctrl-C again to stop at once.");
    } else {
      terminal.narrate("Stopped before anything was written to the database.");
      process.exit(EXIT.interrupted);
    }
  };
  for (const name of SIGNALS) process.on(name, stop);
  return {
    signal: controller.signal,
    decided: () => {
      isDecided = true;
    },
    release() {
      for (const name of SIGNALS) process.off(name, stop);
    },
  };
}

/** The same, for work that may be stopped from its start. */
export function interruptSignal(terminal: Pick<Terminal, "narrate">): Interruptible {
  const found = interruptible(terminal);
  found.decided();
  return found;
}
