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

/** What SQLite stores. */
export type StoredValue = string | number | null;

/** Two lanes per column: what the values of one row hash to. */
export type RowHashes = Int32Array;

const lanes: Lanes = { low: 0, high: 0 };
const ROW_BYTES = 8;

/** Of a row without columns. */
export const NO_HASHES: RowHashes = new Int32Array(0);

/** The hashes of a row's values, in the order of its columns. */
export function hashRow(values: readonly StoredValue[]): RowHashes {
  const hashes = new Int32Array(values.length * 2);
  hashInto(hashes, 0, values);
  return hashes;
}

/** The same, written into a longer array from a lane of it on. */
export function hashInto(
  hashes: Int32Array,
  firstLane: number,
  values: readonly StoredValue[],
): void {
  let lane = firstLane;
  for (let column = 0; column < values.length; column++) {
    hashValue(values[column] ?? null, lanes);
    hashes[lane++] = lanes.low;
    hashes[lane++] = lanes.high;
  }
}

const SLAB_LANES = 16_384;

/** Room for the hashes of many rows: an array for each row costs more than to hash it. */
export class HashSlab {
  lanes: Int32Array = NO_HASHES;
  #next = 0;

  /** @returns where so many lanes begin in `lanes`; those that were taken before keep their array */
  take(count: number): number {
    if (this.#next + count > this.lanes.length) {
      this.lanes = new Int32Array(Math.max(SLAB_LANES, count));
      this.#next = 0;
    }
    const first = this.#next;
    this.#next += count;
    return first;
  }
}

/** Replaces one column's hash. */
export function hashColumn(hashes: RowHashes, column: number, value: StoredValue): void {
  hashValue(value, lanes);
  hashes[column * 2] = lanes.low;
  hashes[column * 2 + 1] = lanes.high;
}

/** How long the content hash of a row of so many columns is. */
export const contentHashBytes = (columns: number): number => ROW_BYTES + columns * 2;

/**
 * The content hash that the crosswalk keeps of what was imported: 8 bytes for the row, then 2 for
 * each column in order, so that a later change can be traced to its columns.
 */
export function contentHash(hashes: RowHashes): Buffer {
  const columns = hashes.length / 2;
  const hash = Buffer.allocUnsafe(contentHashBytes(columns));
  let low = columns;
  let high = ~columns;
  for (let column = 0; column < columns; column++) {
    low = mix(low ^ (hashes[column * 2] ?? 0)) + column;
    high = mix(high ^ (hashes[column * 2 + 1] ?? 0)) + column;
    hash.writeUInt16LE((hashes[column * 2] ?? 0) & 0xffff, ROW_BYTES + column * 2);
  }
  hash.writeInt32LE(low | 0, 0);
  hash.writeInt32LE(high | 0, 4);
  return hash;
}

/**
 * The columns in which two content hashes differ, by position; all of them where the hashes were
 * made over other columns.
 */
export function differingColumns(one: Buffer, other: Buffer, columns: number): number[] {
  const all = Array.from({ length: columns }, (_, column) => column);
  if (one.length !== other.length) return all;
  const differ = all.filter((column) => {
    const at = ROW_BYTES + column * 2;
    return one.readUInt16LE(at) !== other.readUInt16LE(at);
  });
  return differ.length === 0 && !one.equals(other) ? all : differ;
}
