import { hashText, type Lanes, mix } from "../../digest/content-hash.ts";
import { hex } from "../../digest/control-totals.ts";
import type { SourceRecord } from "../../source/record.ts";

/** What one column's cells come to: 16 hexadecimal digits. */
export type CellDigest = string;

/** Cells that were counted, in plain values: the low lanes of all columns, then the high ones. */
export interface CountedCells {
  readonly records: number;
  readonly lanes: Int32Array<ArrayBuffer>;
}

const lanes: Lanes = { low: 0, high: 0 };

/**
 * Sums up the cells of a file as they pass one point of the pipeline, over (record number, cell) and
 * independent of order. Taken behind the reader and before the mapping: what lies between can
 * neither lose, double nor alter a cell unnoticed.
 */
export class CellTotals {
  readonly #low: Int32Array;
  readonly #high: Int32Array;
  readonly #tells: Uint8Array | undefined;
  #records = 0;

  /**
   * @param columns of the header; cells beyond them count with the last
   * @param own the places that tell one record from another; all unless said
   */
  constructor(columns: number, own?: ReadonlySet<number>) {
    this.#tells = own && Uint8Array.from({ length: columns }, (_, at) => Number(own.has(at)));
    this.#low = new Int32Array(columns + 1);
    this.#high = new Int32Array(columns + 1);
  }

  get records(): number {
    return this.#records;
  }

  /** @returns a number that equals another record's where the cells that tell them apart are the same */
  add({ record, cells }: SourceRecord): number {
    this.#records++;
    const last = this.#low.length - 1;
    let fingerprint = cells.length;
    for (let at = 0; at < cells.length; at++) {
      const column = Math.min(at, last);
      hashText(cells[at] ?? "", lanes);
      if (this.#tells?.[at] !== 0) fingerprint = mix(fingerprint ^ lanes.low) + lanes.high;
      this.#low[column] = (this.#low[column] ?? 0) + mix(lanes.low ^ record);
      this.#high[column] = (this.#high[column] ?? 0) + mix(lanes.high ^ ~record);
    }
    return fingerprint | 0;
  }

  /** The same totals, as another thread counted them. */
  static from({ records, lanes }: CountedCells): CellTotals {
    const columns = lanes.length / 2;
    const totals = new CellTotals(columns - 1);
    totals.#records = records;
    totals.#low.set(lanes.subarray(0, columns));
    totals.#high.set(lanes.subarray(columns));
    return totals;
  }

  /** What has been counted so far, to go to another thread. */
  counted(): CountedCells {
    const lanes = new Int32Array(this.#low.length * 2);
    lanes.set(this.#low);
    lanes.set(this.#high, this.#low.length);
    return { records: this.#records, lanes };
  }

  /** One digest for each column of the header, and one for the cells beyond it. */
  digests(): CellDigest[] {
    return Array.from(this.#low, (low, column) => hex(this.#high[column] ?? 0) + hex(low));
  }
}
