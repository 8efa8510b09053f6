import { isUtf8 } from "node:buffer";
import { grownBuffer } from "../../plain/grown-buffer.ts";
import type { ListedColumn } from "./catalog.ts";
import { quoteName } from "./names.ts";

/** How a cell is written. */
export type Writing = "text" | "bytes" | "float";

/** A column of a query: what the server is asked for, and how what it sends is written. */
export interface ReadColumn {
  readonly expression: string;
  readonly writing: Writing;
}

const BYTES = /^(?:(?:var)?binary|(?:tiny|medium|long)?blob|bit|vector)$/;
/** Kept as the server keeps them: a number of the reference system in four bytes, then WKB. */
const SHAPES = /^(?:geometry|point|linestring|polygon|multi\w+|geom(?:etry)?collection)$/;

/** How a column is read without loss. */
export function readColumn({ column, dataType }: ListedColumn): ReadColumn {
  const name = quoteName(column.name);
  // One bit says yes or no, and is written so.
  if (/^bit\(1\)$/i.test(column.type)) return { expression: `${name} + 0`, writing: "text" };
  if (BYTES.test(dataType) || SHAPES.test(dataType)) return { expression: name, writing: "bytes" };
  // A server writes six digits of a FLOAT, and all of a DOUBLE.
  if (/^float\b(?!\()/i.test(column.type)) {
    return { expression: `${name} * 1e0`, writing: "float" };
  }
  return { expression: name, writing: "text" };
}

/** Rows are handed on in chunks of about this many bytes. */
const CHUNK = 128 * 1024;
const QUOTE = 34;
const COMMA = 44;
const LF = 10;

/** Cells of a FLOAT have up to nine digits that count. */
const FLOAT_DIGITS = 9;

/** The place of a cell that is no text. */
export class NotUtf8 extends Error {
  readonly record: number;
  readonly column: number;

  constructor(place: { readonly record: number; readonly column: number }) {
    super("a cell is not UTF-8");
    this.record = place.record;
    this.column = place.column;
  }
}

/** Writes rows as the spool has them, as bytes. */
export class RowText {
  readonly #writings: readonly Writing[];
  #room: Buffer = Buffer.allocUnsafeSlow(CHUNK * 2);
  #end = 0;
  #rows = 0;
  #before = 0;

  constructor(writings: readonly Writing[]) {
    this.#writings = writings;
  }

  get isFull(): boolean {
    return this.#end >= CHUNK;
  }

  /** Rows that were added. */
  get rows(): number {
    return this.#rows;
  }

  add(row: readonly (Buffer | null)[]): void {
    const writings = this.#writings;
    for (let at = 0; at < writings.length; at++) {
      const cell = row[at];
      this.#room = grownBuffer(this.#room, this.#end, cell ? cell.length * 2 + 8 : 8);
      if (at > 0) this.#room[this.#end++] = COMMA;
      if (cell) this.#quoted(cell, writings[at] ?? "text");
    }
    this.#room[this.#end++] = LF;
    this.#rows += 1;
  }

  /**
   * What was written, which is the caller's then.
   *
   * @throws NotUtf8
   */
  take(): Buffer {
    const taken = this.#room.subarray(0, this.#end);
    if (!isUtf8(taken)) throw new NotUtf8(placeIn(taken, this.#before));
    this.#room = Buffer.allocUnsafeSlow(CHUNK * 2);
    this.#end = 0;
    this.#before = this.#rows;
    return taken;
  }

  #quoted(cell: Buffer, writing: Writing): void {
    const room = this.#room;
    room[this.#end++] = QUOTE;
    if (writing === "bytes") {
      this.#end += room.write(`\\x${cell.toString("hex")}`, this.#end, "latin1");
    } else if (writing === "float") {
      this.#end += room.write(shortestFloat(cell.toString("latin1")), this.#end, "latin1");
    } else this.#text(cell);
    room[this.#end++] = QUOTE;
  }

  #text(cell: Buffer): void {
    const room = this.#room;
    let end = this.#end;
    // Cells are short: a loop is quicker than two calls that look for quotes and copy.
    for (let at = 0; at < cell.length; at++) {
      const byte = cell[at] ?? 0;
      room[end++] = byte;
      if (byte === QUOTE) room[end++] = QUOTE;
    }
    this.#end = end;
  }
}

/** The shortest number that is this FLOAT and no other, from all digits of it: 3.14, not 3.140000104904175. */
export function shortestFloat(digits: string): string {
  const exact = Number(digits);
  if (!Number.isFinite(exact) || exact === 0) return digits;
  for (let count = 1; count <= FLOAT_DIGITS; count++) {
    const short = Number(exact.toPrecision(count));
    if (Math.fround(short) === exact) return String(short);
  }
  return digits;
}

/** The first cell of whole rows that is no text: its row, counted from 1, and its column, from 0. */
function placeIn(rows: Buffer, before: number): { record: number; column: number } {
  let [record, column, from, within] = [before + 1, 0, 0, false];
  for (let at = 0; at < rows.length; at++) {
    const byte = rows[at];
    if (byte === QUOTE) within = !within;
    if (within || (byte !== COMMA && byte !== LF)) continue;
    if (!isUtf8(rows.subarray(from, at))) break;
    from = at + 1;
    column = byte === LF ? 0 : column + 1;
    if (byte === LF) record += 1;
  }
  return { record, column };
}
