import { csvCell } from "./csv.ts";

/** More different ones are not held ready. */
const MOST_CELLS = 1_000;

/** Cells that many lines share, as they are written. */
export class CellBook {
  readonly #known = new Map<string, Buffer>();

  of(cell: string): Buffer {
    const known = this.#known.get(cell);
    if (known !== undefined) return known;
    const bytes = Buffer.from(csvCell(cell));
    if (this.#known.size < MOST_CELLS) this.#known.set(cell, bytes);
    return bytes;
  }
}
