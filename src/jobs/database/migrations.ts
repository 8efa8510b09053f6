import { existsSync } from "node:fs";
import { TABLE_COPIES, type TableCopy } from "../../../shared/table-copies.ts";
import type { Database } from "../../db/database.ts";
import { sameName } from "../../db/names.ts";
import { openForReading } from "../../db/sqlite/open.ts";
import { refuseWhileLocked } from "../../db/sqlite/run-lock.ts";
import { generateMigration } from "../../evolve/migrations/generate.ts";
import {
  migrate as applyMigrations,
  type MigrateResult,
  type RollbackResult,
  rollBack,
} from "../../evolve/migrations/migrate.ts";
import { migrationStatus } from "../../evolve/migrations/migration-status.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import { checkGoing, declined } from "../cancel.ts";
import type { Deciding, Listener } from "../listener.ts";
import {
  type Drift,
  decisionsFor,
  driftFrom,
  loadedSchema,
  type SchemaOptions,
  type SchemaSource,
} from "./schema.ts";
import { withDatabase } from "./with-database.ts";

export interface GenerateOptions extends Pick<SchemaOptions, "schema" | "decisions"> {
  /** The migrations folder. */
  readonly migrations: string;
  /** Of the migration: `add_department`. */
  readonly name: string;
  /** A database to say of which migrations it has: read, and left as it is. */
  readonly database?: string | undefined;
}

/**
 * Writes what changed in a schema as a migration, with its way back.
 *
 * @returns the files; none if the migrations already make the schema
 */
export async function generate(
  options: GenerateOptions,
  { note }: Listener = {},
): Promise<string[]> {
  const { migrations: folder, name, database } = options;
  const wanted = await loadedSchema(options.schema);
  const { path, schema, ddl, copies } = wanted;
  note?.(`Schema ${path}`);
  if (database !== undefined) note?.(`Database ${database}: ${appliedText(database, folder)}`);
  const decisions = decisionsFor(wanted, options.decisions);
  return generateMigration({ folder, name, schema, ddl, copies, decisions, now: new Date() });
}

function appliedText(database: string, folder: string): string {
  if (!existsSync(database)) return "does not exist yet";
  const db = openForReading(database);
  try {
    const { applied, pending } = migrationStatus(db, folder);
    return `${applied.length} applied, ${pending.length} pending`;
  } finally {
    db.close();
  }
}

/** Which database, and which migrations. */
export interface MigrationOptions extends Omit<SchemaOptions, "schema"> {
  /** The migrations folder. */
  readonly migrations: string;
  /** To say how far from it the database is. */
  readonly schema?: SchemaSource | undefined;
  /** Tables that others have come in the place of; HMSync's own unless said. */
  readonly copies?: readonly TableCopy[] | undefined;
}

export interface Migrated extends MigrateResult {
  /** Undefined if no schema was named. */
  readonly drift: Drift | undefined;
}

/**
 * Applies pending migrations, each in its own transaction.
 *
 * @throws UsageError, DatabaseError while an import is running, DecisionNeeded, PushRefused
 */
export async function migrate(
  options: MigrationOptions,
  listener: Listener = {},
): Promise<Migrated> {
  const { database, migrations: folder, copies = TABLE_COPIES } = options;
  const { allowConvert = [], adopt = false } = options.decisions ?? {};
  const keepUnmanaged = await keptBeside(options);
  refuseWhileLocked(database);
  if (!existsSync(folder)) {
    throw new UsageError(`${folder} holds no migrations.`, {
      cure: "Name the right folder with --migrations, or write the first migration with  hmsync db:generate",
    });
  }
  const drift = await driftFrom(options.schema);
  listener.note?.(`Database ${database}, migrations ${folder}`);
  return withDatabase(
    options,
    async (db) => {
      checkGoing(options);
      const copyTable = (among: Database, from: string) => copyWhole(among, from, copies);
      const request = { folder, now: new Date(), adopt, allowConvert, keepUnmanaged, copyTable };
      return { ...(await applyMigrations(db, request)), drift: drift(db) };
    },
    listener,
  );
}

/** Columns that stay beside what migrations make: by the caller, and the file next to the schema. */
async function keptBeside({ schema, decisions }: MigrationOptions): Promise<readonly string[]> {
  if (schema === undefined) return decisions?.keepUnmanaged ?? [];
  return decisionsFor(await loadedSchema(schema), decisions).keepUnmanaged;
}

export interface RolledBack extends RollbackResult {
  /** Undefined if no schema was named. */
  readonly drift: Drift | undefined;
}

/**
 * Rolls back the last migration.
 *
 * @throws PushRefused if values would be lost that `allowDrop` and `allowDropTable` do not name,
 * DecisionNeeded if the person who was asked said no
 */
export async function rollback(
  options: MigrationOptions,
  { note, confirm }: Listener & Deciding<MigrationOptions> = {},
): Promise<RolledBack> {
  const { database, migrations: folder } = options;
  const { allowDrop = [], allowDropTable = [] } = options.decisions ?? {};
  refuseWhileLocked(database);
  if (!((await confirm?.(options)) ?? true)) throw declined();
  const keepUnmanaged = await keptBeside(options);
  const drift = await driftFrom(options.schema);
  note?.(`Database ${database}, migrations ${folder}`);
  return withDatabase({ database }, async (db) => {
    checkGoing(options);
    const request = { folder, now: new Date(), allowDrop, allowDropTable, keepUnmanaged };
    return { ...(await rollBack(db, request)), drift: drift(db) };
  });
}

const BATCH = 2_000;

/**
 * Copies a table for a migration: all of it, in the migration's own transaction, or nothing.
 *
 * @throws DecisionNeeded if a row would stay behind, UsageError if no copy is declared
 */
export async function copyWhole(
  db: Database,
  from: string,
  declared: readonly TableCopy[],
): Promise<void> {
  const copy = declared.find((one) => sameName(one.from, from));
  if (copy === undefined) {
    throw new UsageError(`No copy of a table ${from} is declared.`, {
      cure: "Declare it in the target's tableCopies.",
    });
  }
  const { copyTable } = await import("../../evolve/copy-table/copy-table.ts");
  const { whyKept } = await import("../../evolve/copy-table/drop-older.ts");
  const { tableInDatabase } = await import("../../evolve/copy-table/older-table.ts");
  const { planCopy } = await import("../../evolve/copy-table/plan-copy.ts");
  const older = tableInDatabase(db, copy.from);
  if (older === undefined) return;
  const plan = planCopy(copy, older.columns, { renames: [], leftBehind: [] });
  const result = await copyTable(db, {
    plan,
    older,
    ddl: [],
    commits: "nothing",
    batchSize: BATCH,
    now: new Date(),
    sample: 0,
    onConflict: "keep",
    legacySystem: undefined,
    signal: new AbortController().signal,
    beforeWrite: async () => undefined,
    onProgress: () => undefined,
  });
  const why = whyKept(result);
  if (why === undefined) return;
  throw new DecisionNeeded(`The migration cannot copy ${from}: ${why}.`, {
    cure: `Nothing was changed. To see which, run  hmsync db:copy-table ${from} --dry-run`,
  });
}
