import type { TransientFailure } from "./database.ts";
import { SqliteDriver } from "./driver.ts";

/** Milliseconds before each further try; SQLite itself has waited for the lock before each. */
const BUSY_PAUSES = [250, 1_000];
const IO_PAUSES = [100];

/**
 * Tries work again whose failure may pass: a lock a few times, an input or output error once. What
 * SQLite has rolled back by itself cannot be done again from here.
 *
 * @param told hears of each failure; nothing is tried again where nobody listens
 */
export function stubbornly<Result>(
  driver: SqliteDriver.Database,
  work: () => Result,
  told: ((failure: TransientFailure) => void) | undefined,
): Result {
  const within = driver.inTransaction;
  for (let attempt = 1; ; attempt++) {
    try {
      return work();
    } catch (error) {
      const failure = transientOf(error);
      const pauses = failure === "busy" ? BUSY_PAUSES : IO_PAUSES;
      const ms = pauses[attempt - 1];
      const sameState = driver.inTransaction === within;
      if (told === undefined || failure === undefined || ms === undefined || !sameState)
        throw error;
      told({ failure, attempt, ms });
      pause(ms);
    }
  }
}

function transientOf(error: unknown): TransientFailure["failure"] | undefined {
  if (!(error instanceof SqliteDriver.SqliteError)) return undefined;
  const { code } = error as { code: string };
  if (code.startsWith("SQLITE_BUSY")) return "busy";
  return code.startsWith("SQLITE_IOERR") ? "io-error" : undefined;
}

/** A transaction is open, and nothing else may come between: the thread itself waits. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
