import { closeSync, openSync, writeSync } from "node:fs";
import { type DriverDatabase, SqliteDriver } from "../../src/db/sqlite/driver.ts";

type Row = readonly unknown[];

/** Rows that a query finds in a database file, each in the order of its columns. */
export function query(path: string, sql: string): Row[] {
  return connected(path, (db) => db.prepare(sql).raw().all() as Row[]);
}

/** Changes a database file, as some other program would. */
export function change(path: string, sql: string): void {
  connected(path, (db) => db.exec(sql));
}

/** Rows in each target table: patients, doctors, visits. */
export function targetCounts(path: string): Row {
  const count = (table: string) => `(select count(*) from ${table})`;
  const counts = ["patients", "doctors", "visits"].map(count).join(", ");
  return query(path, `select ${counts}`)[0] ?? [];
}

/** Where SQLite keeps the version that a program must know to write the file: format, section 1.3.3. */
const WRITE_VERSION_OFFSET = 18;
const FROM_THE_FUTURE = 9;

/** Not even root can write a database that demands a newer SQLite: only its reading is allowed. */
export function makeReadOnly(path: string): void {
  const file = openSync(path, "r+");
  writeSync(file, Buffer.from([FROM_THE_FUTURE]), 0, 1, WRITE_VERSION_OFFSET);
  closeSync(file);
}

/** Fills the first page of a table or an index with zeros, as a disk may. */
export function damage(path: string, name: string): void {
  const [root, size] = query(
    path,
    `select rootpage, page_size from sqlite_schema, pragma_page_size where name = '${name}'`,
  )[0] as [number, number];
  const file = openSync(path, "r+");
  writeSync(file, Buffer.alloc(size), 0, size, (root - 1) * size);
  closeSync(file);
}

function connected<Result>(path: string, work: (db: DriverDatabase) => Result): Result {
  const db = new SqliteDriver(path);
  try {
    return work(db);
  } finally {
    db.close();
  }
}
