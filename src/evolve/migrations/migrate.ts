import type { Database } from "../../db/database.ts";
import { quoteName } from "../../db/names.ts";
import { readCatalog } from "../../db/sqlite/catalog.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import { shellWord } from "../../plain/shell-word.ts";
import { describeLoss, type Loss } from "../compare-with-backup.ts";
import { isOwn } from "../managed.ts";
import { written } from "../missing-decisions.ts";
import { PushRefused } from "../push-refused.ts";
import { type Need, need } from "../push-report.ts";
import { backupBefore, readManaged, wasMigrated } from "../schema-log.ts";
import { withoutForeignKeys } from "../transaction.ts";
import { columnKey, readColumnKey, readName, writeName } from "../written-names.ts";
import { checkDrift, countApplied, markApplied, matchBaseline, unmarkApplied } from "./applied.ts";
import { type Applied, applyStatements, type CopyOlder } from "./apply.ts";
import type { MigrationText } from "./migration-file.ts";
import { type Migration, readDown, readMigrations } from "./migrations-folder.ts";
import { catalogAfterMigrations } from "./replay.ts";
import { checkSnapshot } from "./snapshot.ts";

/** What to apply, and to what. */
export interface MigrateRequest {
  readonly folder: string;
  readonly now: Date;
  /** Columns whose values may change, besides those that the files name. */
  readonly allowConvert: readonly string[];
  /** A database that this tool did not make may be changed. */
  readonly adopt: boolean;
  /** Patterns of `table.column`: columns that no migration made, to be kept. */
  readonly keepUnmanaged?: readonly string[];
  /** What copies the rows of older tables that a file names. */
  readonly copyTable?: CopyOlder | undefined;
}

/** What a migrate did. */
export interface MigrateResult {
  /** Tags that the database was found to have, though it was made by a push. */
  readonly baselined: readonly string[];
  readonly applied: readonly (Applied & { readonly tag: string })[];
}

/**
 * Applies the migrations that a database does not have, each in a transaction of its own. Two
 * deploys at once do not both run: each looks again when it has the write lock.
 *
 * @throws UsageError if an applied file was changed, DecisionNeeded if the database is not what
 * its migrations made, PushRefused where one would lose what it does not name
 */
export async function migrate(db: Database, request: MigrateRequest): Promise<MigrateResult> {
  const migrations = readMigrations(request.folder);
  const baselined = await baseline(db, migrations, request);
  const applied: (Applied & { tag: string })[] = [];
  for (let at = countApplied(db, migrations); at < migrations.length; at++) {
    const done = await applyOne(db, { migrations, at }, request);
    if (done !== undefined) applied.push({ tag: migrations[at]?.tag ?? "", ...done });
  }
  return { baselined, applied };
}

interface Position {
  readonly migrations: readonly Migration[];
  readonly at: number;
}

async function applyOne(
  db: Database,
  { migrations, at }: Position,
  { folder, now, allowConvert, copyTable, keepUnmanaged = [] }: MigrateRequest,
): Promise<Applied | undefined> {
  const migration = migrations[at] as Migration;
  const { decisions } = migration;
  const wanted = catalogAfterMigrations(migrations.slice(0, at + 1));
  checkSnapshot(folder, migrations.slice(0, at + 1), wanted);
  return applyStatements(db, {
    command: `db:migrate ${migration.tag}`,
    text: {
      ...migration,
      decisions: { ...decisions, allowConvert: [...decisions.allowConvert, ...allowConvert] },
    },
    previous: catalogAfterMigrations(migrations.slice(0, at)),
    wanted,
    now,
    keepUnmanaged,
    copyTable,
    check: () => {
      if (countApplied(db, migrations) > at) return "skip";
      checkDrift(db, migrations.slice(0, at), keepUnmanaged);
      return "go on";
    },
    mark: () => markApplied(db, migration),
  });
}

/** A database that was made by a push has migrations that were never applied to it: they are marked. */
async function baseline(
  db: Database,
  migrations: readonly Migration[],
  { adopt, keepUnmanaged = [] }: MigrateRequest,
): Promise<string[]> {
  return withoutForeignKeys(db, async () => {
    const made = [...readCatalog(db).tables.keys()].some((name) => !isOwn(name));
    if (!made || countApplied(db, migrations) > 0 || migrations.length === 0) return [];
    if (readManaged(db) === undefined && !adopt) {
      throw new DecisionNeeded(`${db.name} has tables and was not created by this tool.`, {
        cure: "To migrate it all the same, use --adopt. Nothing was changed.",
      });
    }
    const had = migrations.slice(0, matchBaseline(db, migrations, keepUnmanaged));
    for (const migration of had) markApplied(db, migration);
    return had.map(({ tag }) => tag);
  });
}

