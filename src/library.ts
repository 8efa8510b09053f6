import { existsSync } from "node:fs";
import {
  isPublicIdOf,
  newPublicId,
  type ParsedPublicId,
  type PublicId,
  type PublicIdEntity,
  parsePublicId,
} from "../shared/public-id.ts";
import { type Backup, backUp } from "./db/backup.ts";
import type { Database } from "./db/database.ts";
import { preferWal } from "./db/journal-mode.ts";
import type { Restored } from "./db/restore.ts";
import { refuseWhileLocked } from "./db/run-lock.ts";
import { openSqlite } from "./db/sqlite.ts";
import { type Decisions, NO_DECISIONS } from "./evolve/decisions.ts";
import { declaredDecisions } from "./evolve/decisions-file.ts";
import { type DatabaseStatus, type Defect, databaseStatus, findDefects } from "./evolve/inspect.ts";
import { generateMigration } from "./evolve/migrations/generate.ts";
import {
  type MigrateResult,
  migrate as migrateDatabase,
  type RollbackResult,
  rollBack,
} from "./evolve/migrations/migrate.ts";
import { type PushPlan, planPush } from "./evolve/plan.ts";
import { type PushRequest, type PushResult, pushSchema } from "./evolve/push.ts";
import { restoreDatabase } from "./evolve/restore-database.ts";
import { loadDrizzleSchema } from "./evolve/wanted-schema.ts";

// The db: commands as functions, and the form of public ids. Errors carry the exit code of the command, what went wrong, and
// the cure; a push that is refused carries its report.

export { PushRefused } from "./evolve/push-refused.ts";
export type { Need, Obstacle, PushReport } from "./evolve/push-report.ts";
export {
  DatabaseError,
  DecisionNeeded,
  type ExitCode,
  HmsyncError,
  SystemError,
  UsageError,
} from "./plain/errors.ts";
export type {
  Backup,
  DatabaseStatus,
  Decisions,
  Defect,
  MigrateResult,
  ParsedPublicId,
  PublicId,
  PublicIdEntity,
  PushPlan,
  PushResult,
  Restored,
  RollbackResult,
};
export { isPublicIdOf, newPublicId, parsePublicId };

/** Which database, which schema, and what was decided. */
export interface SchemaOptions {
  /** An SQLite file. */
  readonly database: string;
  /** A module that exports Drizzle SQLite tables. */
  readonly schema: string;
  /** In addition to those in the file next to the schema. */
  readonly decisions?: Partial<Decisions>;
  /** Creates a missing database. */
  readonly init?: boolean;
}

/** Shows what a push would do, by trying it on a private copy. */
export async function plan(options: SchemaOptions): Promise<PushPlan> {
  return withDatabase(options, async (db) => planPush(db, await requestOf(options, "plan")));
}

/**
 * Brings a database to a schema; loses nothing without a decision.
 *
 * @throws PushRefused with the report of the obstacles, DatabaseError while an import is running
 */
export async function push(options: SchemaOptions): Promise<PushResult> {
  refuseWhileLocked(options.database);
  return withDatabase(options, async (db) => pushSchema(db, await requestOf(options, "push")));
}

/** Makes a verified copy of a database while it is in use. */
export async function backup({
  database,
  keep,
}: {
  database: string;
  keep?: number;
}): Promise<Backup> {
  return withDatabase({ database }, (db) => backUp(db, new Date(), keep));
}

/** Restores a backup; the present database is set aside. */
export async function restore(options: { database: string; backup: string }): Promise<Restored> {
  refuseWhileLocked(options.database);
  return restoreDatabase(options.database, options.backup, new Date());
}

/** The status of a database. */
export async function status(options: SchemaOptions): Promise<DatabaseStatus> {
  const { ddl } = await loadDrizzleSchema([options.schema]);
  return withDatabase(options, async (db) => databaseStatus(db, ddl));
}

/** Everything that is wrong with a database. */
export async function validate(options: SchemaOptions): Promise<Defect[]> {
  const { ddl } = await loadDrizzleSchema([options.schema]);
  return withDatabase(options, async (db) => findDefects(db, ddl));
}

/** Which migrations, and for which schema. */
export interface MigrationOptions extends SchemaOptions {
  /** Their folder. */
  readonly migrations: string;
}

/** Writes what changed in a schema as a migration. */
export async function generate(
  options: Omit<MigrationOptions, "database"> & { readonly name: string },
): Promise<string[]> {
  const { schema, ddl } = await loadDrizzleSchema([options.schema]);
  const decisions = decisionsOf(options);
  const { migrations: folder, name } = options;
  return generateMigration({ folder, name, schema, ddl, decisions, now: new Date() });
}

/** Applies pending migrations. */
export async function migrate(options: Omit<MigrationOptions, "schema">): Promise<MigrateResult> {
  const { allowConvert = [], adopt = false } = options.decisions ?? {};
  refuseWhileLocked(options.database);
  const request = { folder: options.migrations, now: new Date(), allowConvert, adopt };
  return withDatabase(options, (db) => migrateDatabase(db, request));
}

/**
 * Rolls back the last migration.
 *
 * @throws PushRefused if values would be lost that `allowDrop` and `allowDropTable` do not name
 */
export async function rollback(options: Omit<MigrationOptions, "schema">): Promise<RollbackResult> {
  const { allowDrop = [], allowDropTable = [] } = options.decisions ?? {};
  refuseWhileLocked(options.database);
  const request = { folder: options.migrations, now: new Date(), allowDrop, allowDropTable };
  return withDatabase(options, (db) => rollBack(db, request));
}

async function requestOf(options: SchemaOptions, command: string): Promise<PushRequest> {
  const { ddl } = await loadDrizzleSchema([options.schema]);
  return { ddl, command, now: new Date(), decisions: decisionsOf(options) };
}

function decisionsOf({ schema, decisions = {} }: Omit<SchemaOptions, "database">): Decisions {
  const declared = declaredDecisions(schema);
  return {
    ...NO_DECISIONS,
    ...decisions,
    renames: [...declared.renames, ...(decisions.renames ?? [])],
    renameTables: [...declared.renameTables, ...(decisions.renameTables ?? [])],
    backfills: [...(decisions.backfills ?? []), ...declared.backfills],
  };
}

async function withDatabase<Result>(
  { database, init = false }: { readonly database: string; readonly init?: boolean },
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const isNew = init && !existsSync(database);
  const db = openSqlite(database, { ifMissing: init ? "create" : "refuse" });
  try {
    const result = await work(db);
    if (isNew) preferWal(db);
    return result;
  } finally {
    db.close();
  }
}
