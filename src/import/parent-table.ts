import { NumberTable } from "./number-table.ts";
import type { KnownParent } from "./parent-lookup.ts";
import { hashValue, type Lanes } from "./value-hash.ts";

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
  #numbers = new NumberTable();

  get size(): number {
    return this.#parents.length;
  }

  /** A parent that is not in the table yet. */
  add(key: string, known: KnownParent): TabledParent {
    const parent = tabled(key, known);
    this.#numbers.add(key, this.#parents.push(parent));
    return parent;
  }

  clear(): void {
    this.#parents.length = 0;
    this.#numbers = new NumberTable();
  }

  find(key: string): TabledParent | undefined {
    for (const number of this.#numbers.find(key)) {
      const parent = this.#parents[number - 1];
      if (parent?.key === key) return parent;
    }
    return undefined;
  }
}
