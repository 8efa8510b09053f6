import { hashValue, type Lanes, mix } from "./value-hash.ts";

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
