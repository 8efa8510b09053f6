import { type Prepared, type PrepareOptions, prepareReview } from "../jobs/chain/prepare.ts";

/** What was counted when the page began, and again after each job. */
export class Snapshot {
  readonly #options: PrepareOptions;
  #current: Promise<Prepared> | undefined;
  /** The one before: an answer that was begun with it may not be ready yet. */
  #before: Promise<Prepared> | undefined;

  constructor(options: PrepareOptions) {
    this.#options = options;
  }

  /** Counted first if nothing is, or not by now. */
  async read(): Promise<Prepared> {
    this.#current ??= prepareReview(this.#options);
    try {
      return await this.#current;
    } catch (error) {
      this.#current = undefined;
      throw error;
    }
  }

  /** What was counted is not so any more: a job has changed it. */
  async forget(): Promise<void> {
    const old = this.#before;
    this.#before = this.#current;
    this.#current = undefined;
    (await old?.catch(() => undefined))?.rejects.index.close();
  }
}
