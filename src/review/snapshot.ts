import { statSync } from "node:fs";
import type { ChainOf } from "../jobs/chain/chain-at-hand.ts";
import { type Prepared, prepareReview, runsMark } from "../jobs/chain/prepare.ts";

/** What was counted when the page began, and again after each run, whoever made it. */
export class Snapshot {
  readonly #options: ChainOf;
  /** While a job of the page is at work, it says itself when it has ended. */
  readonly #isAtWork: () => boolean;
  #current: Promise<Prepared> | undefined;
  /** The one before: an answer that was begun with it may not be ready yet. */
  #before: Promise<Prepared> | undefined;
  /** The database's files as they were looked at, and its runs. */
  #files = "";
  #runs = "";

  constructor(options: ChainOf, isAtWork: () => boolean = () => false) {
    this.#options = options;
    this.#isAtWork = isAtWork;
  }

  /** Counted first if nothing is, or not by now. */
  async read(): Promise<Prepared> {
    if (!this.#isAtWork() && this.#hasOtherRuns()) await this.forget();
    this.#current ??= prepareReview(this.#options);
    try {
      return await this.#current;
    } catch (error) {
      this.#current = undefined;
      throw error;
    }
  }

  /** Whether somebody else has imported or undone since: a command, or another page. */
  #hasOtherRuns(): boolean {
    const files = filesMark(this.#options.database);
    if (files === this.#files) return false;
    const runs = runsMark(this.#options);
    this.#files = files;
    const isOther = runs !== this.#runs;
    this.#runs = runs;
    return isOther;
  }

  /** What was counted is not so any more: a job has changed it. */
  async forget(): Promise<void> {
    const old = this.#before;
    this.#before = this.#current;
    this.#current = undefined;
    (await old?.catch(() => undefined))?.rejects.index.close();
  }
}

/** Another one where the database may have been written to. */
function filesMark(database: string): string {
  const marks = [database, `${database}-wal`].map((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    // An empty journal comes and goes with whoever reads.
    return found === undefined || found.size === 0
      ? ""
      : `${found.ino} ${found.size} ${found.mtimeMs}`;
  });
  return marks.join(", ");
}
