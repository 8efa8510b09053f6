import { setTimeout as wait } from "node:timers/promises";
import type { Turns } from "../database.ts";

/**
 * How long a program that has found the database locked sleeps at most before it looks again, and a
 * little more: SQLite's busy handler waits 1, 2, 5, ... 50 and then 100 ms (`sqliteDefaultBusyCallback`).
 */
const GAP_MS = 120;
/** Drivers give up after 5 s, some after 3 s. */
const EVERY_MS = 1_500;

/**
 * Lets other programs write between the commits of long work: SQLite has no queue, and who begins again
 * right after a commit gets the lock nearly every time.
 */
export class SqliteTurns implements Turns {
  readonly #every: number;
  #since = performance.now();

  constructor(every = EVERY_MS) {
    this.#every = every;
  }

  /** To be called between two transactions: waits, where others have had no turn for a while. */
  async give(): Promise<void> {
    if (performance.now() - this.#since < this.#every) return;
    await wait(GAP_MS);
    this.#since = performance.now();
  }
}