/** What to take back, and what may be lost by it. */
export interface RollbackRequest extends Pick<MigrateRequest, "folder" | "now" | "keepUnmanaged"> {
  /** `table.column`: columns whose values may be lost. */
  readonly allowDrop?: readonly string[];
  /** Tables whose rows may be lost. */
  readonly allowDropTable?: readonly string[];
}

/** What a rollback did. */
export interface RollbackResult extends Applied {
  readonly tag: string;
}

/**
 * Takes the last migration back by its down file.
 *
 * @throws UsageError if there is none, DecisionNeeded if the file says that there is no way
 * back: the cure names the backup, PushRefused where values would be lost that were not named
 */
export async function rollBack(
  db: Database,
  { folder, now, allowDrop = [], allowDropTable = [], keepUnmanaged = [] }: RollbackRequest,
): Promise<RollbackResult> {
  const migrations = readMigrations(folder);
  const count = countApplied(db, migrations);
  const migration = migrations[count - 1];
  if (migration === undefined) {
    throw new UsageError(`${db.name} has no migration to roll back.`, {
      cure: "See  hmsync db:status",
    });
  }
  const text = wayBack(db, folder, migration);
  // The file says what is dropped on the way back, not that what has come into it since may be lost.
  const may = { allowDrop: [...allowDrop], allowDropTable: [...allowDropTable] };
  const decisions = { ...text.decisions, ...may };
  const done = await applyStatements(db, {
    command: `db:rollback ${migration.tag}`,
    text: { ...text, decisions },
    now,
    keepUnmanaged,
    needOf: (loss) => needOfFlag(db, loss),
    previous: catalogAfterMigrations(migrations.slice(0, count)),
    wanted: catalogAfterMigrations(migrations.slice(0, count - 1)),
    check: () => {
      checkDrift(db, migrations.slice(0, count), keepUnmanaged);
      // What a migration did not make is not taken away with it unless it is named, even if it is empty.
      if (!wasMigrated(db, migration.tag)) return "go on";
      may.allowDrop.push(...text.decisions.allowDrop.filter((column) => isEmptyColumn(db, column)));
      may.allowDropTable.push(
        ...text.decisions.allowDropTable.filter((table) => isEmptyTable(db, readName(table))),
      );
      return "go on";
    },
    mark: () => unmarkApplied(db, migration),
  }).catch((error: unknown) => {
    if (!(error instanceof PushRefused)) throw error;
    throw new PushRefused(error.report, `Nothing was changed. ${backupOffer(db, migration)}`);
  });
  return { tag: migration.tag, ...(done as Applied) };
}

/** @param key `table.column` */
function isEmptyColumn(db: Database, key: string): boolean {
  const { table = "", column = "" } = readColumnKey(key) ?? {};
  const from = `FROM ${quoteName(table)} WHERE ${quoteName(column)} IS NOT NULL`;
  return db.prepare(`SELECT 1 ${from} LIMIT 1`).get([]) === undefined;
}

const isEmptyTable = (db: Database, table: string): boolean =>
  db.prepare(`SELECT 1 FROM ${quoteName(table)} LIMIT 1`).get([]) === undefined;

/** The flag that would allow a loss on the way back. */
function needOfFlag(db: Database, loss: Loss): Need {
  const { table, column, kind } = loss;
  const counted = (what: string) =>
    Number(db.prepare(`SELECT count(${what}) FROM before.${quoteName(table)}`).get([])?.[0]);
  if (kind === "table") {
    const why = `losing the table ${table} with ${written(counted("*"), "row")}`;
    return need("allow-drop-table", writeName(table), { why });
  }
  if (kind === "column" && column !== undefined) {
    const why = `losing ${table}.${column} with ${written(counted(quoteName(column)), "value")}`;
    return need("allow-drop", columnKey(table, column), { why });
  }
  return { flag: "db:restore of the backup", why: `${describeLoss(loss)}; allowing it` };
}

/** How a database gets back to what it was before a migration, where the way back is none. */
function backupOffer(db: Database, { tag }: Migration): string {
  const backup = backupBefore(db, `db:migrate ${tag}`);
  return backup
    ? `The state before it is in ${backup}. To restore it, losing everything written since:  hmsync db:restore ${shellWord(backup)}`
    : "There is no backup of the state before it.";
}

function wayBack(db: Database, folder: string, migration: Migration): MigrationText {
  const text = readDown(folder, migration);
  const restore = backupOffer(db, migration);
  if (text === undefined) {
    throw new UsageError(`${migration.tag} has no down file.`, { cure: restore });
  }
  if (text.irreversible.length === 0) return text;
  throw new DecisionNeeded(
    `${migration.tag} cannot be rolled back:\n${text.irreversible.map((reason) => `  ${reason}`).join("\n")}`,
    { cure: restore },
  );
}
