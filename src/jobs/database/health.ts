import { existsSync } from "node:fs";
import {
  type DatabaseStatus,
  type Defect,
  databaseStatus,
  findDefects,
} from "../../evolve/health.ts";
import { JOURNAL_TABLE } from "../../evolve/managed.ts";
import { type MigrationStatus, migrationStatus } from "../../evolve/migrations/migration-status.ts";
import { isLeftApart } from "../../persons/in-force.ts";
import type { Listener } from "../listener.ts";
import { decisionsFor, loadedSchema, type SchemaOptions } from "./schema.ts";
import { withDatabase } from "./with-database.ts";

export interface StatusOptions extends Pick<SchemaOptions, "database" | "schema"> {
  /** The migrations folder, if there is one. */
  readonly migrations?: string | undefined;
}

/** A database, and how it stands. */
export interface DatabaseOverview extends DatabaseStatus {
  readonly database: string;
  readonly schema: string;
  /** Null if there is no folder of migrations. */
  readonly migrations: MigrationStatus | null;
  /** Where a run that died has left the records of persons apart; absent otherwise. */
  readonly recordsApart?: true;
}

/** The status of a database: in sync, last change, backups, migrations, integrity. */
export async function status(options: StatusOptions): Promise<DatabaseOverview> {
  const wanted = await loadedSchema(options.schema);
  const { keepUnmanaged } = decisionsFor(wanted);
  const { database, migrations: folder } = options;
  return withDatabase({ database }, (db) => {
    const found = databaseStatus(db, wanted.ddl, keepUnmanaged);
    const migrations =
      folder !== undefined && existsSync(folder) ? migrationStatus(db, folder) : null;
    // Drizzle's table is this tool's too if it has the migrations of the folder.
    const own = (table: string) => migrations !== null && table === JOURNAL_TABLE;
    const apart = isLeftApart(db) ? ({ recordsApart: true } as const) : {};
    const runners = found.runners.filter(({ table }) => !own(table));
    return { database, schema: wanted.path, ...found, migrations, runners, ...apart };
  });
}

/** Everything that is wrong with a database: damage, orphaned rows, drift. */
export async function validate(
  { database, schema }: Pick<SchemaOptions, "database" | "schema">,
  { note }: Listener = {},
): Promise<Defect[]> {
  const wanted = await loadedSchema(schema);
  const { keepUnmanaged } = decisionsFor(wanted);
  note?.(`Database ${database}, schema ${wanted.path}`);
  return withDatabase({ database }, (db) => findDefects(db, wanted.ddl, keepUnmanaged));
}
