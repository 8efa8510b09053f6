// Hashes of values, for control totals and content hashes: two 32-bit lanes, spread by MurmurHash3's
// finalizer. They find faults; they do not keep out an adversary (files have a SHA-256 for that).

/** Two 32-bit lanes. Reused by its owner: reading it is the caller's turn, keeping it is not. */
export interface Lanes {
  low: number;
  high: number;
}

const NULL_LOW = 0x2f0b4c47;
const NULL_HIGH = 0x51ed270b;
const NUMBER_SEED = 0x3c6ef372;
const TEXT_SEED = 0x1b873593;

/** Every bit of the result depends on every bit of the input (MurmurHash3's fmix32). */
export function mix(bits: number): number {
  let mixed = bits ^ (bits >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** The hash of a value as SQLite stores it; `1` and `"1"` differ. */
export function hashValue(value: string | number | null, into: Lanes): Lanes {
  if (value === null) {
    into.low = NULL_LOW;
    into.high = NULL_HIGH;
    return into;
  }
  if (typeof value === "number") return hashUnits(String(value), NUMBER_SEED, into);
  return hashUnits(value, TEXT_SEED, into);
}

/** What `hashValue` comes to for a text. */
export function hashText(text: string, into: Lanes): Lanes {
  return hashUnits(text, TEXT_SEED, into);
}

/**
 * The hash of a value that stands in a buffer as UTF-8, as if it were read first.
 *
 * @param kind what SQLite stores: a number stands there in digits
 */
export function hashBytes(
  bytes: Buffer,
  { start, end, kind }: { start: number; end: number; kind: "text" | "number" },
  into: Lanes,
): Lanes {
  const seed = kind === "number" ? NUMBER_SEED : TEXT_SEED;
  let low = seed ^ (end - start);
  let high = Math.imul(seed, 0x9e3779b1) ^ (end - start);
  for (let at = start; at < end; at++) {
    const unit = bytes[at] ?? 0;
    // Hashed are UTF-16 units: a byte each, as long as all of it is ASCII.
    if (unit >= 0x80) return hashUnits(bytes.toString("utf8", start, end), seed, into);
    low = Math.imul(low ^ unit, 0x9e3779b1);
    high = Math.imul(high ^ unit, 0x5f356495);
    high ^= high >>> 15;
  }
  into.low = mix(low ^ (high >>> 16));
  into.high = mix(high ^ low);
  return into;
}

function hashUnits(text: string, seed: number, into: Lanes): Lanes {
  let low = seed ^ text.length;
  let high = Math.imul(seed, 0x9e3779b1) ^ text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x9e3779b1);
    high = Math.imul(high ^ unit, 0x5f356495);
    high ^= high >>> 15;
  }
  into.low = mix(low ^ (high >>> 16));
  into.high = mix(high ^ low);
  return into;
}
