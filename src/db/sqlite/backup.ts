import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { copyOwnerOnly, flush } from "../../plain/copy-owner-only.ts";
import { DatabaseError, SystemError } from "../../plain/errors.ts";
import { isProcessAlive } from "../../plain/process-alive.ts";
import type { Backup, Connection } from "../database.ts";
import { besideAt } from "../shadows.ts";
import { connect, SqliteConnection } from "./connection.ts";
import { codeOf } from "./explain-error.ts";
import { standAlone } from "./journal-mode.ts";

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;
const KEPT = 10;
/** Behind the database's name. */
const BACKUP_NAME = /^(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z)(?:-(\d+))?\.db$/;

/** What is not yet known to be a backup: of this process, until it has been checked. */
const PART = ".part";
const PART_NAME = /Z(?:-\d+)?\.db(?:\.(\d+))?\.part(?:-journal|-wal|-shm)?$/;
/** What SQLite may put beside a database. */
export const SIDES = ["", "-journal", "-wal", "-shm"];

/** Where the backups of a database are. */
export const backupFolder = ({ path }: { readonly path: string }): string =>
  join(dirname(besideAt(path)), "backups");

/** What the names of a database's backups begin with. */
function stemOf({ path }: { readonly path: string }): string {
  const named = besideAt(path);
  return basename(named, extname(named));
}

/**
 * Copies the committed state of a database into `backups/` beside it: checked for integrity, flushed
 * to disk, readable by its owner alone.
 *
 * @param keep how many of the newest backups stay
 * @throws DatabaseError if the copy is not sound, SystemError if there is no place for it
 */
export async function backUp(db: Connection, now: Date, keep = KEPT): Promise<Backup> {
  const folder = backupFolder(db);
  makeFolder(folder);
  const stem = stemOf(db);
  const second = secondOf(now);
  const path = join(folder, `${stem}-${second}${nextNumber(folder, stem, second)}.db`);
  removeLeftovers(folder, stem);
  const unchecked = `${path}.${process.pid}${PART}`;
  try {
    // Made before it holds anything, so that it is never anybody else's to read.
    writeFileSync(unchecked, "", { mode: OWNER_ONLY_FILE, flag: "wx" });
    await db.copyTo(unchecked);
    standAlone(unchecked);
    checkSound(unchecked);
    flush(unchecked);
    renameSync(unchecked, path);
  } finally {
    for (const suffix of SIDES) rmSync(unchecked + suffix, { force: true });
  }
  flush(folder);
  dropOldBackups(db, keep);
  return { path };
}

const secondOf = (now: Date): string => `${now.toISOString().slice(0, 19).replaceAll(":", "-")}Z`;

/**
 * Copies a damaged database as it lies there, with what SQLite has beside it, among the backups; it is
 * none, and is never dropped.
 *
 * @returns where it is
 */
export function keepDamaged(path: string, now: Date): string {
  const folder = backupFolder({ path });
  makeFolder(folder);
  const kept = join(folder, `${basename(path, extname(path))}-${secondOf(now)}.damaged`);
  for (const side of SIDES.filter((suffix) => existsSync(path + suffix))) {
    copyOwnerOnly(path + side, kept + side);
    checkSize(path + side, kept + side);
    flush(kept + side);
  }
  flush(folder);
  return kept;
}

/** Another program may still write into a file that is damaged. */
function checkSize(original: string, copy: string): void {
  const [is, was] = [statSync(copy).size, statSync(original).size];
  if (is === was) return;
  throw new DatabaseError(`${copy} has ${is} bytes, ${original} has ${was}: it is being written.`, {
    cure: "Stop the program that has the database open, then run again. Nothing was changed.",
  });
}

/** Drops all backups of a database but the newest. */
export function dropOldBackups(db: { readonly path: string }, keep = KEPT): void {
  for (const old of listBackups(db).slice(keep)) rmSync(old);
}

/** The backups of a database, the newest first. */
export function listBackups(db: { readonly path: string }): string[] {
  const folder = backupFolder(db);
  if (!existsSync(folder)) return [];
  const stem = stemOf(db);
  return backupsIn(folder, stem)
    .reverse()
    .map(({ name }) => join(folder, name));
}

function makeFolder(folder: string): void {
  try {
    // With `recursive`, Node.js says of a disk that cannot be written that the folder above is missing.
    if (!existsSync(folder)) mkdirSync(folder, { mode: OWNER_ONLY_FOLDER });
    else if (!statSync(folder).isDirectory())
      throw Object.assign(new TypeError(folder), { code: "ENOTDIR" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SystemError(`The backup folder ${folder} cannot be created (${code}).`, {
      cure: "Move what is in its place, or get write permission on the folder above.",
      cause: error,
    });
  }
}

/** A process that was killed while it made a backup left a part of it behind. */
function removeLeftovers(folder: string, stem: string): void {
  for (const name of readdirSync(folder)) {
    const found = name.startsWith(`${stem}-`) ? PART_NAME.exec(name) : null;
    if (found === null || (found[1] && isProcessAlive(Number(found[1])))) continue;
    rmSync(join(folder, name), { force: true });
  }
}

/** A backup by the parts of its name. */
interface NamedBackup {
  readonly name: string;
  readonly second: string;
  readonly number: number;
}

/** The backups of one database, the oldest first. */
function backupsIn(folder: string, stem: string): NamedBackup[] {
  const found = readdirSync(folder).flatMap((name): NamedBackup[] => {
    if (!name.startsWith(`${stem}-`)) return [];
    const parts = BACKUP_NAME.exec(name.slice(stem.length + 1));
    return parts === null ? [] : [{ name, second: parts[1] ?? "", number: Number(parts[2] ?? 1) }];
  });
  return found.sort((one, other) =>
    one.second === other.second ? one.number - other.number : one.second < other.second ? -1 : 1,
  );
}

/** Two backups within one second must not overwrite each other: the second is `...Z-2.db`. */
function nextNumber(folder: string, stem: string, second: string): string {
  const last = backupsIn(folder, stem).findLast((backup) => backup.second === second);
  return last === undefined ? "" : `-${last.number + 1}`;
}

/**
 * Checks that a file is a whole SQLite database.
 *
 * @throws DatabaseError
 */
export function checkSound(path: string): void {
  const copy = new SqliteConnection(connect(path, { ifMissing: "refuse" }), path);
  try {
    const found = copy
      .prepare("pragma quick_check")
      .all([])
      .map(([line]) => line);
    if (found.length === 1 && found[0] === "ok") return;
    throw new Unsound(`${path} is damaged: ${found.slice(0, 3).join("; ")}.`, {
      cure: "The database itself may be damaged: run  pragma integrity_check  on it before anything else.",
    });
  } finally {
    copy.close();
  }
}

/** A file that SQLite opens, and finds damage in. */
class Unsound extends DatabaseError {}

/** Whether a database is damaged: not wrongly named, locked or out of reach. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Unsound || codeOf(error)?.startsWith("SQLITE_CORRUPT") === true;
