import { hashValue, type Lanes } from "./value-hash.ts";

/** A hash and the number of an exception. */
const WIDTH = 2;
const FIRST_SLOTS = 1 << 10;

/**
 * Which exceptions of one entity may speak of a legacy id: eight bytes for each, where an index of
 * the scratch database would cost a search for every record. Two legacy ids may share a hash, so the
 * exceptions themselves have the last word.
 */
export class ClaimTable {
  #slots = FIRST_SLOTS;
  #entries = new Int32Array(FIRST_SLOTS * WIDTH);
  #count = 0;
  readonly #hash: Lanes = { low: 0, high: 0 };

  /** @param exception its number, from 1 */
  add(legacyId: string, exception: number): void {
    if (this.#count * 2 >= this.#slots) this.#grow();
    this.#put(hashValue(legacyId, this.#hash).low, exception);
    this.#count++;
  }

  #put(hash: number, exception: number): void {
    const mask = this.#slots - 1;
    let slot = hash & mask;
    while (this.#entries[slot * WIDTH + 1] !== 0) slot = (slot + 1) & mask;
    this.#entries[slot * WIDTH] = hash;
    this.#entries[slot * WIDTH + 1] = exception;
  }

  #grow(): void {
    const old = this.#entries;
    this.#slots *= 2;
    this.#entries = new Int32Array(this.#slots * WIDTH);
    for (let at = 0; at < old.length; at += WIDTH) {
      const exception = old[at + 1] ?? 0;
      if (exception !== 0) this.#put(old[at] ?? 0, exception);
    }
  }

  /** The numbers of the exceptions that may be of a legacy id, in the order they came. */
  find(legacyId: string): number[] {
    const { low } = hashValue(legacyId, this.#hash);
    const mask = this.#slots - 1;
    const found: number[] = [];
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const exception = this.#entries[slot * WIDTH + 1] ?? 0;
      if (exception === 0) return found.length > 1 ? found.sort((a, b) => a - b) : found;
      if (this.#entries[slot * WIDTH] === low) found.push(exception);
    }
  }
}
