/** How long work keeps the event loop to itself, but for what cannot be divided: milliseconds. */
const AT_MOST = 20;
/** Asked for each record, the clock is read only this often. */
const EVERY = 32;

/**
 * Long work in the main thread lets others have their turn: a page that is served beside it, Ctrl-C, a
 * progress bar.
 */
export class Breath {
  #since = performance.now();
  #asked = 0;

  /** Whether others have waited long enough; may be asked for every record. */
  isDue(): boolean {
    return ++this.#asked % EVERY === 0 && this.#isLate();
  }

  /** Gives others their turn. */
  async take(): Promise<void> {
    await new Promise((go) => setImmediate(go));
    this.#since = performance.now();
  }

  /** Gives others their turn if they have waited long enough; may be awaited between groups of records. */
  give(): Promise<void> | undefined {
    return this.#isLate() ? this.take() : undefined;
  }

  #isLate(): boolean {
    return performance.now() - this.#since >= AT_MOST;
  }
}

/** Awaited between groups of records: others have their turn; throws if the work is to stop. */
export type Pause = () => Promise<void> | undefined;

/** A pause of work that nobody stops. */
export function pauseInside(): Pause {
  const breath = new Breath();
  return () => breath.give();
}
