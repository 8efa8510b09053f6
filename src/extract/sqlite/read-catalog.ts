import { quoteName } from "../../db/names.ts";
import type { DriverDatabase } from "../../db/sqlite/driver.ts";
import {
  type DeclaredKeys,
  type DeclaredReference,
  NO_KEYS,
} from "../../source/dump/declared-keys.ts";
import type { LegacyColumn, LegacyTable } from "../legacy-database.ts";
import { closedLists } from "./closed-lists.ts";

/** https://sqlite.org/pragma.html#pragma_table_list */
interface ListedTable {
  readonly name: string;
  readonly type: "table" | "view" | "virtual" | "shadow";
}

/** https://sqlite.org/pragma.html#pragma_table_xinfo */
interface ListedColumn {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
}

/** The tables and views of a database, by name; SQLite's own are none of them. */
export function readCatalog(driver: DriverDatabase): LegacyTable[] {
  const listed = driver
    .prepare(
      `select name, type from pragma_table_list
       where schema = 'main' and name not like 'sqlite\\_%' escape '\\' order by name`,
    )
    .all() as ListedTable[];
  const isOurs = listed.some(({ name }) => name === "ledger_runs");
  return listed.map((one) => tableOf(driver, one, isOurs));
}

function tableOf(driver: DriverDatabase, { name, type }: ListedTable, isOurs: boolean) {
  const kind = type === "view" ? ("view" as const) : ("table" as const);
  const none = { schema: undefined, name, kind, columns: [], declared: NO_KEYS };
  const why = leftOut(name, type, isOurs);
  try {
    // Whether it can be read at all is known when a statement has been made of it.
    driver.prepare(`select 1 from ${quoteName(name)} limit 1`);
    const columns = columnsOf(driver, name);
    const lists = listsOf(driver, name);
    const read: LegacyTable = {
      ...none,
      columns: columns.map((one) => columnOf(one, lists)),
      declared: declaredOf(driver, name, columns),
    };
    return why === undefined ? read : { ...read, leftOut: why };
  } catch (error) {
    if (!isSqlError(error)) throw error;
    return { ...none, unreadable: unreadable(error, kind, type) };
  }
}

function leftOut(name: string, type: ListedTable["type"], isOurs: boolean): string | undefined {
  if (type === "shadow") return "it holds what a virtual table is made of, not records";
  return isOurs && name.startsWith("ledger_") ? "the ledger of an HMSync database" : undefined;
}

/** What SQLite says of a view names tables and columns, and no value. */
const isSqlError = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && "code" in error && error.code === "SQLITE_ERROR";

function unreadable({ message }: Error, kind: "table" | "view", type: ListedTable["type"]) {
  if (type === "virtual") {
    return {
      reason: `${message}.`,
      cure: "Copy it into a plain table with the program that it belongs to.",
    };
  }
  const cure = "Drop it from a copy of the database, or restore what it names.";
  return { reason: kind === "view" ? `the view is broken: ${message}.` : `${message}.`, cure };
}

/** Columns that nobody sees, as virtual tables have them, are none of the table. */
const columnsOf = (driver: DriverDatabase, table: string): ListedColumn[] =>
  driver
    .prepare(`select name, type, "notnull", pk from pragma_table_xinfo(?) where hidden <> 1`)
    .all(table) as ListedColumn[];

function columnOf(
  { name, type, notnull, pk }: ListedColumn,
  lists: ReadonlyMap<string, readonly string[]>,
): LegacyColumn {
  const values = lists.get(name.toLowerCase());
  const column = { name, type: type.toLowerCase() || "any", nullable: notnull === 0 && pk === 0 };
  return values === undefined ? column : { ...column, values };
}

function listsOf(driver: DriverDatabase, table: string) {
  const query = "select sql from sqlite_schema where type = 'table' and name = ?";
  const statement = driver.prepare(query).pluck().get(table);
  return closedLists(typeof statement === "string" ? statement : "");
}

function declaredOf(
  driver: DriverDatabase,
  table: string,
  columns: readonly ListedColumn[],
): DeclaredKeys {
  const keyed = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk);
  const primaryKey = keyed.map(({ name }) => name);
  const required = columns.filter(({ notnull }) => notnull !== 0).map(({ name }) => name);
  return {
    primaryKey,
    unique: uniqueOf(driver, table),
    foreignKeys: foreignKeysOf(driver, table),
    notNull: [...new Set([...primaryKey, ...required])],
  };
}

/** Indexes over part of a table, or over expressions, make no column unique. */
function uniqueOf(driver: DriverDatabase, table: string): string[][] {
  const indexes = driver
    .prepare(
      `select name from pragma_index_list(?) where "unique" = 1 and partial = 0 and origin <> 'pk'`,
    )
    .pluck()
    .all(table) as string[];
  const named = driver.prepare("select name from pragma_index_info(?) order by seqno").pluck();
  return indexes
    .map((index) => named.all(index) as (string | null)[])
    .filter((list): list is string[] => list.length > 0 && !list.includes(null));
}

interface ListedKey {
  readonly id: number;
  readonly table: string;
  readonly from: string;
  readonly to: string | null;
}

function foreignKeysOf(driver: DriverDatabase, table: string): DeclaredReference[] {
  const rows = driver
    .prepare(
      `select id, "table", "from", "to" from pragma_foreign_key_list(?) order by id desc, seq`,
    )
    .all(table) as ListedKey[];
  const ids = [...new Set(rows.map(({ id }) => id))];
  return ids.map((id) => {
    const own = rows.filter((row) => row.id === id);
    const toColumns = own.flatMap(({ to }) => to ?? []);
    return {
      columns: own.map(({ from }) => from),
      to: [own[0]?.table ?? ""],
      toColumns: toColumns.length === own.length ? toColumns : [],
    };
  });
}
