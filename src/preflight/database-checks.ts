import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "../db/database.ts";
import { checkSound } from "../db/sqlite/backup.ts";
import { QUICK_CHECK, tryWriting } from "../db/sqlite/health.ts";
import { hasWalHeader, takesLog } from "../db/sqlite/journal-mode.ts";
import { openForReading, openSqlite } from "../db/sqlite/open.ts";
import { refuseWhileLocked } from "../db/sqlite/run-lock.ts";
import { isEmptyDatabase, refuseForeign } from "../evolve/ensure-schema.ts";
import { type DatabaseStatus, databaseStatus } from "../evolve/health.ts";
import { isLeftApart } from "../persons/in-force.ts";
import { type Check, fine, problem, tried } from "./check.ts";

/** The database that a run would write into, and what it should be. */
export interface ExpectedDatabase {
  readonly path: string;
  readonly ddl: readonly string[];
  /** Tables that hold what people cannot lose. */
  readonly tables: readonly SQLiteTable[];
  /** What people call the application. */
  readonly application: string;
  /** How a person types a command for this database. */
  readonly typed: (command: string) => string;
}

/** Checks the database: is it free, in sync, sound, and can its newest backup be gone back to. */
export async function checkDatabase(expected: ExpectedDatabase): Promise<Check[]> {
  const { path } = expected;
  const folder = dirname(resolve(path));
  if (!existsSync(folder)) {
    const cure = "Create the folder, or correct the path given with --db.";
    return [problem("Database", `The folder ${folder} does not exist.`, cure)];
  }
  if (!existsSync(path)) return [fine("Database", toBeMade(path, folder))];
  const lock = await tried("Lock", () => checkLocks(path));
  try {
    const db = openForReading(path);
    try {
      return [lock, ...(await checkContent(db, expected))];
    } finally {
      db.close();
    }
  } catch (error) {
    const unseen = await tried("Database", () => {
      throw error;
    });
    return [lock, unseen];
  }
}

function toBeMade(path: string, folder: string): string {
  const how = takesLog(folder)
    ? "with a write-ahead log (WAL)"
    : "with a rollback journal: this file system takes no write-ahead log";
  return `${path} does not exist yet and will be created, ${how}`;
}

/** @throws DatabaseError if somebody is at work */
function checkLocks(path: string): Check {
  refuseWhileLocked(path);
  const db = openSqlite(path, { ifMissing: "refuse" });
  try {
    db.begin();
    tryWriting(db);
    db.rollback();
  } finally {
    db.close();
  }
  return fine("Lock", `no other run is at work; ${whileAtWork(path)}`);
}

/** What the journal mode of a database means for the application, while a run writes. */
const whileAtWork = (path: string): string =>
  hasWalHeader(path)
    ? "others can read while a run writes (WAL)"
    : "others cannot read while a run commits (rollback journal)";

async function checkContent(db: Database, expected: ExpectedDatabase): Promise<Check[]> {
  if (isEmptyDatabase(db)) return [fine("Database", `${db.path} is empty; it will get its tables`)];
  const own = await tried("Schema", () => {
    refuseForeign(db, expected);
    return fine("Schema", `${expected.application}'s`);
  });
  if (!own.ok) return [own];
  const status = databaseStatus(db, expected.ddl);
  return [
    schemaCheck(status, expected),
    integrityCheck(status, expected),
    ...(isLeftApart(db) ? [fine("Persons", APART)] : []),
    await tried("Backup", () => backupCheck(db, expected)),
  ];
}

const APART =
  "a run that died has left records apart, each with a row of its own: resume it, or run this import; either joins them";

function schemaCheck(
  { inSync, drift, requiredOfOthers }: DatabaseStatus,
  { typed }: ExpectedDatabase,
): Check {
  if (requiredOfOthers.length > 0) {
    return problem(
      "Schema",
      `Not in the schema, required and without a default: ${requiredOfOthers.join(", ")}. New rows would be rejected.`,
      "Give these columns a default, or allow NULL, in the application that made them.",
    );
  }
  if (inSync) return fine("Schema", "in sync");
  const what = `${drift.length} statements away from what this version expects.`;
  return problem(
    "Schema",
    what,
    `Check it with  ${typed("db:plan")}  then run  ${typed("db:push")}`,
  );
}

function integrityCheck({ integrity }: DatabaseStatus, { typed }: ExpectedDatabase): Check {
  if (integrity.join() === "ok") return fine("Integrity", `${QUICK_CHECK} finds nothing`);
  const what = `SQLite finds damage in ${integrity.length} places.`;
  return problem("Integrity", what, `Restore the newest backup with  ${typed("db:restore")}`);
}

/** @throws DatabaseError if the newest backup is damaged */
function backupCheck(db: Database, { tables, typed }: ExpectedDatabase): Check {
  const [newest] = db.backups();
  if (newest !== undefined) {
    checkSound(newest);
    return fine("Backup", `${newest} can be restored`);
  }
  if (!holdsRows(db, tables)) return fine("Backup", "none yet, and nothing to lose yet");
  return problem("Backup", "There is none.", `Create one with  ${typed("db:backup")}`);
}

function holdsRows(db: Database, tables: readonly SQLiteTable[]): boolean {
  return tables.some((table) => db.catalog.hasTable(getTableName(table)) && db.count(table) > 0);
}
