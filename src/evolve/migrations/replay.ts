import type { Connection } from "../../db/database.ts";
import { type Catalog, readCatalog } from "../../db/sqlite/catalog.ts";
import { openScratch } from "../../db/sqlite/open.ts";
import type { Migration } from "./migrations-folder.ts";

/** Works on a database without a row that these migrations made. */
export function withReplayed<Result>(
  migrations: readonly Migration[],
  work: (replayed: Connection) => Result,
): Result {
  const db = openScratch();
  try {
    db.enforceForeignKeys("not at all");
    for (const { statements } of migrations) for (const sql of statements) db.exec(sql);
    return work(db);
  } finally {
    db.close();
  }
}

/** What a database is after these migrations. */
export const catalogAfterMigrations = (migrations: readonly Migration[]): Catalog =>
  withReplayed(migrations, (db) => readCatalog(db));
