import { getTableColumns, getTableName, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Importer } from "../../../../importers/define.ts";
import type { Compare, TogetherRow, TogetherRule } from "../../../../importers/define-together.ts";
import { buildSql } from "../../../db/build-sql.ts";
import type { Database, DbValue } from "../../../db/database.ts";
import { targetIdColumn } from "../../../ledger/crosswalk-row.ts";

/** The ids of a row and of the one before it that it stands against. */
export interface Pair {
  readonly id: DbValue;
  readonly against: DbValue;
}

interface Asked {
  readonly importer: Importer;
  readonly rule: TogetherRule;
  /** Keys of the columns that the run fills. */
  readonly filled: ReadonlySet<string>;
  /** The ids of rows whose groups alone are looked at; of all, where there are none. */
  readonly rows?: readonly DbValue[] | undefined;
}

/** The rows of a table that a rule finds something on, in one sorted pass; no more than a few rows are held. */
export function* pairsOf(db: Database, asked: Asked): Generator<Pair> {
  const { rule, filled } = asked;
  const keys = rule.by.length;
  const columns = [...new Set([...rule.order, ...(rule.reads ?? [])])];
  const first = 1 + keys;
  let group: readonly DbValue[] | undefined;
  let compare: Compare | undefined;
  const ids = new WeakMap<TogetherRow, DbValue>();
  for (const found of statementOf(db, asked, columns)) {
    if (group === undefined || !isSameGroup(group, found, first)) compare = rule.compare(filled);
    group = found;
    const row = Object.fromEntries(
      columns.map((key, at) => [key, found[first + at] as TogetherRow[string]]),
    );
    const [id = null] = found;
    ids.set(row, id);
    const against = compare?.(row);
    const other = against && ids.get(against);
    if (other !== undefined) yield { id, against: other };
  }
}

function isSameGroup(one: readonly DbValue[], other: readonly DbValue[], end: number): boolean {
  for (let at = 1; at < end; at++) if (one[at] !== other[at]) return false;
  return true;
}

function statementOf(db: Database, asked: Asked, read: readonly string[]) {
  const { importer, rule, rows } = asked;
  const { table } = importer;
  const columns = getTableColumns(table) as Readonly<Record<string, SQLiteColumn>>;
  const columnOf = (key: string): SQLiteColumn => {
    const column = columns[key];
    if (column === undefined) {
      throw new TypeError(`${getTableName(table)} has no column for ${key}, which a rule names.`);
    }
    return column;
  };
  const keys = rule.by.map((part) => keyOf(importer, [part].flat(), columnOf));
  const needed = rule.needs?.map((key) => sql`${columnOf(key)}`) ?? keys;
  // One that is known of every row.
  const known = keys[rule.by.findIndex((part) => isNeeded(rule, part))] ?? keys[0];
  const ofRows = sql`${known} in (select ${known} from ${table}
    where ${targetIdColumn(table)} in (select value from json_each(${sql.placeholder("rows")})))`;
  const conditions = [
    ...needed.map((key) => sql`${key} is not null`),
    ...Object.entries(rule.except ?? {}).map(([key, values]) => without(columnOf(key), values)),
    ...(rows === undefined ? [] : [ofRows]),
  ];
  const order = [
    ...keys.map((_, at) => sql.raw(String(2 + at))),
    ...rule.order.map((key) => sql`${columnOf(key)}`),
    sql.raw(db.bulk.rowNumber),
  ];
  const selected = [targetIdColumn(table), ...keys, ...read.map(columnOf)];
  const query = sql`select ${list(selected)} from ${table}
    where ${sql.join(conditions, sql` and `)} order by ${list(order)}`;
  const statement = db.prepareBuilt(buildSql(query), rows === undefined ? [] : ["rows"]);
  return statement.iterate(rows === undefined ? [] : [JSON.stringify(rows)]);
}

const list = (parts: readonly unknown[]): SQL =>
  sql.join(
    parts.map((part) => sql`${part}`),
    sql`, `,
  );

const isNeeded = ({ needs }: TogetherRule, part: string | readonly string[]): boolean =>
  needs === undefined || [part].flat().some((key) => needs.includes(key));

/** Of several columns the first that is known; texts in one letter case. */
function keyOf(
  { fields }: Importer,
  keys: readonly string[],
  columnOf: (key: string) => SQLiteColumn,
): SQL {
  const parts = keys.map((key) =>
    fields[key]?.kind === "text" ? sql`lower(trim(${columnOf(key)}))` : sql`${columnOf(key)}`,
  );
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : sql`coalesce(${list(parts)})`;
}

function without(column: SQLiteColumn, values: readonly string[] = []): SQL {
  const words = list(values.map((value) => sql.raw(`'${value.replaceAll("'", "''")}'`)));
  return sql`(${column} is null or ${column} not in (${words}))`;
}
