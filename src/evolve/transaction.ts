import { rmSync } from "node:fs";
import type { Backup, Database } from "../db/database.ts";
import { backUp } from "../db/sqlite/backup.ts";
import type { Catalog } from "../db/sqlite/catalog.ts";
import { DecisionNeeded, Interrupted } from "../plain/errors.ts";
import { countRows } from "./examine.ts";
import { PushRefused } from "./push-refused.ts";

/**
 * Keeps the state of a database that holds rows, before it is changed. No older backup is dropped for
 * it: the change may still be refused.
 */
export async function backUpRows(
  db: Database,
  { tables }: Catalog,
  now: Date,
): Promise<Backup | undefined> {
  const ordinary = [...tables.values()].filter(({ kind }) => kind !== "virtual");
  return ordinary.some(({ name }) => countRows(db, name) > 0)
    ? backUp(db, now, Number.POSITIVE_INFINITY)
    : undefined;
}

/** After a refusal, the backup that was made for the change is taken back: nothing differs from it. */
export function dropIfRefused(backup: Backup | undefined, error: unknown): void {
  const isRefusal =
    error instanceof PushRefused || error instanceof DecisionNeeded || error instanceof Interrupted;
  if (isRefusal && backup !== undefined) rmSync(backup.path, { force: true });
}

/** Attaches a backup as `before`, to be compared with. */
export function attachBefore(db: Database, { path }: Backup): void {
  db.prepare("ATTACH ? AS before").run([path]);
}

/**
 * Works in one transaction with foreign keys off, so that making a parent anew takes no child along;
 * commits where the work returns.
 */
export async function withoutForeignKeys<Result>(
  db: Database,
  work: () => Promise<Result>,
): Promise<Result> {
  db.exec("PRAGMA foreign_keys = OFF");
  try {
    db.begin();
    const result = await work();
    db.commit();
    return result;
  } finally {
    db.rollback();
    detach(db);
    db.exec("PRAGMA foreign_keys = ON");
  }
}

/** Works in such a transaction and takes it back. */
export async function rolledBack<Result>(
  db: Database,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  db.exec("PRAGMA foreign_keys = OFF");
  try {
    db.begin();
    return await work();
  } finally {
    db.rollback();
    db.exec("PRAGMA foreign_keys = ON");
  }
}

function detach(db: Database): void {
  const attached = db.prepare("SELECT 1 FROM pragma_database_list WHERE name = 'before'").get([]);
  if (attached !== undefined) db.exec("DETACH before");
}
