import { csvCell } from "../../plain/csv.ts";
import { BYTES_PER_UNIT, grownBuffer } from "../../plain/grown-buffer.ts";
import { cellTexts, type OriginalCells } from "../prepare/original-cells.ts";

const [QUOTE, COMMA, RETURN, NEWLINE, BLANK] = [0x22, 0x2c, 0x0d, 0x0a, 0x20];
const ZERO = 0x30;
/** Where ASCII ends. */
const ASCII = 0x80;
/** Bytes: more than this, and a line, would not be written at once (by Node, 512 KiB). */
const LONG = 448 * 1024;
const ROOM = 512 * 1024;
/** A number has fewer digits. */
const DIGITS = 20;

// Cells that stand as they are: what `csvCell` says of all, said again for bytes.

/** What a cell may begin with that is neither run nor in need of an apostrophe. */
const BEGINS_PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(/^[a-z0-9]$/i.test(String.fromCharCode(byte))),
);

/** What a cell may not have unless it is in quotes. */
const MUST_BE_QUOTED = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number([QUOTE, COMMA, RETURN, NEWLINE].includes(byte)),
);

/** Lines of a CSV file that people open, in the making: bytes, since there are many. */
export class CsvLines {
  #bytes: Buffer = Buffer.allocUnsafe(ROOM);
  /** Used in turn: garbage of this size has the memory of the whole process looked through. */
  #other: Buffer = Buffer.allocUnsafe(ROOM);
  #length = 0;
  /** The next cell is the first of its line. */
  #isFirst = true;

  /** Whether there is enough of them to be written. */
  get isLong(): boolean {
    return this.#length >= LONG;
  }

  /** The lines so far, which stay as they are until more are taken; they are gone from here. */
  take(): Buffer {
    const taken = this.#bytes;
    this.#bytes = this.#other;
    this.#other = taken;
    const lines = taken.subarray(0, this.#length);
    this.#length = 0;
    return lines;
  }

  /** One cell, or several with commas between them, as it is written. */
  add(cells: Uint8Array): this {
    this.#next(cells.length);
    this.#bytes.set(cells, this.#length);
    this.#length += cells.length;
    return this;
  }

  /** @param number whole, not less than zero; an empty cell if there is none */
  number(number: number | null | undefined): this {
    this.#next(DIGITS);
    if (number == null) return this;
    let digits = 1;
    for (let power = 10; power <= number; power *= 10) digits++;
    let left = number;
    for (let at = this.#length + digits - 1; at >= this.#length; at--) {
      const digit = left % 10;
      this.#bytes[at] = ZERO + digit;
      left = (left - digit) / 10;
    }
    this.#length += digits;
    return this;
  }

  /** Ends a line. */
  end(): this {
    this.#makeRoom(2);
    this.#bytes[this.#length++] = RETURN;
    this.#bytes[this.#length++] = NEWLINE;
    this.#isFirst = true;
    return this;
  }

  /** A record's cells, as `csvCell` writes them. */
  cells(kept: OriginalCells): this {
    if (kept.isJson) {
      for (const cell of cellTexts(kept)) this.add(Buffer.from(csvCell(cell)));
      return this;
    }
    const { bytes, start, ends, from, to } = kept;
    let begin = start;
    for (let at = from; at < to; at++) {
      const end = ends[at] ?? begin;
      this.#next(end - begin);
      if (!this.#putPlain(bytes, begin, end))
        this.#put(csvCell(bytes.toString("utf8", begin, end)));
      begin = end;
    }
    return this;
  }

  /** A cell of so many bytes at most begins. */
  #next(bytes: number): void {
    this.#makeRoom(bytes + 1);
    if (!this.#isFirst) this.#bytes[this.#length++] = COMMA;
    this.#isFirst = false;
  }

  /** @returns whether the cell can stand as it is, as nearly every cell can */
  #putPlain(bytes: Uint8Array, begin: number, end: number): boolean {
    if (begin === end) return true;
    const last = bytes[end - 1] as number;
    if (BEGINS_PLAIN[bytes[begin] as number] !== 1 || last <= BLANK || last >= ASCII) return false;
    const into = this.#bytes;
    let next = this.#length;
    for (let at = begin; at < end; at++) {
      const byte = bytes[at] as number;
      if (MUST_BE_QUOTED[byte] === 1) return false;
      into[next++] = byte;
    }
    this.#length = next;
    return true;
  }

  #put(text: string): void {
    this.#makeRoom(text.length * BYTES_PER_UNIT);
    this.#length += this.#bytes.write(text, this.#length);
  }

  #makeRoom(bytes: number): void {
    this.#bytes = grownBuffer(this.#bytes, this.#length, bytes);
  }
}
