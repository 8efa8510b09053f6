import type { Lanes } from "./content-hash.ts";

/** Two lanes each of a target id's hash and of a legacy id's. */
const WIDTH = 4;
const FIRST_SLOTS = 1 << 12;

/** What the target ids of one table stand for, all of it as hashes: sixteen bytes a row. */
export class IdTable {
  #slots = FIRST_SLOTS;
  #lanes = new Int32Array(FIRST_SLOTS * WIDTH);
  #count = 0;

  add(id: Lanes, legacyId: Lanes): void {
    if (this.#count * 2 >= this.#slots) this.#grow();
    this.#put([id.low, id.high, legacyId.low, legacyId.high]);
    this.#count++;
  }

  #put(entry: readonly [number, number, number, number]): void {
    const at = this.#slotOf(entry[0], entry[1]);
    this.#lanes.set(entry, at);
  }

  #grow(): void {
    const old = this.#lanes;
    this.#slots *= 2;
    this.#lanes = new Int32Array(this.#slots * WIDTH);
    for (let at = 0; at < old.length; at += WIDTH) {
      const [a = 0, b = 0, c = 0, d = 0] = [old[at], old[at + 1], old[at + 2], old[at + 3]];
      if (a !== 0 || b !== 0) this.#put([a, b, c, d]);
    }
  }

  /** Where the entry of an id stands, or where it would. */
  #slotOf(low: number, high: number): number {
    const mask = this.#slots - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const at = slot * WIDTH;
      const [knownLow, knownHigh] = [this.#lanes[at] ?? 0, this.#lanes[at + 1] ?? 0];
      if (knownLow === low && knownHigh === high) return at;
      if (knownLow === 0 && knownHigh === 0) return at;
    }
  }

  /** Whether a row has this id; the hash of its legacy id, then. */
  find({ low, high }: Lanes, into: Lanes): boolean {
    const at = this.#slotOf(low, high);
    if (this.#lanes[at] !== low || this.#lanes[at + 1] !== high) return false;
    into.low = this.#lanes[at + 2] ?? 0;
    into.high = this.#lanes[at + 3] ?? 0;
    return true;
  }
}
