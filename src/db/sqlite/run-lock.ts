import { existsSync, realpathSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { DatabaseError, SystemError } from "../../plain/errors.ts";
import { addressAt, shadowAt } from "../shadows.ts";
import { type DriverDatabase, SqliteDriver } from "./driver.ts";
import { guarded } from "./explain-error.ts";

/** Long enough for another's look at the lock, short enough to say at once that it is held. */
const PATIENCE_MS = 500;

/** Trouble with a lock that is just being removed passes at once; lasting trouble is reported. */
const TRIES = 100;
const PAUSE_MS = 5;

/** The holder of a database's lock. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly command: string;
}

/** Keeps others out until it is released. */
export interface RunLock {
  /** The holder before, which died without releasing it. */
  readonly takenOverFrom: LockHolder | undefined;
  release(): void;
}

/**
 * The lock is a database of its own, beside the one that it is for: of a link, beside what it leads to, so that
 * two links to one database are one.
 */
const lockPath = (database: string): string => `${realPath(database)}.hmsync-lock`;

function realPath(database: string): string {
  try {
    return realpathSync(database);
  } catch {
    // It is not there yet, or it cannot be opened: then who opens it says so.
    return database;
  }
}

/**
 * Takes the lock of a database for one run: a run may commit many times, and between its commits
 * nothing else would keep a second run out. SQLite's write lock on a file of its own does: others can
 * read who holds it, and the system lets go of it with the process, whatever ends that. The file goes with the
 * lock; that of a run that was killed goes with the next one's.
 *
 * @throws DatabaseError that names the holder
 */
export function takeRunLock(database: string, command: string): RunLock {
  const path = lockPath(database);
  return guarded(path, () => patiently(path, () => tryTaking(database, command, path)));
}

/** The last holder takes the file away, between our opening it and our locking it too: then once more. */
function patiently<Result>(path: string, work: () => Result): Result {
  for (let tries = 1; ; tries++) {
    try {
      return work();
    } catch (error) {
      const known = error instanceof DatabaseError || !existsSync(dirname(path));
      if (known || tries === TRIES) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
}

function tryTaking(database: string, command: string, path: string): RunLock {
  const lock = new SqliteDriver(path, { timeout: PATIENCE_MS });
  try {
    lock.exec(
      "create table if not exists holder (pid integer, host text, since text, command text)",
    );
    if (!tryLock(lock)) throw heldBy(database, lock);
    const takenOverFrom = readHolder(lock);
    lock.exec("delete from holder");
    const mine = [process.pid, hostname(), new Date().toISOString(), command];
    lock.prepare("insert into holder values (?, ?, ?, ?)").run(mine);
    lock.exec("commit");
    if (!tryLock(lock)) throw heldBy(database, lock);
    if (!isAt(path, mine)) throw new SystemError(`${path} was removed.`, { cure: "Run again." });
    return { takenOverFrom, release: releasedOnce(() => release(lock, path)) };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** A process that ends in the middle lets go of the lock, so that its file does not stay. */
function releasedOnce(release: () => void): () => void {
  process.once("exit", release);
  return () => {
    process.off("exit", release);
    release();
  };
}

/** Whether what stands at the path is the lock that names this holder. */
function isAt(path: string, [pid, host, since]: readonly unknown[]): boolean {
  const there = look(path);
  try {
    const holder = there && readHolder(there);
    return holder?.pid === pid && holder?.host === host && holder?.since === since;
  } finally {
    there?.close();
  }
}

/** Opens a lock to look at it; undefined if there is none. */
function look(path: string): DriverDatabase | undefined {
  try {
    return new SqliteDriver(path, { timeout: 0, fileMustExist: true });
  } catch (error) {
    if (existsSync(path)) throw error;
    return undefined;
  }
}

/** The process at work on a database; undefined if there is none or it is dead. */
export function lockHolder(database: string): LockHolder | undefined {
  // A shadow is nobody else's: who is at work on the server was asked there.
  const shadow = shadowAt(database);
  if (shadow !== undefined) return shadow.holder;
  const path = lockPath(database);
  return patiently(path, () => holderAt(path));
}

function holderAt(path: string): LockHolder | undefined {
  const lock = look(path);
  if (lock === undefined) return undefined;
  try {
    if (tryLock(lock)) {
      lock.exec("rollback");
      return undefined;
    }
    return readHolder(lock) ?? UNKNOWN;
  } finally {
    lock.close();
  }
}

/** @throws DatabaseError if a run is at work */
export function refuseWhileLocked(database: string): void {
  const holder = lockHolder(database);
  if (holder !== undefined) throw held(database, holder);
}

function tryLock(lock: DriverDatabase): boolean {
  try {
    lock.exec("begin immediate");
    return true;
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith("SQLITE_BUSY")) return false;
    throw error;
  }
}

function readHolder(lock: DriverDatabase): LockHolder | undefined {
  // Whoever makes the lock right now has not said yet who it is.
  const made = lock.prepare("select 1 from sqlite_schema where name = 'holder'").get();
  if (made === undefined) return undefined;
  return lock.prepare("select pid, host, since, command from holder").get() as
    | LockHolder
    | undefined;
}

function release(lock: DriverDatabase, path: string): void {
  try {
    // While it is locked: whoever has opened it meanwhile finds that it is gone, and makes another.
    rmSync(path);
    lock.exec("rollback");
  } catch {
    // A system that lets nobody remove an open file (Windows) keeps it; it names nobody then.
    lock.exec("delete from holder");
    lock.exec("commit");
  }
  lock.close();
}

const UNKNOWN: LockHolder = { pid: 0, host: "", since: "just now", command: "another run" };

function heldBy(database: string, lock: DriverDatabase): DatabaseError {
  const holder = readHolder(lock);
  lock.close();
  return held(database, holder ?? UNKNOWN);
}

function held(database: string, { pid, host, since, command }: LockHolder): DatabaseError {
  const where = host === hostname() ? "" : ` on ${host}`;
  return new DatabaseError(
    `${addressAt(database)} is in use: ${command} has been running since ${since} (process ${pid}${where}).`,
    { cure: "Wait until it is done, or stop it." },
  );
}
