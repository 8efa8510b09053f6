import { existsSync } from "node:fs";
import {
  type DatabaseStatus,
  type Defect,
  databaseStatus,
  findDefects,
} from "../../evolve/inspect.ts";
import { type MigrationStatus, migrationStatus } from "../../evolve/migrations/migration-status.ts";
import type { Listener } from "../listener.ts";
import { loadedSchema, type SchemaOptions } from "./schema.ts";
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
}

/** The status of a database: in sync, last change, backups, migrations, integrity. */
export async function status(options: StatusOptions): Promise<DatabaseOverview> {
  const { path: schema, ddl } = await loadedSchema(options.schema);
  const { database, migrations: folder } = options;
  return withDatabase({ database }, (db) => {
    const found = databaseStatus(db, ddl);
    const migrations =
      folder !== undefined && existsSync(folder) ? migrationStatus(db, folder) : null;
    return { database, schema, ...found, migrations };
  });
}

/** Everything that is wrong with a database: damage, orphaned rows, drift. */
export async function validate(
  { database, schema }: Pick<SchemaOptions, "database" | "schema">,
  { note }: Listener = {},
): Promise<Defect[]> {
  const { path, ddl } = await loadedSchema(schema);
  note?.(`Database ${database}, schema ${path}`);
  return withDatabase({ database }, (db) => findDefects(db, ddl));
}
