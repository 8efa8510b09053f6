import type { TransientFailure } from "../database.ts";
import { type DriverDatabase, SqliteDriver } from "./driver.ts";

/** Milliseconds before each further try; SQLite itself has waited for the lock before the first. */
const BUSY_PAUSES = [250, 1_000];
/** How long a further try goes on. */
const BUSY_MS = 5_000;
/** SQLite looks ten times a second: beside a program that writes every few milliseconds it hardly ever meets a gap. */
const LOOK_EVERY_MS = 3;
const IO_PAUSES = [100];

/** Receives failures that may pass, and the state before the work that failed. */
interface Trial {
  readonly driver: DriverDatabase;
  /** Whether a transaction was open. */
  readonly within: boolean;
  /** Hears of each failure; nothing is tried again where nobody listens. */
  readonly told: ((failure: TransientFailure) => void) | undefined;
}

/**
 * Does work, and tries it again where its failure may pass: a lock a few times, an input or output
 * error once. What SQLite has rolled back by itself cannot be done again from here.
 */
export function withRetries<Result>(
  driver: DriverDatabase,
  work: () => Result,
  told: Trial["told"],
): Result {
  const within = driver.inTransaction;
  try {
    return work();
  } catch (error) {
    return tryAgain({ driver, within, told }, work, error);
  }
}

/** The same, of work that was tried once and failed. */
export function tryAgain<Result>(
  { driver, within, told }: Trial,
  work: () => Result,
  failed: unknown,
): Result {
  let error = failed;
  for (let attempt = 1; ; attempt++) {
    const failure = transientOf(error);
    const pauses = failure === "busy" ? BUSY_PAUSES : IO_PAUSES;
    const ms = pauses[attempt - 1];
    const sameState = driver.inTransaction === within;
    if (told === undefined || failure === undefined || ms === undefined || !sameState) throw error;
    told({ failure, attempt, ms });
    pause(ms);
    try {
      return failure === "busy" ? lookOften(driver, work) : work();
    } catch (next) {
      error = next;
    }
  }
}

/** Does work as soon as nobody else has the lock. */
function lookOften<Result>(driver: DriverDatabase, work: () => Result): Result {
  const within = driver.inTransaction;
  const until = performance.now() + BUSY_MS;
  const waits = driver.pragma("busy_timeout", { simple: true });
  driver.pragma("busy_timeout = 0");
  try {
    for (;;) {
      try {
        return work();
      } catch (error) {
        const isOver = performance.now() > until || driver.inTransaction !== within;
        if (transientOf(error) !== "busy" || isOver) throw error;
      }
      pause(LOOK_EVERY_MS);
    }
  } finally {
    driver.pragma(`busy_timeout = ${waits}`);
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
