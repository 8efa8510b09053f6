import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Target } from "../../../importers/define-target.ts";
import * as ledger from "../../../shared/ledger.ts";
import type { Database } from "../../db/database.ts";
import { openForReading, openSqlite, openTemporary } from "../../db/sqlite.ts";
import { checkTables } from "../../evolve/ensure-schema.ts";
import { pushSchema } from "../../evolve/push.ts";
import { isMissingOrEmpty } from "../database/with-database.ts";
import { ddlOf } from "../own-schema.ts";

/** The target database, and what had to be done to have it. */
export interface OpenedTarget {
  readonly db: Database;
  /** For narration; undefined if it was there and as it should be. */
  readonly note: string | undefined;
  /** It was not there, or was empty, and is not a rehearsal's. */
  readonly isNew: boolean;
}

const LEDGER: readonly SQLiteTable[] = [
  ...[ledger.runs, ledger.files, ledger.crosswalk, ledger.exceptions, ledger.actions],
  ...[ledger.waiting, ledger.unmapped, ledger.unmappedPacks],
];

/**
 * Opens the database that an import writes into. A missing one is made; a dry run makes a temporary
 * one instead.
 *
 * @throws DecisionNeeded if it lacks a part of the schema
 */
export async function openTarget(
  path: string,
  { target, dryRun }: { readonly target: Target; readonly dryRun: boolean },
): Promise<OpenedTarget> {
  if (isMissingOrEmpty(path)) {
    const db = dryRun ? openTemporary(path) : openSqlite(path, { ifMissing: "create" });
    await pushSchema(db, { ddl: await ddlOf(target), now: new Date(), command: "import" });
    const note = dryRun
      ? `The database ${path} does not exist yet; the dry run uses a temporary one.`
      : `Created the database ${path}.`;
    return { db, note, isNew: !dryRun };
  }
  return { db: openExisting(path, target), note: undefined, isNew: false };
}

/**
 * Opens a database that must be there and have the schema.
 *
 * @param access `look`: without the right to write, and not for long
 * @throws UsageError, DecisionNeeded
 */
export function openExisting(
  path: string,
  { importers }: Pick<Target, "importers">,
  access: "look" | "write" = "write",
): Database {
  const db = access === "look" ? openForReading(path) : openSqlite(path, { ifMissing: "refuse" });
  try {
    const cure = `Bring it to the schema with  hmsync db:push --db ${path}`;
    const tables = [...importers.map(({ table }) => table), ...LEDGER];
    checkTables(db, tables, cure);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
