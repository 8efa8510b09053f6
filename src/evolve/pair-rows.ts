import type { Database } from "../db/database.ts";
import { quoteName, sameName } from "../db/names.ts";
import { type ColumnShape, primaryKey, type TableShape } from "../db/sqlite/catalog.ts";
import { rowNumberColumn, rowNumberName } from "../db/sqlite/row-numbers.ts";

/** Two states of one table, and which column of the one became which of the other. */
export interface TablePair {
  readonly before: { readonly table: TableShape; readonly from: string };
  readonly after: { readonly table: TableShape; readonly from: string };
  /** The name before of a column that is called so after; undefined if it is new. */
  nameBefore(after: string): string | undefined;
  /** SQL over the old columns that made the new row numbers, where a backfill did. */
  readonly numberedBy?: string | undefined;
}

/** SQL that pairs rows. */
export interface Pairing {
  /** Each row before is `o`, what became of it `n`. */
  readonly from: string;
  /** The row number before, for messages. */
  readonly row: string;
  /** True where something became of the row. */
  readonly found: string;
}

/**
 * Pairs the rows of two states: by row number where that is carried along, else by the primary key,
 * else by their places, for rows are copied in the order of their numbers.
 */
export function joinRows(pair: TablePair): Pairing {
  const { before, after } = pair;
  const old = rowNumberName(before.table);
  const row = old === undefined ? "null" : `o.${old}`;
  if (sharesNumber(pair)) {
    const now = `n.${rowNumberName(after.table)}`;
    return { from: joined(pair, `${now} = ${row}`), row, found: `(${now} IS NOT NULL)` };
  }
  const [first, ...rest] = keyPairs(pair);
  if (first !== undefined) {
    // The plus leaves the comparison to the new column's type, so that its index can be used: a text
    // key that is compared with numbers would be looked for in all rows, once for each row.
    const on = [first, ...rest].map(([now, was]) => `n.${quoteName(now)} = +o.${quoteName(was)}`);
    const found = `(n.${quoteName(first[0])} IS NOT NULL)`;
    return { from: joined(pair, on.join(" AND ")), row, found };
  }
  return { from: byPosition(pair), row: "o.__place", found: "(n.__place IS NOT NULL)" };
}

/** Key columns after and before, where they tell each row in both states; else nothing. */
function keyPairs({ before, after, nameBefore }: TablePair): [after: string, before: string][] {
  const alias = rowNumberColumn(after.table);
  const keys = primaryKey(after.table).map((key) => {
    return { now: columnOf(after.table, key), was: columnOf(before.table, nameBefore(key)) };
  });
  const tells = keys.every(({ now, was }) => {
    if (now === undefined || was === undefined) return false;
    return now === alias || (now.notNull && was.notNull && now.collation === was.collation);
  });
  return tells ? keys.map(({ now, was }) => [now?.name ?? "", was?.name ?? ""]) : [];
}

const columnOf = ({ columns }: TableShape, name: string | undefined): ColumnShape | undefined =>
  columns.find((column) => name !== undefined && sameName(column.name, name));

function joined({ before, after }: TablePair, on: string): string {
  return `${before.from} o LEFT JOIN ${after.from} n ON ${on}`;
}

/** Whether the row number of one is that of the other: implicit in both, or the same column. */
function sharesNumber({ before, after, nameBefore }: TablePair): boolean {
  if (rowNumberName(before.table) === undefined || rowNumberName(after.table) === undefined)
    return false;
  const [old, now] = [rowNumberColumn(before.table), rowNumberColumn(after.table)];
  if (old === undefined || now === undefined) return old === now;
  return sameName(nameBefore(now.name) ?? "", old.name);
}

/** Rows were copied in the order of their numbers, so the first became the first. */
function byPosition({ before, after, numberedBy }: TablePair): string {
  const numbered = (from: string, order = "1") =>
    `(SELECT *, row_number() OVER (ORDER BY ${order}) AS __place FROM ${from})`;
  const old = numbered(before.from, numberedBy ?? rowNumberName(before.table));
  return `${old} o LEFT JOIN ${numbered(after.from, rowNumberName(after.table))} n ON n.__place = o.__place`;
}

/** SQLite takes 2,000 terms and 1,000 levels in one query (https://sqlite.org/limits.html). */
const TERMS_AT_ONCE = 500;

/** Whether all of these conditions hold in all rows; quicker than to count where each does not. */
export function allHold(db: Database, conditions: readonly string[], from: string): boolean {
  for (let at = 0; at < conditions.length; at += TERMS_AT_ONCE) {
    const all = conditions.slice(at, at + TERMS_AT_ONCE).join(" AND ");
    const broken = db.prepare(`SELECT 1 FROM ${from} WHERE NOT coalesce(${all}, 0) LIMIT 1`);
    if (broken.get([]) !== undefined) return false;
  }
  return true;
}

/** In how many rows each of these conditions holds; a wide table takes several queries. */
export function countEach(db: Database, conditions: readonly string[], from: string): number[] {
  const counts: number[] = [];
  for (let at = 0; at < conditions.length; at += TERMS_AT_ONCE) {
    const sums = conditions.slice(at, at + TERMS_AT_ONCE).map((condition) => `sum(${condition})`);
    const row = db.prepare(`SELECT ${sums.join(", ")} FROM ${from}`).get([]) ?? [];
    counts.push(...row.map((count) => Number(count ?? 0)));
  }
  return counts;
}

/** SQL that is true where both cells are the same to the last bit: type and value, letter case too. */
export const sameCell = (before: string, after: string): string =>
  `(typeof(${after}) = typeof(${before}) AND ${after} IS ${before} COLLATE BINARY)`;

/**
 * SQL that is true where a changed type kept what stands there: `'12'` as 12, not `'012'` as 12. From
 * the text of a real number the number must come back: not from `Inf`, nor from too few digits.
 */
export function keptCell(before: string, after: string): string {
  const whole = `(typeof(${before}) <> 'real' OR cast(${after} AS REAL) = ${before})`;
  const written = `cast(${after} AS TEXT) IS cast(${before} AS TEXT) COLLATE BINARY AND ${whole}`;
  const numbers = `typeof(${before}) IN ('integer', 'real') AND typeof(${after}) IN ('integer', 'real') AND ${after} = ${before}`;
  return `(${sameCell(before, after)} OR (typeof(${before}) <> 'null' AND typeof(${after}) <> 'null' AND ${written}) OR (${numbers}))`;
}
