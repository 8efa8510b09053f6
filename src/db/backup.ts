import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { DatabaseError } from "../errors.ts";
import type { Database } from "./database.ts";
import { openSqlite } from "./sqlite.ts";

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;
const KEPT = 10;

/** A copy of a database, found sound. */
export interface Backup {
  readonly path: string;
}

/** Where the backups of a database are. */
export const backupFolder = ({ path }: { readonly path: string }): string =>
  join(dirname(path), "backups");

/**
 * Copies the committed state of a database into `backups/` beside it: checked for integrity, flushed
 * to disk, readable by its owner alone.
 *
 * @param keep how many of the newest backups stay; all, unless said
 * @throws DatabaseError where the copy is not sound
 */
export async function backUp(db: Database, now: Date, keep = KEPT): Promise<Backup> {
  const folder = backupFolder(db);
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
  const stem = basename(db.path, extname(db.path));
  const name = `${stem}-${now.toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
  const path = freePath(folder, name);
  const unchecked = `${path}.part`;
  rmSync(unchecked, { force: true });
  await db.copyTo(unchecked);
  chmodSync(unchecked, OWNER_ONLY_FILE);
  checkSound(unchecked);
  flush(unchecked);
  renameSync(unchecked, path);
  flush(folder);
  for (const old of listBackups(db).slice(keep)) rmSync(old);
  return { path };
}

/** The backups of a database, the newest first. */
export function listBackups(db: { readonly path: string }): string[] {
  const folder = backupFolder(db);
  if (!existsSync(folder)) return [];
  const stem = basename(db.path, extname(db.path)).replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  const ours = new RegExp(`^${stem}-\\d{4}-\\d{2}-\\d{2}T\\d{2}-\\d{2}-\\d{2}Z(-\\d+)?\\.db$`);
  const names = readdirSync(folder).filter((name) => ours.test(name));
  return names
    .sort(byAge)
    .reverse()
    .map((name) => join(folder, name));
}

/** Two backups within one second must not overwrite each other. */
function freePath(folder: string, name: string): string {
  const taken = new Set(readdirSync(folder));
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? `${name}.db` : `${name}-${number}.db`;
    if (!taken.has(candidate)) return join(folder, candidate);
  }
}

/**
 * Checks that a file is a whole SQLite database.
 *
 * @throws DatabaseError
 */
export function checkSound(path: string): void {
  const copy = openSqlite(path, { ifMissing: "refuse" });
  try {
    const found = copy
      .prepare("pragma quick_check")
      .all([])
      .map(([line]) => line);
    if (found.length === 1 && found[0] === "ok") return;
    throw new DatabaseError(`${path} is damaged: ${found.slice(0, 3).join("; ")}.`, {
      cure: "Take another backup; keep this file until the hospital's data are safe.",
    });
  } finally {
    copy.close();
  }
}

function flush(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The number of a second backup within one second counts as a number. */
function byAge(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}
