import { getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { applicationOf } from "../../../importers/define.ts";
import type { Target } from "../../../importers/define-target.ts";
import * as ledger from "../../../shared/ledger.ts";
import type { Database } from "../../db/database.ts";
import { addressAt } from "../../db/shadows.ts";
import { openForReading, openSqlite, openTemporary } from "../../db/sqlite/open.ts";
import { NO_DECISIONS } from "../../evolve/decisions.ts";
import { checkTables } from "../../evolve/ensure-schema.ts";
import { pushSchema } from "../../evolve/push.ts";
import { checkRecognised, type Recognisable } from "../../evolve/recognise.ts";
import { isMissingOrEmpty } from "../database/with-database.ts";
import { ddlOf, trialDdl } from "../own-schema.ts";

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
  ...[ledger.waiting, ledger.unmapped, ledger.unmappedPacks, ledger.numbers],
  ...[ledger.personMerges, ledger.personState, ledger.declaredLinks, ledger.personVerdicts],
  ...[
    ledger.personSteps,
    ledger.personRecords,
    ledger.personRows,
    ledger.personAbsorbed,
    ledger.personEdits,
  ],
  ledger.personConflicts,
];

interface Opening {
  readonly target: Target;
  readonly dryRun: boolean;
}

/**
 * Opens the database that an import writes into. A missing one is made; a dry run makes a temporary
 * one instead.
 *
 * @throws DecisionNeeded if it lacks a part of the schema
 */
export async function openTarget(path: string, { target, dryRun }: Opening): Promise<OpenedTarget> {
  if (target.schema === "theirs") return openTheirs(path, { target, dryRun });
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

/** The application makes its database; the ledger's tables come beside its own. */
async function openTheirs(path: string, { target, dryRun }: Opening): Promise<OpenedTarget> {
  if (dryRun) return { db: openExisting(path, target), note: undefined, isNew: false };
  const db = openSqlite(path, { ifMissing: "refuse" });
  try {
    checkRecognised(db, target);
    if (LEDGER.every((table) => isThere(db, table))) {
      return { db, note: undefined, isNew: false };
    }
    const decisions = { ...NO_DECISIONS, adopt: true };
    const request = { ddl: await ddlOf(target), decisions, now: new Date(), command: "import" };
    await pushSchema(db, request);
    const note = `Created the ledger's tables in ${path}; nothing else was changed.`;
    return { db, note, isNew: false };
  } catch (error) {
    db.close();
    throw error;
  }
}

const isThere = (db: Database, table: SQLiteTable): boolean =>
  db.catalog.hasTable(getTableName(table));

/** A database with the target's tables, gone when it is closed. */
export async function openTrial(path: string, target: Target): Promise<Database> {
  const db = openTemporary(path);
  await pushSchema(db, { ddl: await trialDdl(target), now: new Date(), command: "import" });
  return db;
}

/**
 * Opens a database that must be there and have the schema.
 *
 * @param access `look`: without the right to write, and not for long
 * @throws UsageError, DecisionNeeded
 */
export function openExisting(
  path: string,
  target: Recognisable & Pick<Target, "schema">,
  access: "look" | "write" = "write",
): Database {
  const db = access === "look" ? openForReading(path) : openSqlite(path, { ifMissing: "refuse" });
  try {
    const { importers, schema } = target;
    if (schema === "theirs") checkRecognised(db, target);
    const what =
      schema === "theirs" ? "Add the ledger's tables, and nothing else," : "Bring it to the schema";
    const cure = `${what} with  hmsync db:push --db ${addressAt(path)}`;
    const tables = [...importers.map(({ table }) => table), ...LEDGER];
    checkTables(db, { tables, application: applicationOf(importers) }, cure);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
