import type { Database } from "../../db/database.ts";
import { type Catalog, readCatalog } from "../../db/sqlite/catalog.ts";
import { DecisionNeeded, UsageError, WrittenOtherwise } from "../../plain/errors.ts";
import { NO_DECISIONS } from "../decisions.ts";
import { draftPush } from "../draft.ts";
import { withKept } from "../kept-columns.ts";
import { JOURNAL_TABLE, NOTHING_MANAGED } from "../managed.ts";
import { readManaged } from "../schema-log.ts";
import type { Migration } from "./migrations-folder.ts";
import { catalogAfterMigrations } from "./replay.ts";

const CREATE_JOURNAL = `CREATE TABLE IF NOT EXISTS ${JOURNAL_TABLE} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)`;

/** A row of drizzle's table. */
interface AppliedRow {
  readonly hash: string;
  readonly when: number;
}

function appliedRows(db: Database): AppliedRow[] {
  if (db.catalog.columns(JOURNAL_TABLE).length === 0) return [];
  return db
    .prepare(`SELECT hash, created_at FROM ${JOURNAL_TABLE} ORDER BY created_at`)
    .all([])
    .map(([hash, when]) => ({ hash: String(hash), when: Number(when) }));
}

/**
 * How many of the migrations, from the first on, a database has.
 *
 * @throws UsageError if an applied file was changed since, or is not in the folder
 */
export function countApplied(db: Database, migrations: readonly Migration[]): number {
  const rows = appliedRows(db);
  for (const [at, { hash, when }] of rows.entries()) {
    const migration = migrations[at];
    if (migration?.when !== when) {
      throw new UsageError(
        `${db.name} has a migration that the folder lacks or has in another order.`,
        {
          cure: "Use the folder of the version that was deployed last. Nothing was changed.",
        },
      );
    }
    if (migration.sha256 !== hash) {
      throw new UsageError(`${migration.path} was changed after it was applied (checksum).`, {
        cure: "Restore the file and write a new migration. Nothing was changed.",
      });
    }
  }
  return rows.length;
}

/** Says that a database has a migration; in the transaction that applies it. */
export function markApplied(db: Database, { sha256, when }: Migration): void {
  db.exec(CREATE_JOURNAL);
  const insert = db.prepare(`INSERT INTO ${JOURNAL_TABLE} (hash, created_at) VALUES (?, ?)`);
  checkOne(db, insert.run([sha256, when]));
}

export function unmarkApplied(db: Database, { when }: Migration): void {
  checkOne(db, db.prepare(`DELETE FROM ${JOURNAL_TABLE} WHERE created_at = ?`).run([when]));
}

/** What the journal says decides what runs the next time. */
function checkOne(db: Database, rows: number): void {
  if (rows === 1) return;
  throw new WrittenOtherwise(
    `${db.name}: ${rows} rows of ${JOURNAL_TABLE} were written instead of one.`,
    {
      cure: "Check the triggers and rows of that table. Nothing was changed.",
    },
  );
}

/**
 * How many migrations a database has that was made by a push: those after which it would be what it
 * is.
 *
 * @throws DecisionNeeded if it is like none of them
 */
export function matchBaseline(
  db: Database,
  migrations: readonly Migration[],
  keepUnmanaged: readonly string[],
): number {
  const current = readCatalog(db);
  for (let count = migrations.length; count > 0; count--) {
    const made = catalogAfterMigrations(migrations.slice(0, count));
    if (equals(current, withOthers(db, made, keepUnmanaged))) return count;
  }
  throw new DecisionNeeded(
    `${db.name} was not created by these migrations, and matches none of them.`,
    {
      cure: "First bring it to the schema:  hmsync db:push  Nothing was changed.",
    },
  );
}

/**
 * Checks that a database is what its migrations made.
 *
 * @throws DecisionNeeded
 */
export function checkDrift(
  db: Database,
  applied: readonly Migration[],
  keepUnmanaged: readonly string[],
): void {
  const made = catalogAfterMigrations(applied);
  if (equals(readCatalog(db), withOthers(db, made, keepUnmanaged))) return;
  throw new DecisionNeeded(
    `${db.name} differs from the result of its ${applied.length} migrations: it was changed in another way.`,
    {
      cure: "Reconcile the two; to see the differences:  hmsync db:plan  Nothing was changed.",
    },
  );
}

/** What migrations make, with the columns that are kept in this database. */
export function withOthers(db: Database, made: Catalog, keepUnmanaged: readonly string[]): Catalog {
  const managed = readManaged(db) ?? NOTHING_MANAGED;
  return withKept(made, readCatalog(db), { managed, decisions: { allowDrop: [], keepUnmanaged } });
}

/** Whether a database has all that is wanted, as it is wanted; what else it has is its own affair. */
export function equals(current: Catalog, wanted: Catalog): boolean {
  const input = { current, wanted, managed: NOTHING_MANAGED, decisions: NO_DECISIONS };
  const { tables, aside, back } = draftPush(input);
  const changes = tables.filter(({ action }) => action !== "keep");
  return changes.length + aside.length + back.length === 0;
}
