import { closeSync, existsSync, openSync, readSync, rmSync, statfsSync, writeSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { removeLeftovers } from "../../plain/leftovers.ts";
import type { Connection } from "../database.ts";
import { type DriverDatabase, SqliteDriver } from "./driver.ts";
import { codeOf } from "./explain-error.ts";

// How SQLite keeps what a commit may have to take back. With a rollback journal one program writes, or
// others read; with a write-ahead log (WAL) they read while it writes. A database says in its header
// which it has, and an existing one keeps it.

/** `wal`, or a kind of rollback journal: `delete`, `truncate`, `persist`. */
export const journalMode = (db: Connection): string =>
  String(db.prepare("pragma journal_mode").get([])?.[0]);

/** File systems of other machines, by the number that Linux has for them: the log needs shared memory. */
const REMOTE = new Set([
  ...[0x6969, 0xff534d42, 0xfe534d42, 0x517b, 0x564c, 0x5346414f, 0x73757245, 0x00c36400],
  ...[0x65735546, 0x01021997, 0x786f4256],
]);

/**
 * Gives a new database a write-ahead log, where the file system takes one.
 *
 * @returns the mode that it has
 */
export function preferWal(db: Connection): string {
  try {
    if (takesLog(dirname(resolve(db.path)))) db.prepare("pragma journal_mode = wal").get([]);
  } catch (error) {
    // Another program has opened it by now: it keeps what it has.
    if (codeOf(error) === undefined) throw error;
  }
  return journalMode(db);
}

const PROBE = ".hmsync-probe-";

/** Whether a log works in a folder: tried on a database that nobody needs, as there may be no way back. */
export function takesLog(folder: string): boolean {
  if (REMOTE.has(statfsSync(folder).type)) return false;
  removeLeftovers(folder, PROBE);
  const path = join(folder, `${PROBE}${process.pid}`);
  let driver: DriverDatabase | undefined;
  try {
    driver = new SqliteDriver(path, { timeout: 0 });
    driver.pragma("journal_mode = wal");
    driver.exec("create table probe (x); insert into probe values (1)");
    return driver.pragma("journal_mode", { simple: true }) === "wal";
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return false;
  } finally {
    driver?.close();
    for (const side of ["", "-wal", "-shm", "-journal"]) rmSync(path + side, { force: true });
  }
}

/**
 * Takes away the log that a reader had to make beside a database: who may not write leaves it. Where
 * another program has the database open, that is the last to close it.
 */
export function closeLog(path: string): void {
  if (!existsSync(`${path}-wal`)) return;
  let driver: DriverDatabase | undefined;
  try {
    driver = new SqliteDriver(path, { timeout: 0, fileMustExist: true });
    driver.pragma("schema_version");
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
  } finally {
    driver?.close();
  }
}

/** Where the header says how the file is written and read: 1 with a rollback journal, 2 with a log. */
const VERSIONS_AT = 18;
const WITH_JOURNAL = Buffer.from([1, 1]);

/** Whether the header of a file says that its database has a write-ahead log. */
export function hasWalHeader(path: string): boolean {
  const file = openSync(path, "r");
  try {
    const found = Buffer.alloc(1);
    return readSync(file, found, 0, 1, VERSIONS_AT) === 1 && found[0] === 2;
  } finally {
    closeSync(file);
  }
}

/**
 * Makes a copy that nobody has open a file that stands by itself: one whose header asks for a log
 * cannot even be read in a folder that is not to be written.
 */
export function standAlone(copy: string): void {
  if (!hasWalHeader(copy)) return;
  const file = openSync(copy, "r+");
  try {
    writeSync(file, WITH_JOURNAL, 0, WITH_JOURNAL.length, VERSIONS_AT);
  } finally {
    closeSync(file);
  }
}
