import {
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { flush, makeOwnerOnly } from "../../plain/copy-owner-only.ts";
import { DatabaseError, UsageError } from "../../plain/errors.ts";
import type { Backup, Connection, Database, DbValue } from "../database.ts";
import { backUp, checkSound, isDamage, keepDamaged, SIDES } from "./backup.ts";
import { CopyLocked, codeOf } from "./explain-error.ts";
import { hasWalHeader, preferWal } from "./journal-mode.ts";
import { openSqlite } from "./open.ts";

/** What a restore did. */
export interface Restored {
  /** Where the state before it was put aside; undefined if there was no database. */
  readonly aside: string | undefined;
}

/**
 * Makes a database what a backup holds. The backup is checked and the present state put aside first.
 * SQLite's backup API writes into the database in one transaction: connections that are open see the
 * restored state, and a process that dies in the middle leaves the state before. A damaged database is
 * kept as it is, and replaced.
 *
 * @throws UsageError if there is no such backup, DatabaseError if it is damaged
 */
export async function restoreBackup(path: string, backup: string, now: Date): Promise<Restored> {
  checkBackup(backup);
  if (resolve(path) === resolve(backup)) {
    throw new UsageError("The backup is the database itself.", { cure: "Name another file." });
  }
  const source = openSqlite(backup, { ifMissing: "refuse" });
  try {
    checkHoldsSomething(source);
    return { aside: await fill(path, source, now) };
  } finally {
    source.close();
  }
}

/** @returns where the present state was put aside */
async function fill(path: string, source: Database, now: Date): Promise<string | undefined> {
  let aside: string | undefined;
  // A new database gets a write-ahead log; one that is there keeps what it has.
  let mode: Mode = "wal";
  try {
    if (holdsBytes(path)) {
      mode = modeOf(path);
      aside = (await putAside(path, now)).path;
    } else makeDatabase(path);
  } catch (error) {
    if (!isDamage(error)) throw error;
    aside = await replaceDamaged(path, source, now);
    giveMode(path, mode);
    return aside;
  }
  await copyOnceFree(source, path);
  giveMode(path, mode);
  return aside;
}

type Mode = "wal" | "delete";

const modeOf = (path: string): Mode => (hasWalHeader(path) ? "wal" : "delete");

/** What was copied page by page has the journal mode of what it was copied from. */
function giveMode(path: string, mode: Mode): void {
  if (modeOf(path) === mode) return;
  const db = openSqlite(path, { ifMissing: "refuse" });
  try {
    if (mode === "wal") preferWal(db);
    else db.prepare("pragma journal_mode = delete").get([]);
  } catch (error) {
    // What was restored is there in either mode; another program that has it open keeps it from changing.
    if (!(error instanceof DatabaseError)) throw error;
  } finally {
    db.close();
  }
}

/** How long other programs may go on reading before a restore gives up, and how often it looks. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 250;

/**
 * SQLite gives up a copy without a word where another program is reading at its last step (a rollback
 * journal lets nobody write meanwhile). So it is tried until the database is what the backup is.
 */
async function copyOnceFree(source: Database, path: string): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  do {
    if ((await isCopied(source, path)) && isRestored(source, path)) return;
    await setTimeout(PAUSE_MS);
  } while (Date.now() < until);
  const holders = holdersOf(path);
  const who = holders.length > 0 ? holders.join(", ") : "another program";
  throw new DatabaseError(`${path} was not restored: it is in use by ${who}.`, {
    cure: "Stop it, then restore again. The database is unchanged.",
  });
}

async function isCopied(source: Database, path: string): Promise<boolean> {
  try {
    await source.copyTo(path);
    return true;
  } catch (error) {
    if (error instanceof CopyLocked) return false;
    throw error;
  }
}

/** SQLite writes nothing into a database that is damaged: the file is kept, and another takes its place. */
async function replaceDamaged(path: string, source: Database, now: Date): Promise<string> {
  const aside = keepDamaged(path, now);
  const fresh = `${path}.restoring`;
  rmSync(fresh, { force: true });
  makeDatabase(fresh);
  await source.copyTo(fresh);
  checkRestored(source, fresh);
  flush(fresh);
  // The damaged database's journal would be played back into the one that takes its place.
  for (const side of SIDES.filter((suffix) => suffix !== "")) rmSync(path + side, { force: true });
  renameSync(fresh, path);
  flush(dirname(path));
  return aside;
}

