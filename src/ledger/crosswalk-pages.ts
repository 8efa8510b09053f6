import { type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { crosswalk } from "../../shared/ledger.ts";
import { buildSql } from "../db/build-sql.ts";
import type { Database } from "../db/database.ts";
import { type CrosswalkRow, targetIdColumn } from "./crosswalk-row.ts";

/** Rows that are read at once. */
export const PAGE = 2_000;
const BETWEEN_FIELDS = 0x1f;
const BETWEEN_ROWS = 0x1e;

/** What stands in a page of each row, in this order. */
const NAMES = [
  ...(["found", "hash", "legacyId", "targetId", "id", "runId", "madeByRunId"] as const),
  ...(["fileId", "record", "line"] as const),
] as const;
type Field = (typeof NAMES)[number];
const FIELDS = NAMES.length;
/** The position of each. */
const FIELD = Object.fromEntries(NAMES.map((name, at) => [name, at])) as Record<Field, number>;

/** Rows of the crosswalk that were read at once, in the order in which they were made. */
export interface CrosswalkPage {
  readonly rows: number;
  /** @param nth counted from 0 */
  row(nth: number): PagedRow;
}

/** A row of a page; it knows its legacy id. */
export interface PagedRow extends CrosswalkRow {
  readonly legacyId: string;
  /** The same as to compare legacy ids, without making a text of the row's own. */
  isCalled(legacyId: string): boolean;
}

/** Whose crosswalk is read. */
interface PagesOf {
  readonly table: SQLiteTable;
  readonly entity: string;
  readonly legacySystem: string;
}

/** The rows that follow an id; undefined if they cannot be read this way. */
export type ReadPage = (after: number) => CrosswalkPage | undefined;

/**
 * Reads pages of the crosswalk that the database joins into one long text each: that costs a third of
 * as many rows and their values.
 */
export function pageReader(db: Database, { table, entity, legacySystem }: PagesOf): ReadPage {
  const fields: Record<Field, SQL> = {
    found: sql`(${targetIdColumn(table)} is not null)`,
    hash: sql`hex(${crosswalk.contentHash})`,
    legacyId: sql`${crosswalk.legacyId}`,
    targetId: sql`${crosswalk.targetId}`,
    id: sql`${crosswalk.id}`,
    runId: sql`${crosswalk.runId}`,
    madeByRunId: sql`${crosswalk.madeByRunId}`,
    fileId: sql`${crosswalk.fileId}`,
    record: sql`${crosswalk.record}`,
    line: sql`${crosswalk.line}`,
  };
  const packed = sql.join(
    NAMES.map((name) => fields[name]),
    sql` || x'1f' || `,
  );
  const text = sql`select cast(group_concat(packed, x'1e') as blob), count(*) from (
      select ${packed} as packed
      from ${crosswalk} left join ${table} on ${targetIdColumn(table)} = ${crosswalk.targetId}
      where ${crosswalk.id} > ${sql.placeholder("after")}
        and ${crosswalk.entity} = ${sql.placeholder("entity")}
        and ${crosswalk.legacySystem} = ${sql.placeholder("legacySystem")}
      order by ${crosswalk.id} limit ${sql.placeholder("limit")})`;
  const order = ["after", "entity", "legacySystem", "limit"];
  const page = db.prepareBuilt(buildSql(text), order);
  return (after) => {
    const [bytes, rows] = page.get([after, entity, legacySystem, PAGE]) ?? [];
    return packedPage(bytes === null ? Buffer.alloc(0) : (bytes as Buffer), Number(rows));
  };
}

/** @returns undefined if a value holds a separator, or the text is not what was asked for */
function packedPage(bytes: Buffer, rows: number): CrosswalkPage | undefined {
  const ends = new Uint32Array(rows * FIELDS);
  let found = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === BETWEEN_FIELDS || byte === BETWEEN_ROWS) ends[found++] = at;
  }
  if (rows > 0) ends[found++] = bytes.length;
  if (found !== ends.length) return undefined;
  return { rows, row: (nth) => new PackedRow(bytes, ends, nth * FIELDS) };
}

/** A row where it stands in its page: a rerun looks at little of most rows. */
class PackedRow implements PagedRow {
  readonly id: number;
  readonly runId: number;
  readonly madeByRunId: number;
  readonly fileId: number;
  readonly record: number;
  readonly line: number;
  readonly targetExists: boolean;
  readonly #bytes: Buffer;
  readonly #ends: Uint32Array;
  readonly #first: number;

  constructor(bytes: Buffer, ends: Uint32Array, first: number) {
    this.#bytes = bytes;
    this.#ends = ends;
    this.#first = first;
    this.id = this.#number(FIELD.id);
    this.runId = this.#number(FIELD.runId);
    this.madeByRunId = this.#number(FIELD.madeByRunId);
    this.fileId = this.#number(FIELD.fileId);
    this.record = this.#number(FIELD.record);
    this.line = this.#number(FIELD.line);
    this.targetExists = this.#number(FIELD.found) === 1;
  }

  #start(field: number): number {
    const before = this.#first + field - 1;
    return before < 0 ? 0 : (this.#ends[before] ?? 0) + 1;
  }

  #end(field: number): number {
    return this.#ends[this.#first + field] ?? 0;
  }

  #number(field: number): number {
    const end = this.#end(field);
    let number = 0;
    for (let at = this.#start(field); at < end; at++) number = number * 10 + digit(this.#bytes, at);
    return number;
  }

  #text(field: number): string {
    return this.#bytes.toString("utf8", this.#start(field), this.#end(field));
  }

  get legacyId(): string {
    return this.#text(FIELD.legacyId);
  }

  get targetId(): string {
    return this.#text(FIELD.targetId);
  }

  get contentHash(): Buffer | null {
    const hex = this.#text(FIELD.hash);
    return hex === "" ? null : Buffer.from(hex, "hex");
  }

  isCalled(legacyId: string): boolean {
    const start = this.#start(FIELD.legacyId);
    if (this.#end(FIELD.legacyId) - start !== legacyId.length) return this.legacyId === legacyId;
    for (let at = 0; at < legacyId.length; at++) {
      const unit = legacyId.charCodeAt(at);
      if (this.#bytes[start + at] !== unit || unit >= 0x80) return this.legacyId === legacyId;
    }
    return true;
  }

  isOf(contentHash: Buffer): boolean {
    const start = this.#start(FIELD.hash);
    if (this.#end(FIELD.hash) - start !== contentHash.length * 2) return false;
    for (let at = 0; at < contentHash.length; at++) {
      const high = digit(this.#bytes, start + at * 2);
      const low = digit(this.#bytes, start + at * 2 + 1);
      if (contentHash[at] !== high * 16 + low) return false;
    }
    return true;
  }
}

/** A hexadecimal digit, as the database writes it; whatever else stands there makes no number. */
function digit(bytes: Buffer, at: number): number {
  const byte = bytes[at] ?? 0;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  return byte >= 0x41 && byte <= 0x46 ? byte - 0x37 : Number.NaN;
}
