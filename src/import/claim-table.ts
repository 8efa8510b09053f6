import { NumberTable } from "./number-table.ts";

/** 256 KiB of bits: what is looked at a million times stays near the processor. */
const BITS = 1 << 21;

/** Exceptions by the legacy ids of their records; nearly every record that is looked up has none. */
export class ClaimTable extends NumberTable {
  readonly #seen = new Int32Array(BITS / 32);
  /** The number that was added last. */
  last = 0;

  protected override put(low: number, number: number): void {
    super.put(low, number);
    const bit = low & (BITS - 1);
    this.#seen[bit >>> 5] = (this.#seen[bit >>> 5] ?? 0) | (1 << (bit & 31));
    this.last = Math.max(this.last, number);
  }

  /** Whether a number may belong to a text, by the low lane of its hash. */
  mayHave(low: number): boolean {
    const bit = low & (BITS - 1);
    return ((this.#seen[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }
}