/** No backup is dropped for it: the oldest may be the one that is wanted. */
async function putAside(path: string, now: Date): Promise<Backup> {
  const db = openSqlite(path, { ifMissing: "refuse" });
  try {
    return await backUp(db, now, Number.POSITIVE_INFINITY);
  } finally {
    db.close();
  }
}

/** To SQLite an empty file is a sound database: what is left of a copy that failed. */
function checkHoldsSomething(source: Database): void {
  if (source.prepare("SELECT 1 FROM sqlite_schema").get([]) !== undefined) return;
  throw new DatabaseError(`${source.path} holds no tables, so it is not a backup.`, {
    cure: "Name another backup; list them with  hmsync db:status  Nothing was changed.",
  });
}

/** Of a file that is no backup, the database's path has nothing to do with it. */
function checkBackup(backup: string): void {
  const found = statSync(backup, { throwIfNoEntry: false });
  const cure = "List the backups with  hmsync db:status";
  if (found === undefined) throw new UsageError(`The backup ${backup} does not exist.`, { cure });
  if (!found.isFile())
    throw new UsageError(`${backup} is not a file, so it is not a backup.`, { cure });
  try {
    checkSound(backup);
  } catch (error) {
    if (codeOf(error) !== "SQLITE_NOTADB") throw error;
    throw new DatabaseError(`${backup} is not an SQLite database, and so no backup.`, {
      cure: `Nothing was changed. ${cure}`,
      cause: error,
    });
  }
}

/** An empty file in a database's place has no state that could be put aside. */
const holdsBytes = (path: string): boolean =>
  (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;

/** Before it holds anything, so that it is never anybody else's to read. */
function makeDatabase(path: string): void {
  try {
    makeOwnerOnly(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path} cannot be created (${code}).`, {
      cure: "Correct the path given with --db.",
      cause: error,
    });
  }
}

/** Whether a database holds, cell by cell, what the backup holds. */
function isRestored(source: Database, path: string): boolean {
  checkSound(path);
  const restored = openSqlite(path, { ifMissing: "refuse" });
  try {
    return holdsTheSame(source, restored);
  } finally {
    restored.close();
  }
}

function checkRestored(source: Database, path: string): void {
  if (isRestored(source, path)) return;
  throw new DatabaseError(`${path} differs from the backup.`, {
    cure: "Restore again; the backup and the previous database still exist.",
  });
}

/** Where Linux lists processes, each with the files that it has open. */
const PROCESSES = "/proc";

/** The other processes that have a file open, as far as the system lets us see: `process 812 (python3)`. */
export function holdersOf(path: string): string[] {
  const file = realpathSync(path);
  return listed(PROCESSES)
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .filter((pid) => hasOpen(pid, file))
    .map((pid) => `process ${pid}${nameOf(pid)}`);
}

function hasOpen(pid: string, file: string): boolean {
  const open = join(PROCESSES, pid, "fd");
  return listed(open).some((one) => unlessGone(() => readlinkSync(join(open, one))) === file);
}

function nameOf(pid: string): string {
  const name = unlessGone(() => readFileSync(join(PROCESSES, pid, "comm"), "utf8").trim());
  return name === undefined ? "" : ` (${name})`;
}

const listed = (folder: string): string[] => unlessGone(() => readdirSync(folder)) ?? [];

/** Another user's process is not to be seen, and any may end meanwhile: both have nothing to say here. */
function unlessGone<Result>(look: () => Result): Result | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

/**
 * Whether a copy, made page by page, holds what its original holds: every definition, and every cell of
 * every table in the order in which both have them.
 */
function holdsTheSame(original: Connection, copy: Connection): boolean {
  const definitions = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid";
  if (!sameRows(original, copy, definitions)) return false;
  return tablesOf(original).every((name) => {
    return sameRows(original, copy, `SELECT * FROM "${name.replaceAll('"', '""')}"`);
  });
}

/** Virtual tables are kept in others, which are compared. */
function tablesOf(db: Connection): string[] {
  const sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY rowid";
  return db
    .prepare(sql)
    .all([])
    .map(([name]) => String(name));
}

function sameRows(one: Connection, other: Connection, sql: string): boolean {
  const others = other.prepare(sql).iterate([]);
  try {
    for (const row of one.prepare(sql).iterate([])) {
      const { value, done } = others.next();
      if (done === true || !row.every((cell, at) => isSame(cell, value[at]))) return false;
    }
    return others.next().done === true;
  } finally {
    others.return?.();
  }
}

const isSame = (one: DbValue, other: DbValue | undefined): boolean =>
  one === other || (Buffer.isBuffer(one) && Buffer.isBuffer(other) && one.equals(other));
