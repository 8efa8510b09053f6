import SqliteDriver from "better-sqlite3";

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

function connected<Result>(path: string, work: (db: SqliteDriver.Database) => Result): Result {
  const db = new SqliteDriver(path);
  try {
    return work(db);
  } finally {
    db.close();
  }
}
