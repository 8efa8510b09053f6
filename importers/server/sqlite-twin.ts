import { createRequire } from "node:module";
import { getTableColumns, getTableName } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { type SQLiteColumn, type SQLiteTable, sqliteTable } from "drizzle-orm/sqlite-core";
import { limitsOf } from "./limits.ts";
import { keptColumns, type TwinBuilder, twinBuilder } from "./twin-columns.ts";
import { type Keys, twinKeys } from "./twin-keys.ts";

/** One for each table: what names it is asked for its twin, again and again. */
const twins = new WeakMap<PgTable, SQLiteTable>();

/**
 * The table of SQLite that stands for a table of PostgreSQL: the same names, keys and values, and CHECKs for what the
 * server's types refuse. What only the server can make or read is not among its columns: generated columns, defaults
 * that SQLite has no words for, lists and other types of the server's own.
 *
 * @throws TypeError if no row could be inserted so, or if two columns differ in letter case alone
 */
export function sqliteTwin(table: PgTable): SQLiteTable {
  const known = twins.get(table);
  if (known !== undefined) return known;
  const twin = makeTwin(table);
  twins.set(table, twin);
  return twin;
}

/** Without the half of Drizzle that knows PostgreSQL, until a table of it is met: it takes as long to load as the rest. */
const configOf = (table: PgTable): Keys =>
  (
    createRequire(import.meta.url)("drizzle-orm/pg-core") as typeof import("drizzle-orm/pg-core")
  ).getTableConfig(table);

function makeTwin(table: PgTable): SQLiteTable {
  const name = getTableName(table);
  const kept = keptColumns(table);
  refuseSameNames(name, Object.values(getTableColumns(table)) as PgColumn[]);
  const builders: Readonly<Record<string, TwinBuilder>> = Object.fromEntries(
    kept.map((one) => [one.key, twinBuilder(one)]),
  );
  return sqliteTable(name, builders, (own) => {
    const columns = kept.map((one) => ({ ...one, twin: own[one.key] as SQLiteColumn }));
    return [
      ...columns.flatMap(({ twin, type }) => limitsOf(name, twin, type)),
      ...twinKeys(configOf(table), columns, (other) => twinOf(other)),
    ];
  });
}

/** The twin of a column that is referred to; undefined where it is left to the server. */
function twinOf(column: PgColumn): SQLiteColumn | undefined {
  const table = column.table as PgTable;
  const key = Object.entries(getTableColumns(table)).find(([, one]) => one.name === column.name);
  const columns = getTableColumns(sqliteTwin(table)) as Record<string, SQLiteColumn>;
  return key && columns[key[0]];
}

function refuseSameNames(table: string, columns: readonly PgColumn[]): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name.toLowerCase())) {
      throw new TypeError(`${table} has two columns "${name}" that differ in letter case alone.`);
    }
    seen.add(name.toLowerCase());
  }
}

/** The tables that a table refers to, itself perhaps among them. */
export const referredTables = (table: PgTable): PgTable[] =>
  configOf(table).foreignKeys.map((key) => key.reference().foreignTable as PgTable);
