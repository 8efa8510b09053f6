import { trimText } from "../../../shared/trim-text.ts";
import { hashText, type Lanes } from "../../digest/content-hash.ts";

const lanes: Lanes = { low: 0, high: 0 };
const BITS_OF_HIGH = 21;

/** 53 bits: as many as a number holds exactly. Texts that differ only in the blanks around them have the same. */
export function cellHash(text: string): number {
  hashText(trimText(text), lanes);
  return (lanes.high >>> (32 - BITS_OF_HIGH)) * 2 ** 32 + (lanes.low >>> 0);
}

/** What the cells of one entity's records hash to, column by column: eight bytes a cell. */
export class CellHashes {
  /** The ordinal of the entity's first record; the others follow it. */
  readonly first: number;
  readonly #columns: number[][];
  #size = 0;

  constructor(first: number, columns: number) {
    this.first = first;
    this.#columns = Array.from({ length: columns }, () => []);
  }

  add(cells: readonly string[]): void {
    for (const [at, hashes] of this.#columns.entries()) hashes.push(cellHash(cells[at] ?? ""));
    this.#size++;
  }

  set(ordinal: number, cells: readonly string[]): void {
    for (const [at, hashes] of this.#columns.entries()) {
      hashes[ordinal - this.first] = cellHash(cells[at] ?? "");
    }
  }

  /** The ordinals of the records that hold a text in a column. */
  *having(at: number, text: string): Generator<number> {
    const hashes = this.#columns[at] ?? [];
    const wanted = cellHash(text);
    for (let nth = 0; nth < this.#size; nth++) {
      if (hashes[nth] === wanted) yield this.first + nth;
    }
  }

  count(at: number, text: string): number {
    const hashes = this.#columns[at] ?? [];
    const wanted = cellHash(text);
    let count = 0;
    for (let nth = 0; nth < hashes.length; nth++) if (hashes[nth] === wanted) count++;
    return count;
  }

  /** The different texts of a column: how many records have each, and one that has it. */
  distinct(
    at: number,
    isMeant: (ordinal: number) => boolean,
  ): { readonly ordinal: number; readonly count: number }[] {
    const found = new Map<number, { ordinal: number; count: number }>();
    const hashes = this.#columns[at] ?? [];
    for (const [nth, hash] of hashes.entries()) {
      const ordinal = this.first + nth;
      if (!isMeant(ordinal)) continue;
      const known = found.get(hash);
      if (known === undefined) found.set(hash, { ordinal, count: 1 });
      else known.count++;
    }
    return [...found.values()];
  }
}
