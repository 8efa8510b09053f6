import { hashValue, type Lanes } from "./content-hash.ts";

/** A text's hash and its number. */
const WIDTH = 2;
const FIRST_SLOTS = 1 << 10;

/**
 * Which numbers may belong to a text: eight bytes for each, where a `Map` keeps the texts too and an
 * index of a database costs a search for every record. Two texts may share a hash, so what the
 * numbers stand for has the last word.
 */
export class NumberTable {
  #slots = FIRST_SLOTS;
  #entries = new Int32Array(FIRST_SLOTS * WIDTH);
  #count = 0;
  readonly #hash: Lanes = { low: 0, high: 0 };

  /**
   * Numbers of one text are walked over with each that is added: who has many of one keeps them elsewhere.
   *
   * @param number from 1
   * @returns how many there were of texts with the same hash
   */
  add(text: string, number: number): number {
    if (this.#count * 2 >= this.#slots) this.#grow();
    this.#count++;
    return this.put(hashValue(text, this.#hash).low, number);
  }

  protected put(hash: number, number: number): number {
    const mask = this.#slots - 1;
    let alike = 0;
    let slot = hash & mask;
    while (this.#entries[slot * WIDTH + 1] !== 0) {
      if (this.#entries[slot * WIDTH] === hash) alike++;
      slot = (slot + 1) & mask;
    }
    this.#entries[slot * WIDTH] = hash;
    this.#entries[slot * WIDTH + 1] = number;
    return alike;
  }

  /** Puts another number in the place of one. */
  replace(text: string, number: number, by: number): void {
    const { low } = hashValue(text, this.#hash);
    const mask = this.#slots - 1;
    let slot = low & mask;
    while (this.#entries[slot * WIDTH + 1] !== 0) {
      const isSought =
        this.#entries[slot * WIDTH] === low && this.#entries[slot * WIDTH + 1] === number;
      if (isSought) this.#entries[slot * WIDTH + 1] = by;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const old = this.#entries;
    this.#slots *= 2;
    this.#entries = new Int32Array(this.#slots * WIDTH);
    for (let at = 0; at < old.length; at += WIDTH) {
      const number = old[at + 1] ?? 0;
      if (number !== 0) this.put(old[at] ?? 0, number);
    }
  }

  /** Whether a number may belong to a text. */
  has(text: string): boolean {
    return this.search(text, () => true) > 0;
  }

  /** The numbers that may belong to a text, the smallest first. */
  find(text: string): number[] {
    const found: number[] = [];
    this.search(text, (number) => {
      found.push(number);
      return false;
    });
    return found.sort((a, b) => a - b);
  }

  /** The first number of a text that is the one that was sought; 0 if there is none. */
  search(text: string, isSought: (number: number) => boolean): number {
    const { low } = hashValue(text, this.#hash);
    const mask = this.#slots - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const number = this.#entries[slot * WIDTH + 1] ?? 0;
      if (number === 0) return 0;
      if (this.#entries[slot * WIDTH] === low && isSought(number)) return number;
    }
  }

  /**
   * Looks many texts up at once, each look independent of the one before, so that a processor waits
   * for memory once and not for every text.
   *
   * @param lows low lanes of hashes; replaced by the first number of each, 0 if there is none
   */
  guess(lows: Int32Array): void {
    const mask = this.#slots - 1;
    for (let nth = 0; nth < lows.length; nth++) {
      lows[nth] = this.#entries[((lows[nth] ?? 0) & mask) * WIDTH + 1] ?? 0;
    }
  }
}
