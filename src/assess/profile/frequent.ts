import type { ValueCount } from "../assessment.ts";

/**
 * Finds the most frequent of many values in bounded memory: exact while they are few, then by counters
 * that are lowered together (Misra and Gries 1982, in the batches of Agarwal et al., Mergeable
 * Summaries, 2012). A count is never too high, and too low by at most (values seen) / capacity.
 */
export class FrequentValues {
  readonly #capacity: number;
  readonly #counts = new Map<string, number>();
  #exact = true;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Whether every count is exact. */
  get exact(): boolean {
    return this.#exact;
  }

  see(value: string, times: number): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + times);
    if (this.#counts.size > 2 * this.#capacity) this.#lower();
  }

  /** The most frequent, most frequent first; as frequent ones in the order of their text. */
  most(count: number): ValueCount[] {
    return [...this.#counts]
      .map(([value, times]) => ({ value, count: times }))
      .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
      .slice(0, count);
  }

  #lower(): void {
    this.#exact = false;
    const counts = [...this.#counts.values()].sort((one, other) => other - one);
    const by = counts[this.#capacity] ?? 0;
    for (const [value, count] of this.#counts) {
      if (count > by) this.#counts.set(value, count - by);
      else this.#counts.delete(value);
    }
  }
}
