import type { Database } from "../../db/database.ts";
import { countApplied } from "./applied.ts";
import { readMigrations } from "./migrations-folder.ts";

/** Which migrations a database has. */
export interface MigrationStatus {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

/** @throws UsageError if folder and database do not fit */
export function migrationStatus(db: Database, folder: string): MigrationStatus {
  const migrations = readMigrations(folder);
  const count = countApplied(db, migrations);
  const tags = migrations.map(({ tag }) => tag);
  return { applied: tags.slice(0, count), pending: tags.slice(count) };
}
