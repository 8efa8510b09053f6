import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { DatabaseError } from "../errors.ts";
import { type DriverDatabase, SqliteDriver } from "./driver.ts";
import { guarded } from "./explain-error.ts";

/** Long enough for another's look at the lock, short enough to say at once that it is held. */
const PATIENCE_MS = 500;

/** Who has the lock of a database. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly command: string;
}

/** Keeps others out until it is released. */
export interface RunLock {
  /** Who had it before and did not live to release it. */
  readonly takenOverFrom: LockHolder | undefined;
  release(): void;
}

/** The lock is a database of its own, beside the one that it is for. */
const lockPath = (database: string): string => `${database}.hmsync-lock`;

/**
 * Takes the lock of a database for one run: a run may commit many times, and between its commits
 * nothing else would keep a second run out. SQLite's write lock on a file of its own does: others can
 * read who holds it, and the system lets go of it with the process, whatever ends that.
 *
 * @throws DatabaseError that names the holder
 */
export function takeRunLock(database: string, command: string): RunLock {
  const path = lockPath(database);
  return guarded(path, () => {
    const lock = new SqliteDriver(path, { timeout: PATIENCE_MS });
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
    return { takenOverFrom, release: () => release(lock) };
  });
}

/** Who is at work on a database now; nothing where nobody is, or who was is dead. */
export function lockHolder(database: string): LockHolder | undefined {
  const path = lockPath(database);
  if (!existsSync(path)) return undefined;
  const lock = new SqliteDriver(path, { timeout: 0 });
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

/** @throws DatabaseError where a run is at work */
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

function release(lock: DriverDatabase): void {
  lock.exec("delete from holder");
  lock.exec("commit");
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
    `${database} is in use: ${command} has been at work since ${since} (process ${pid}${where}).`,
    { cure: "Wait until it is done, or stop it." },
  );
}
