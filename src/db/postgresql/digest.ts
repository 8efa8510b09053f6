import { hash } from "node:crypto";
import pg from "pg";
import type { PairedColumn, PairedTable } from "../target-server.ts";
import { tableSql } from "./table-sql.ts";

/** How many rows there are, and a sum over all of them that their order does not change. */
export interface TableDigest {
  readonly rows: number;
  /** Of the first 60 bits of each row's MD5. */
  readonly sum: bigint;
}

export const NO_ROWS: TableDigest = { rows: 0, sum: 0n };

export const sameDigest = (one: TableDigest, other: TableDigest): boolean =>
  one.rows === other.rows && one.sum === other.sum;

/** Of the 60 bits, those that stand behind the first four bytes of a hash. */
const LOW_BITS = 28;
/** So many sums of 32 bits are exact in a double. */
const EXACT_SUMS = 2 ** 20;
const COUNT_BYTES = 4;
const HEAD_BYTES = 8;

/** Sums up rows as the server does in `digestSql`, from the form that COPY has of them. */
export class RowDigest {
  readonly #typeIds: readonly number[];
  #bytes = Buffer.alloc(HEAD_BYTES);
  #rows = 0;
  #sum = 0n;
  #high = 0;
  #low = 0;

  /** @param typeIds of the columns, in their order */
  constructor(typeIds: readonly number[]) {
    this.#typeIds = typeIds;
  }

  /** @param from where a row begins in the bytes, that COPY's binary format has: its number of columns comes first */
  add(bytes: Buffer, from: number): void {
    // As a text of bytes it costs half of what a buffer does (measured).
    const found = hash("md5", this.#recordOf(bytes, from), "binary");
    this.#high += unsigned(found, 0);
    this.#low += unsigned(found, 4) >>> (32 - LOW_BITS);
    this.#rows++;
    if (this.#rows % EXACT_SUMS === 0) this.#settle();
  }

  total(): TableDigest {
    this.#settle();
    return { rows: this.#rows, sum: this.#sum };
  }

  #settle(): void {
    this.#sum += (BigInt(this.#high) << BigInt(LOW_BITS)) + BigInt(this.#low);
    this.#high = 0;
    this.#low = 0;
  }

  /** The row as `record_send` has it: a number of four bytes, and the types before the lengths. */
  #recordOf(bytes: Buffer, from: number): Buffer {
    const columns = this.#typeIds.length;
    let at = COUNT_BYTES;
    let read = from + 2;
    this.#room(COUNT_BYTES + columns * HEAD_BYTES);
    this.#bytes.writeInt32BE(columns, 0);
    for (let nth = 0; nth < columns; nth++) {
      const length = bytes.readInt32BE(read);
      const size = COUNT_BYTES + Math.max(length, 0);
      this.#room(at + size + (columns - nth) * HEAD_BYTES);
      at = this.#bytes.writeUInt32BE(this.#typeIds[nth] as number, at);
      copyBytes(bytes, read, { to: this.#bytes, at, size });
      at += size;
      read += size;
    }
    return this.#bytes.subarray(0, at);
  }

  #room(size: number): void {
    if (size <= this.#bytes.length) return;
    const larger = Buffer.alloc(Math.max(size, this.#bytes.length * 2));
    this.#bytes.copy(larger);
    this.#bytes = larger;
  }
}

/** Four bytes of a text of bytes as a number. */
const unsigned = (bytes: string, at: number): number =>
  ((bytes.charCodeAt(at) << 24) |
    (bytes.charCodeAt(at + 1) << 16) |
    (bytes.charCodeAt(at + 2) << 8) |
    bytes.charCodeAt(at + 3)) >>>
  0;

/** Fewer are copied faster here than by a call into Node.js (measured). */
const FEW = 48;

function copyBytes(
  from: Buffer,
  read: number,
  { to, at, size }: { readonly to: Buffer; readonly at: number; readonly size: number },
): void {
  if (size > FEW) from.copy(to, at, read, read + size);
  else for (let nth = 0; nth < size; nth++) to[at + nth] = from[read + nth] as number;
}

/** What `digestSql` calls the table. */
export const DIGESTED = "t";

/**
 * A query for the digest of a table's rows: `rows` and `sum`, both as text. A row is hashed as `record_send` writes it
 * (PostgreSQL's rowtypes.c): how many columns, and of each its type, its length (-1 for NULL) and its bytes as COPY's
 * binary format has them. No two rows are written alike, and no setting of the session matters but its encoding,
 * which has to be UTF8.
 *
 * @param from what follows FROM, the table under the name `t`: `public.visits as t join keys as k on k.id = t.id`;
 * left out, the whole table
 */
export function digestSql(pair: PairedTable, from = `${tableSql(pair)} as ${DIGESTED}`): string {
  const row = `row(${pair.columns.map(hashed).join(", ")})`;
  const hash = `pg_catalog.md5(pg_catalog.record_send(${row}))`;
  const number = `('x' || pg_catalog.left(${hash}, 15))::bit(60)::bigint`;
  return `select pg_catalog.count(*)::text as rows,
                 coalesce(pg_catalog.sum(${number}), 0)::text as sum from ${from}`;
}

/** Of floating numbers both zeros are the same: the shadow keeps one of them. */
function hashed({ name, type }: PairedColumn): string {
  const column = `${DIGESTED}.${pg.escapeIdentifier(name)}`;
  return type === "float4" || type === "float8" ? `(${column} + 0::${type})` : column;
}

/** Asks the server for a digest. */
export async function readDigest(
  client: pg.Client,
  pair: PairedTable,
  from?: string,
): Promise<TableDigest> {
  const { rows } = await client.query<{ rows: string; sum: string }>(digestSql(pair, from));
  const [found] = rows;
  return found === undefined ? NO_ROWS : { rows: Number(found.rows), sum: BigInt(found.sum) };
}
