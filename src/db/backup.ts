import {
  chmodSync,
  closeSync,
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

/**
 * Copies the committed state of a database into `backups/` beside it: checked for integrity, flushed
 * to disk, readable by its owner alone. The newest ten are kept.
 *
 * @throws DatabaseError where the copy is not sound
 */
export async function backUp(db: Database, now: Date): Promise<Backup> {
  const folder = join(dirname(db.path), "backups");
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
  const stem = basename(db.path, extname(db.path));
  const name = `${stem}-${now.toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
  const path = freePath(folder, name);
  const unchecked = `${path}.part`;
  rmSync(unchecked, { force: true });
  await db.copyTo(unchecked);
  chmodSync(unchecked, OWNER_ONLY_FILE);
  checkCopy(unchecked);
  flush(unchecked);
  renameSync(unchecked, path);
  flush(folder);
  dropOldest(folder, stem);
  return { path };
}

/** Two backups within one second must not overwrite each other. */
function freePath(folder: string, name: string): string {
  const taken = new Set(readdirSync(folder));
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? `${name}.db` : `${name}-${number}.db`;
    if (!taken.has(candidate)) return join(folder, candidate);
  }
}

function checkCopy(path: string): void {
  const copy = openSqlite(path, { ifMissing: "refuse" });
  try {
    const found = copy
      .prepare("pragma quick_check")
      .all([])
      .map(([line]) => line);
    if (found.length === 1 && found[0] === "ok") return;
    throw new DatabaseError(`The backup ${path} is not sound: ${found.slice(0, 3).join("; ")}.`, {
      cure: "The database itself may be damaged: run  pragma integrity_check  on it before anything else.",
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

function dropOldest(folder: string, stem: string): void {
  const ours = new RegExp(
    `^${stem.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")}-\\d{4}-\\d{2}-\\d{2}T\\d{2}-\\d{2}-\\d{2}Z(-\\d+)?\\.db$`,
  );
  const backups = readdirSync(folder)
    .filter((name) => ours.test(name))
    .sort(byAge);
  for (const name of backups.slice(0, -KEPT)) rmSync(join(folder, name));
}

/** The number of a second backup within one second counts as a number. */
function byAge(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}
