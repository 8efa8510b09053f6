import type { KnownParent } from "./parent-lookup.ts";
import { hashValue, type Lanes } from "./value-hash.ts";

const FIRST_SLOTS = 1 << 10;
/** The low lane of a legacy id's hash, and which parent has it, counted from 1. */
const WIDTH = 2;

/** A parent whose row is there, and what its target id hashes to. */
export interface TabledParent extends KnownParent, Readonly<Lanes> {
  /** The legacy id that records name it by. */
  readonly key: string;
}

/** @param key the legacy id that records name it by */
export function tabled(
  key: string,
  { targetId, legacyId, placeholder, carried }: KnownParent,
): TabledParent {
  const { low, high } = hashValue(targetId, { low: 0, high: 0 });
  // Nearly always the same text: then it is kept once.
  const own = legacyId === key ? key : legacyId;
  return { key, targetId, legacyId: own, placeholder, carried, low, high };
}

/**
 * Parents by their legacy ids, found through a table of numbers: a look-up among hundreds of
 * thousands goes to memory a few times, where a `Map` of texts goes twice as often.
 */
export class ParentTable {
  readonly #parents: TabledParent[] = [];
  readonly #scratch: Lanes = { low: 0, high: 0 };
  #slots = new Int32Array(FIRST_SLOTS * WIDTH);

  get size(): number {
    return this.#parents.length;
  }

  /** A parent that is not in the table yet. */
  add(key: string, known: KnownParent): TabledParent {
    const parent = tabled(key, known);
    this.#parents.push(parent);
    if (this.#parents.length * 2 * WIDTH > this.#slots.length) this.#grow();
    else this.#put(this.#parents.length);
    return parent;
  }

  clear(): void {
    this.#parents.length = 0;
    this.#slots = new Int32Array(FIRST_SLOTS * WIDTH);
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let nth = 1; nth <= this.#parents.length; nth++) this.#put(nth);
  }

  #put(nth: number): void {
    const { low } = hashValue(this.#parents[nth - 1]?.key ?? null, this.#scratch);
    const mask = this.#slots.length / WIDTH - 1;
    let slot = low & mask;
    while (this.#slots[slot * WIDTH + 1] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot * WIDTH] = low;
    this.#slots[slot * WIDTH + 1] = nth;
  }

  find(key: string): TabledParent | undefined {
    const { low } = hashValue(key, this.#scratch);
    const mask = this.#slots.length / WIDTH - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const nth = this.#slots[slot * WIDTH + 1] ?? 0;
      if (nth === 0) return undefined;
      if (this.#slots[slot * WIDTH] !== low) continue;
      const parent = this.#parents[nth - 1];
      if (parent?.key === key) return parent;
    }
  }
}
