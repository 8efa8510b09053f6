import { rmSync } from "node:fs";
import type { Backup, Database } from "../db/database.ts";
import { detachBefore } from "../db/sqlite/attach.ts";
import type { Catalog } from "../db/sqlite/catalog.ts";
import { DecisionNeeded, Interrupted } from "../plain/errors.ts";
import { countRows } from "./missing-decisions.ts";
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
    ? db.backUp(now, Number.POSITIVE_INFINITY)
    : undefined;
}

/** After a refusal, the backup that was made for the change is taken back: nothing differs from it. */
export function dropIfRefused(backup: Backup | undefined, error: unknown): void {
  const isRefusal =
    error instanceof PushRefused || error instanceof DecisionNeeded || error instanceof Interrupted;
  if (isRefusal && backup !== undefined) rmSync(backup.path, { force: true });
}

/**
 * Works in one transaction with foreign keys off, so that making a parent anew takes no child along;
 * commits where the work returns.
 */
export async function withoutForeignKeys<Result>(
  db: Database,
  work: () => Promise<Result>,
): Promise<Result> {
  db.enforceForeignKeys("not at all");
  try {
    db.begin();
    const result = await work();
    db.commit();
    return result;
  } finally {
    db.rollback();
    detachBefore(db);
    db.enforceForeignKeys("at once");
  }
}

/** Works in such a transaction and takes it back. */
export async function rolledBack<Result>(
  db: Database,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  db.enforceForeignKeys("not at all");
  try {
    db.begin();
    return await work();
  } finally {
    db.rollback();
    db.enforceForeignKeys("at once");
  }
}
