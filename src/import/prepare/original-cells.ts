import { BYTES_PER_UNIT, grownBuffer } from "../../plain/grown-buffer.ts";
import type { JoinedCells } from "./prepared-record.ts";

/** The cells of one record, among those of others. */
export interface OriginalCells {
  /** UTF-8, one cell after the other. */
  readonly bytes: Buffer;
  /** Where the first cell begins. */
  readonly start: number;
  /** Where cells end in the bytes; those of the record stand at `from` to before `to`. */
  readonly ends: ArrayLike<number>;
  readonly from: number;
  readonly to: number;
  /** The bytes are one JSON list: half a surrogate pair, which UTF-8 does not have, is in a cell. */
  readonly isJson: boolean;
}

/** What `OriginalCellsPage` is stored as. */
export interface PackedCells {
  /** 32-bit integers: how many cells each record has, or `NOT_KEPT` or `JSON_LIST`; then the ends. */
  readonly ends: Buffer;
  readonly bytes: Buffer;
}

const NOT_KEPT = -1;
const JSON_LIST = -2;
/** Half a surrogate pair. */
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const INTEGER = Int32Array.BYTES_PER_ELEMENT;

/** The cells of records, side by side as bytes: a report writes them as they are. */
export class OriginalCellsPage {
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  #ends: number[] | Int32Array = [];
  /** Where the ends of each record stand; the same as those of the next for one without cells. */
  readonly #from: number[] = [0];
  /** How many cells each record has, or what else is to be said of them. */
  readonly #counts: number[] = [];
  readonly #firstRoom: number;

  /** @param firstRoom bytes that it will have at least, once it has any */
  constructor(firstRoom = 0) {
    this.#firstRoom = firstRoom;
  }

  /** Bytes. */
  get length(): number {
    return this.#length;
  }

  /** Whether the cells of any record were kept. */
  get hasAny(): boolean {
    return this.#counts.some((count) => count !== NOT_KEPT);
  }

  /** The next record; to a page that is being filled. */
  add(cells: JoinedCells | undefined): void {
    const ends = this.#ends as number[];
    this.#counts.push(cells === undefined ? NOT_KEPT : this.#put(cells, ends));
    this.#from.push(ends.length);
  }

  /** @returns how many there are */
  #put(cells: JoinedCells, ends: number[]): number {
    const { text, start, ends: own } = cells;
    const at = this.#length;
    const length = (own[own.length - 1] ?? start) - start;
    // Copied as bytes: a part of a text would keep the whole of it in memory.
    this.#write(text.slice(start, start + length));
    if (this.#length - at === length) {
      for (let nth = 0; nth < own.length; nth++) ends.push((own[nth] ?? 0) - start + at);
      return own.length;
    }
    return this.#putOther(cells, at, ends);
  }

  /** Cells with more than ASCII: a character is not a byte. */
  #putOther(cells: JoinedCells, at: number, ends: number[]): number {
    const all = splitCells(cells);
    if (all.some((cell) => HALF.test(cell))) {
      this.#length = at;
      this.#write(JSON.stringify(all));
      ends.push(this.#length);
      return JSON_LIST;
    }
    let end = at;
    for (const cell of all) {
      end += Buffer.byteLength(cell);
      ends.push(end);
    }
    return all.length;
  }

  #write(text: string): void {
    const most = text.length * BYTES_PER_UNIT;
    const more = this.#length === 0 ? Math.max(most, this.#firstRoom) : most;
    this.#bytes = grownBuffer(this.#bytes, this.#length, more);
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** The cells of a record; undefined if they were not kept. */
  at(nth: number): OriginalCells | undefined {
    const count = this.#counts[nth] ?? NOT_KEPT;
    if (count === NOT_KEPT) return undefined;
    const [from = 0, to = 0] = [this.#from[nth], this.#from[nth + 1]];
    const start = from === 0 ? 0 : (this.#ends[from - 1] ?? 0);
    return { bytes: this.#bytes, start, ends: this.#ends, from, to, isJson: count === JSON_LIST };
  }

  pack(): PackedCells {
    const packed = new Int32Array(this.#counts.length + this.#ends.length);
    packed.set(this.#counts);
    packed.set(this.#ends, this.#counts.length);
    return { ends: Buffer.from(packed.buffer), bytes: this.#bytes.subarray(0, this.#length) };
  }

  /** @param records how many there are */
  static unpack({ ends, bytes }: PackedCells, records: number): OriginalCellsPage {
    const page = new OriginalCellsPage();
    const numbers = new Int32Array(ends.length / INTEGER);
    new Uint8Array(numbers.buffer).set(ends);
    for (let nth = 0; nth < records; nth++) {
      const count = numbers[nth] ?? NOT_KEPT;
      page.#counts.push(count);
      const ends = count === JSON_LIST ? 1 : Math.max(count, 0);
      page.#from.push((page.#from[nth] ?? 0) + ends);
    }
    page.#ends = numbers.subarray(records);
    page.#bytes = bytes;
    page.#length = bytes.length;
    return page;
  }
}

/** The cells one by one. */
export function cellTexts({ bytes, start, ends, from, to, isJson }: OriginalCells): string[] {
  if (isJson) return JSON.parse(bytes.toString("utf8", start, ends[from])) as string[];
  let begin = start;
  return Array.from({ length: to - from }, (_, nth) => {
    const end = ends[from + nth] ?? begin;
    const cell = bytes.toString("utf8", begin, end);
    begin = end;
    return cell;
  });
}

export function joinCells(cells: readonly string[]): JoinedCells {
  let end = 0;
  return { text: cells.join(""), start: 0, ends: cells.map(({ length }) => (end += length)) };
}

/** Joined cells one by one. */
export function splitCells({ text, start, ends }: JoinedCells): string[] {
  let from = start;
  return Array.from(ends, (end) => {
    const cell = text.slice(from, end);
    from = end;
    return cell;
  });
}
