import { hashValue, type Lanes, mix, type StoredValue } from "./content-hash.ts";
import { hex } from "./control-totals.ts";

/** A cell as a driver hands it on. */
type AnyCell = StoredValue | bigint | Buffer;

/** Bytes and large numbers as texts that no other cell has. */
export function hashable(cell: AnyCell): StoredValue {
  if (typeof cell === "bigint") return `integer ${cell}`;
  return Buffer.isBuffer(cell) ? `\0bytes ${cell.toString("latin1")}` : cell;
}

/** Sums up whole rows, independent of their order. */
export class RowsDigest {
  rows = 0;
  readonly #lanes: Lanes = { low: 0, high: 0 };
  #low = 0;
  #high = 0;

  add(row: readonly AnyCell[]): void {
    this.rows++;
    let low = row.length;
    let high = ~row.length;
    for (const cell of row) {
      hashValue(hashable(cell), this.#lanes);
      low = mix(low ^ this.#lanes.low) + 1;
      high = mix(high ^ this.#lanes.high) + 1;
    }
    this.#low = (this.#low + mix(low)) | 0;
    this.#high = (this.#high + mix(high)) | 0;
  }

  /** 16 hexadecimal digits. */
  text(): string {
    return hex(this.#high) + hex(this.#low);
  }
}

/** Sums up the cells of rows, column by column, independent of the order of the rows. */
export class ColumnsDigest {
  rows = 0;
  /** Of the row at hand: 16 bits a column, to find again which cell of it changed. */
  readonly marks: Uint16Array;
  readonly #lanes: Lanes = { low: 0, high: 0 };
  readonly #low: Int32Array;
  readonly #high: Int32Array;
  readonly #nonNull: Float64Array;

  constructor(columns: number) {
    this.marks = new Uint16Array(columns);
    this.#low = new Int32Array(columns);
    this.#high = new Int32Array(columns);
    this.#nonNull = new Float64Array(columns);
  }

  /** @param key of the row: a value that wandered to another row is noticed */
  add(key: string, row: readonly AnyCell[]): void {
    this.rows++;
    hashValue(key, this.#lanes);
    const seed = this.#lanes.low;
    for (let at = 0; at < this.marks.length; at++) {
      const cell = hashable(row[at] ?? null);
      hashValue(cell, this.#lanes);
      const { low, high } = this.#lanes;
      this.marks[at] = low ^ high;
      // Typed arrays wrap around by themselves.
      this.#low[at] = (this.#low[at] ?? 0) + mix(low ^ seed);
      this.#high[at] = (this.#high[at] ?? 0) + mix(high ^ ~seed);
      if (cell !== null) this.#nonNull[at] = (this.#nonNull[at] ?? 0) + 1;
    }
  }

  /** Of each column: cells that are not empty, and 16 hexadecimal digits. */
  totals(): { readonly nonNull: number; readonly digest: string }[] {
    return Array.from(this.#low, (low, at) => ({
      nonNull: this.#nonNull[at] ?? 0,
      digest: hex(this.#high[at] ?? 0) + hex(low),
    }));
  }
}
