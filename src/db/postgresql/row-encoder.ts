import pg from "pg";
import type { DbValue } from "../database.ts";
import { quoteName } from "../names.ts";
import type { PairedColumn, PairedTable } from "../target-server.ts";
import { CannotKeep } from "./cannot-keep.ts";
import { RowDigest, type TableDigest } from "./digest.ts";
import { ByteWriter } from "./values/byte-writer.ts";
import { Refusal } from "./values/refusal.ts";
import { type WriteValue, writerFor } from "./values/write-value.ts";

/** Rows of a shadow as `COPY ... FROM STDIN (FORMAT binary)` takes them, and their digest on the way. */
export interface RowEncoder {
  /** The columns in their order, quoted: `copy t (HERE) from stdin (format binary)`. */
  readonly columns: string;
  /** What to select from the shadow, in the same order: whole numbers beyond 2^53 come as text. */
  readonly shadowColumns: string;
  /**
   * @param row the shadow's values, in the order of the columns
   * @throws CannotKeep if a value cannot stand on the server as it is
   */
  add(row: readonly DbValue[]): void;
  /** Bytes that wait to be taken. */
  readonly size: number;
  /** The bytes of the rows that were added since the last time, behind COPY's header the first time; the caller's own. */
  take(): Buffer;
  /** The same, and COPY's trailer. */
  end(): Buffer;
  /** Of all rows that were added. */
  digest(): TableDigest;
}

/** `PGCOPY`, and no flags: https://www.postgresql.org/docs/current/sql-copy.html, Binary Format. */
const HEADER = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const NULL_LENGTH = -1;
const NO_MORE_ROWS = -1;

/** Encodes rows of one table. */
export const encoderFor = (pair: PairedTable): RowEncoder => new CopyEncoder(pair);

class CopyEncoder implements RowEncoder {
  readonly columns: string;
  readonly shadowColumns: string;
  readonly #pair: PairedTable;
  readonly #writers: readonly WriteValue[];
  readonly #out = new ByteWriter();
  readonly #digest: RowDigest;
  #rows = 0;

  constructor(pair: PairedTable) {
    this.columns = pair.columns.map(({ name }) => pg.escapeIdentifier(name)).join(", ");
    this.shadowColumns = pair.columns.map(selected).join(", ");
    this.#pair = pair;
    this.#writers = pair.columns.map(writerFor);
    this.#digest = new RowDigest(pair.columns.map(({ typeId }) => typeId));
    this.#out.raw(HEADER);
  }

  get size(): number {
    return this.#out.at;
  }

  add(row: readonly DbValue[]): void {
    const out = this.#out;
    const from = out.at;
    out.int16(this.#writers.length);
    let nth = 0;
    try {
      for (; nth < this.#writers.length; nth++) this.#field(row[nth] ?? null, nth);
    } catch (error) {
      out.at = from;
      throw this.#placed(error, nth);
    }
    this.#rows++;
    this.#digest.add(out.bytes, from);
  }

  #field(value: DbValue, nth: number): void {
    const out = this.#out;
    out.int32(value === null ? NULL_LENGTH : 0);
    if (value === null) return;
    const from = out.at;
    (this.#writers[nth] as WriteValue)(value, out);
    out.bytes.writeInt32BE(out.at - from, from - 4);
  }

  #placed(error: unknown, nth: number): unknown {
    if (!(error instanceof Refusal)) return error;
    const { name, columns } = this.#pair;
    const place = { table: name, column: columns[nth]?.name ?? "", row: this.#rows + 1 };
    return new CannotKeep(place, error.reason, error.cure);
  }

  take(): Buffer {
    return this.#out.take();
  }

  end(): Buffer {
    this.#out.int16(NO_MORE_ROWS);
    return this.#out.take();
  }

  digest(): TableDigest {
    return this.#digest.total();
  }
}

/** Whole numbers that a double has not exactly. */
const EXACT = Number.MAX_SAFE_INTEGER;

function selected({ name, type, kept }: PairedColumn): string {
  const column = quoteName(name);
  if (kept !== "integer" || (type !== "int8" && type !== "numeric")) return column;
  return `iif(${column} between -${EXACT} and ${EXACT}, ${column}, cast(${column} as text))`;
}
