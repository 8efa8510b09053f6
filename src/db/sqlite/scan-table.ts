import { getTableColumns, getTableName, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { hashBytes, hashValue } from "../../digest/content-hash.ts";
import { buildSql } from "../build-sql.ts";
import type { Connection, OnRow, ScannedValue } from "../database.ts";

/** Rows that the database joins into one long text: a row at a time costs five times as much. */
const AT_ONCE = 1_000;
const BETWEEN_VALUES = 0x1f;
const BETWEEN_ROWS = 0x1e;
/** Stands for null: a byte that no UTF-8 text has. */
const NULL = 0xff;

/**
 * Reads all rows of a table in the order in which they were inserted, without making objects of them.
 *
 * @param keys of the Drizzle table
 * @returns false where the table holds what only a plain reading can tell: nothing can be said then
 */
export function scanTarget(
  db: Connection,
  { table, keys }: { readonly table: SQLiteTable; readonly keys: readonly string[] },
  onRow: OnRow,
): boolean {
  const columns = getTableColumns(table) as Record<string, SQLiteColumn>;
  const kinds = storedKinds(db, table, keys);
  if (kinds === undefined) return false;
  const values = keys.map((key) => sql`coalesce(${columns[key]}, cast(x'ff' as text))`);
  const joined = sql.join(values, sql` || x'1f' || `);
  const [first, last] = [sql.placeholder("first"), sql.placeholder("last")];
  const query = sql`select cast(group_concat(${joined}, x'1e') as blob), count(*) from ${table}
    where rowid between ${first} and ${last}`;
  const block = db.prepareBuilt(buildSql(query), ["first", "last"]);
  const bounds = buildSql(sql`select min(rowid), max(rowid) from ${table}`);
  const [from = 1, to = 0] = db.prepareBuilt(bounds, []).get([])?.map(Number) ?? [];
  const row = kinds.map((): ScannedValue => {
    return { start: 0, end: 0, isNull: false, low: 0, high: 0 };
  });
  for (let at = from; at <= to; at += AT_ONCE) {
    const [bytes, rows] = block.get([at, at + AT_ONCE - 1]) ?? [];
    if (bytes === null || bytes === undefined) continue;
    if (!scanBlock(bytes as Buffer, { row, kinds, rows: Number(rows), onRow })) return false;
  }
  return true;
}

type Kind = "text" | "number";

/** By affinity: https://sqlite.org/datatype3.html#storage_classes_and_datatypes */
function storedKinds(
  db: Connection,
  table: SQLiteTable,
  keys: readonly string[],
): readonly Kind[] | undefined {
  const columns = getTableColumns(table) as Record<string, SQLiteColumn>;
  const types = db
    .prepare("select name, lower(type) from pragma_table_xinfo(?)")
    .all([getTableName(table)]);
  const kinds = keys.map((key): Kind | undefined => {
    const type = types.find(([name]) => name === columns[key]?.name)?.[1];
    return type === "text" ? "text" : type === "integer" ? "number" : undefined;
  });
  return kinds.every((kind): kind is Kind => kind !== undefined) ? kinds : undefined;
}

interface Block {
  readonly row: ScannedValue[];
  readonly kinds: readonly Kind[];
  readonly rows: number;
  readonly onRow: OnRow;
}

/** A separator within a value makes more values than there should be: then nothing can be said. */
function scanBlock(bytes: Buffer, { row, kinds, rows, onRow }: Block): boolean {
  const width = kinds.length;
  let at = 0;
  for (let nth = 0; nth < rows; nth++) {
    const behindRow = nth === rows - 1 ? undefined : BETWEEN_ROWS;
    for (let column = 0; column < width; column++) {
      const value = row[column] as ScannedValue;
      value.start = at;
      value.end = endOf(bytes, at);
      const follows = column === width - 1 ? behindRow : BETWEEN_VALUES;
      if (bytes[value.end] !== follows) return false;
      if (!hashInto(bytes, value, kinds[column] ?? "text")) return false;
      at = value.end + 1;
    }
    onRow(row, bytes);
  }
  return true;
}

function endOf(bytes: Buffer, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === BETWEEN_VALUES || byte === BETWEEN_ROWS) break;
  }
  return at;
}

function hashInto(bytes: Buffer, value: ScannedValue, kind: Kind): boolean {
  const { start, end } = value;
  value.isNull = end - start === 1 && bytes[start] === NULL;
  if (value.isNull) hashValue(null, value);
  else hashBytes(bytes, { start, end, kind }, value);
  return value.isNull || kind === "text" || isWhole(bytes, start, end);
}

/** Longer numbers are not exact as doubles. */
const EXACT_DIGITS = 15;

/** A column of whole numbers may hold anything else by somebody's fault. */
function isWhole(bytes: Buffer, start: number, end: number): boolean {
  if (end - start > EXACT_DIGITS) return false;
  for (let at = bytes[start] === 0x2d ? start + 1 : start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x30 || byte > 0x39) return false;
  }
  return end > start;
}
