// HyperLogLog (Flajolet, Fusy, Gandouet, Meunier 2007): how many different values there are, in
// 4 KiB, to within about 2 %. Source and target see the same hashes, so their registers are equal
// exactly where the sets are.

const INDEX_BITS = 12;
const REGISTERS = 2 ** INDEX_BITS;
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

/** Counts different values in bounded memory. */
export class DistinctCount {
  readonly #registers = new Uint8Array(REGISTERS);

  add(low: number, high: number): void {
    const index = low & (REGISTERS - 1);
    const rank = Math.clz32(high) + 1;
    if (rank > (this.#registers[index] ?? 0)) this.#registers[index] = rank;
  }

  /** Exact for few values, an estimate for many. */
  estimate(): number {
    let sum = 0;
    let empty = 0;
    for (const rank of this.#registers) {
      sum += 2 ** -rank;
      if (rank === 0) empty++;
    }
    const raw = (ALPHA * REGISTERS * REGISTERS) / sum;
    const few = raw <= 2.5 * REGISTERS && empty > 0;
    return Math.round(few ? REGISTERS * Math.log(REGISTERS / empty) : raw);
  }
}
