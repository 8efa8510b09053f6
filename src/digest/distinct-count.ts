// How many different values there are: exactly while they are few, then by HyperLogLog (Flajolet,
// Fusy, Gandouet, Meunier 2007) to within about 2 %, in bounded memory. Source and target see the
// same hashes, so they count the same exactly where the sets are the same.

const REGISTERS = 4_096;
const MASK = REGISTERS - 1;
/** Above this, the estimate takes over, unless more was asked for. */
const EXACT = REGISTERS / 2;
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

/** A count in plain values, to go to another thread. */
export interface CountedDistinct {
  readonly mostExact: number;
  readonly low: Int32Array<ArrayBuffer>;
  readonly high: Int32Array<ArrayBuffer>;
  readonly registers: Uint8Array<ArrayBuffer>;
  readonly exact: number;
}

/** Slots to begin with: of ten thousand columns most hold little. */
const FIRST_SLOTS = 64;

/** Counts different values by their 64-bit hashes. */
export class DistinctCount {
  readonly #mostExact: number;
  /** Hashes, at most half full; given up as soon as the estimate takes over. */
  #low: Int32Array<ArrayBuffer> = new Int32Array(FIRST_SLOTS);
  #high: Int32Array<ArrayBuffer> = new Int32Array(FIRST_SLOTS);
  /** Empty until then. */
  #registers: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #exact = 0;

  /** @param mostExact up to how many values the count is exact; the memory it takes grows with them */
  constructor(mostExact = EXACT) {
    this.#mostExact = mostExact;
  }

  static from({ mostExact, low, high, registers, exact }: CountedDistinct): DistinctCount {
    const count = new DistinctCount(mostExact);
    count.#low = low;
    count.#high = high;
    count.#registers = registers;
    count.#exact = exact;
    return count;
  }

  counted(): CountedDistinct {
    return {
      mostExact: this.#mostExact,
      low: this.#low,
      high: this.#high,
      registers: this.#registers,
      exact: this.#exact,
    };
  }

  add(low: number, high: number): void {
    if (this.#exact <= this.#mostExact) this.#remember(low, high);
    else this.#rank(low, high);
  }

  #rank(low: number, high: number): void {
    const index = low & MASK;
    const rank = Math.clz32(high) + 1;
    if (rank > (this.#registers[index] ?? 0)) this.#registers[index] = rank;
  }

  /** A hash of two zeros stands for an empty slot; one value in 2^64 is not counted. */
  #remember(low: number, high: number): void {
    const mask = this.#low.length - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const [knownLow, knownHigh] = [this.#low[slot], this.#high[slot]];
      if (knownLow === low && knownHigh === high) return;
      if (knownLow === 0 && knownHigh === 0) {
        this.#low[slot] = low;
        this.#high[slot] = high;
        this.#exact++;
        if (this.#exact > this.#mostExact) this.#estimateFromNow();
        else if (this.#exact * 2 > this.#low.length) this.#grow();
        return;
      }
    }
  }

  #grow(): void {
    const [low, high] = [this.#low, this.#high];
    this.#low = new Int32Array(low.length * 2);
    this.#high = new Int32Array(low.length * 2);
    this.#exact = 0;
    this.#addAll(low, high);
  }

  #estimateFromNow(): void {
    const [low, high] = [this.#low, this.#high];
    this.#exact = this.#mostExact + 1;
    this.#registers = new Uint8Array(REGISTERS);
    this.#low = new Int32Array(0);
    this.#high = new Int32Array(0);
    this.#addAll(low, high);
  }

  #addAll(low: Int32Array, high: Int32Array): void {
    for (let slot = 0; slot < low.length; slot++) {
      if (low[slot] !== 0 || high[slot] !== 0) this.add(low[slot] ?? 0, high[slot] ?? 0);
    }
  }

  /** Counts what another has counted, too. */
  include(other: DistinctCount): void {
    if (other.isExact()) {
      this.#addAll(other.#low, other.#high);
      return;
    }
    if (this.isExact()) this.#estimateFromNow();
    for (const [at, rank] of other.#registers.entries()) {
      if (rank > (this.#registers[at] ?? 0)) this.#registers[at] = rank;
    }
  }

  isExact(): boolean {
    return this.#exact <= this.#mostExact;
  }

  /** Exact up to 2,048 values, or what was asked for; an estimate above. */
  count(): number {
    return this.isExact() ? this.#exact : this.#estimate();
  }

  #estimate(): number {
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
