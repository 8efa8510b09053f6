// How many different values there are: exactly while they are few, then by HyperLogLog (Flajolet,
// Fusy, Gandouet, Meunier 2007) to within about 2 %, in bounded memory. Source and target see the
// same hashes, so they count the same exactly where the sets are the same.

const SLOTS = 4_096;
const MASK = SLOTS - 1;
/** Above this, the table of hashes fills up and the estimate takes over. */
const EXACT = SLOTS / 2;
const ALPHA = 0.7213 / (1 + 1.079 / SLOTS);

/** Counts different values by their 64-bit hashes. */
export class DistinctCount {
  readonly #low = new Int32Array(SLOTS);
  readonly #high = new Int32Array(SLOTS);
  readonly #registers = new Uint8Array(SLOTS);
  #exact = 0;

  add(low: number, high: number): void {
    const index = low & MASK;
    const rank = Math.clz32(high) + 1;
    if (rank > (this.#registers[index] ?? 0)) this.#registers[index] = rank;
    if (this.#exact <= EXACT) this.#remember(low, high);
  }

  /** A hash of two zeros stands for an empty slot; one value in 2^64 is not counted. */
  #remember(low: number, high: number): void {
    for (let slot = low & MASK; ; slot = (slot + 1) & MASK) {
      const [knownLow, knownHigh] = [this.#low[slot], this.#high[slot]];
      if (knownLow === low && knownHigh === high) return;
      if (knownLow === 0 && knownHigh === 0) {
        this.#low[slot] = low;
        this.#high[slot] = high;
        this.#exact++;
        return;
      }
    }
  }

  /** Exact up to 2,048 values, an estimate above. */
  count(): number {
    return this.#exact <= EXACT ? this.#exact : this.#estimate();
  }

  #estimate(): number {
    let sum = 0;
    let empty = 0;
    for (const rank of this.#registers) {
      sum += 2 ** -rank;
      if (rank === 0) empty++;
    }
    const raw = (ALPHA * SLOTS * SLOTS) / sum;
    const few = raw <= 2.5 * SLOTS && empty > 0;
    return Math.round(few ? SLOTS * Math.log(SLOTS / empty) : raw);
  }
}
