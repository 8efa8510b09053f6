import { type DriverDatabase, SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { quoted } from "./random-rows.ts";

// Reads what a database holds in a way of its own, to judge what the tool's verification says.

type Driver = DriverDatabase;

/** Opens a database to be read. */
export function reading<Result>(path: string, work: (driver: Driver) => Result): Result {
  const driver = new SqliteDriver(path, { readonly: true });
  try {
    return work(driver);
  } finally {
    driver.close();
  }
}

const ROWID_NAMES = ["rowid", "oid", "_rowid_"];

/** A table's rows: the row number (empty where there is none), and a line for each cell. */
export interface Row {
  readonly number: string;
  readonly cells: ReadonlyMap<string, string>;
}

/** The rows of a table in the order of their numbers; cells by column name in lower case. */
export function readRows(driver: Driver, table: string): Row[] {
  const columns = columnsOf(driver, table);
  const number = rowNumberName(driver, table);
  const parts = columns.flatMap((name) => [
    `typeof(${quoted(name)})`,
    quoted(name),
    `hex(${quoted(name)})`,
  ]);
  const sql = `SELECT ${[number ?? "NULL", ...parts].join(", ")} FROM ${quoted(table)} ORDER BY ${number ?? "1"}`;
  const rows = driver.prepare(sql).raw().safeIntegers().all() as unknown[][];
  return rows.map(([rowNumber, ...row]) => ({
    number: String(rowNumber ?? ""),
    cells: new Map(
      columns.map((name, at) => [
        name.toLowerCase(),
        cellLine(row.slice(at * 3, at * 3 + 3) as [string, unknown, string]),
      ]),
    ),
  }));
}

/** Type and value to the last bit; bytes where text is not UTF-8 or holds a NUL. */
function cellLine([type, value, hex]: [string, unknown, string]): string {
  return type === "real" ? `real ${value}` : `${type} ${hex}`;
}

export function columnsOf(driver: Driver, table: string): string[] {
  return driver.prepare("SELECT name FROM pragma_table_xinfo(?)").pluck().all(table) as string[];
}

export function tablesOf(driver: Driver): string[] {
  return driver
    .prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )
    .pluck()
    .all() as string[];
}

/** The name of the implicit row number; nothing where columns have taken all of its names. */
export function rowNumberName(driver: Driver, table: string): string | undefined {
  const columns = columnsOf(driver, table).map((name) => name.toLowerCase());
  return ROWID_NAMES.find((name) => !columns.includes(name));
}

/** The column that stands for the row number: INTEGER PRIMARY KEY. */
export function rowNumberColumn(driver: Driver, table: string): string | undefined {
  const keys = driver
    .prepare("SELECT name, type FROM pragma_table_info(?) WHERE pk > 0")
    .raw()
    .all(table) as [string, string][];
  const [only] = keys;
  return keys.length === 1 && only?.[1].toUpperCase() === "INTEGER" ? only[0] : undefined;
}

/** What a catalog says of each table, however its statement is written; order does not matter. */
export function structureOf(driver: Driver): string[] {
  return tablesOf(driver).flatMap((table) => {
    const ask = (sql: string) => driver.prepare(sql).raw().all(table) as unknown[][];
    const line = (kind: string) => (row: unknown[]) =>
      `${table} ${kind} ${row.map(String).join(" ").replaceAll(/["`]/g, "")}`;
    const columns = ask(
      'SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?)',
    );
    const keys = ask(
      `SELECT group_concat("from"), "table", group_concat("to"), on_update, on_delete
       FROM (SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq) GROUP BY id`,
    );
    const indexes = ask(
      `SELECT l.name, l."unique", l.partial, (SELECT sql FROM sqlite_schema s WHERE s.name = l.name)
       FROM pragma_index_list(?) l WHERE l.origin = 'c'`,
    );
    return [
      ...columns.map(line("column")),
      ...keys.map(line("foreign key")),
      ...indexes.map(line("index")),
    ].sort();
  });
}

/** Everything, as text: to see that nothing changed at all. */
export function everything(path: string): string {
  return reading(path, (driver) => {
    const statements = driver.prepare("SELECT type, name, sql FROM sqlite_schema").raw().all();
    const counters = (statements as unknown[][]).some(([, name]) => name === "sqlite_sequence")
      ? driver.prepare("SELECT name, seq FROM sqlite_sequence ORDER BY 1").raw().all()
      : [];
    const rows = tablesOf(driver).map((table) => [
      table,
      readRows(driver, table).map(({ number, cells }) => [number, ...cells]),
    ]);
    return JSON.stringify([statements, counters, rows]);
  });
}

/** Dangling references, counted by child table, its columns and the parent. */
export function danglingIn(driver: Driver): Map<string, number> {
  const counts = new Map<string, number>();
  for (const table of tablesOf(driver)) {
    const found = driver
      .prepare(
        `SELECT (SELECT group_concat("from") FROM pragma_foreign_key_list(?) WHERE id = c.fkid), c.parent, count(*)
         FROM pragma_foreign_key_check(?) c GROUP BY c.fkid`,
      )
      .raw()
      .all(table, table) as [string, string, number][];
    for (const [columns, parent, count] of found)
      counts.set(`${table} ${columns} ${parent}`.toLowerCase(), count);
  }
  return counts;
}
