import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Database } from "../../../src/db/database.ts";
import { backUp } from "../../../src/db/sqlite/backup.ts";
import {
  hasWalHeader,
  journalMode,
  preferWal,
  takesLog,
} from "../../../src/db/sqlite/journal-mode.ts";
import { openForReading, openSqlite } from "../../../src/db/sqlite/open.ts";
import { restoreBackup } from "../../../src/db/sqlite/restore.ts";
import { sha256OfFile } from "../../../src/plain/hash-file.ts";
import { workspace } from "../../support/workspace.ts";

const NOW = new Date("2026-01-14T02:03:11Z");

function opened(path: string): Database {
  const db = openSqlite(path, { ifMissing: "create" });
  onTestFinished(() => db.close());
  return db;
}

/** A database with one row, and this journal mode. */
function made(mode: "wal" | "delete", path = join(workspace(), "hmsync.db")): Database {
  const db = opened(path);
  db.exec(`pragma journal_mode = ${mode}; create table t (x); insert into t values (1)`);
  return db;
}

const valuesOf = (db: Database) => db.prepare("select x from t").all([]).flat();

test("a new database gets a write-ahead log", () => {
  const db = opened(join(workspace(), "hmsync.db"));
  expect(preferWal(db)).toBe("wal");
  expect(journalMode(db)).toBe("wal");
});

test("whether a folder takes a log is tried, and nothing stays of the trial", () => {
  const folder = workspace();
  expect(takesLog(folder)).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
  expect(takesLog("/proc/self")).toBe(false);
});

describe.each(["wal", "delete"] as const)("of a database with journal mode %s", (mode) => {
  test("a backup is one file that stands by itself, with what the log holds", async () => {
    const { path } = await backUp(made(mode), NOW);
    expect(hasWalHeader(path)).toBe(false);
    const backup = openForReading(path);
    expect(valuesOf(backup)).toEqual([1]);
    backup.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  test("a private copy has the hash of the backup", async () => {
    const db = made(mode);
    const { path } = await backUp(db, NOW);
    const hash = await db.withPrivateCopy(async (_, sha256) => sha256);
    expect(hash).toBe(await sha256OfFile(path));
  });

  test("a restore leaves the mode as it was, while the application has it open", async () => {
    const db = made(mode);
    const { path } = await backUp(db, NOW);
    db.exec("insert into t values (2)");
    await restoreBackup(db.path, path, new Date("2026-01-14T02:03:12Z"));
    expect(valuesOf(db)).toEqual([1]);
    expect(journalMode(db)).toBe(mode);
  });
});

test("a restore of what a log's database left in a backup of old keeps a rollback journal", async () => {
  const backup = made("wal", join(workspace(), "old.db"));
  const db = made("delete");
  db.exec("insert into t values (2)");
  backup.exec("pragma wal_checkpoint(truncate)");
  await restoreBackup(db.path, backup.path, NOW);
  expect(valuesOf(db)).toEqual([1]);
  expect(hasWalHeader(db.path)).toBe(false);
});

test("a database that is restored to where there is none is new", async () => {
  const { path } = await backUp(made("delete"), NOW);
  const there = join(workspace(), "hmsync.db");
  await restoreBackup(there, path, NOW);
  expect(hasWalHeader(there)).toBe(true);
});

test("the one file is whole when a connection ends, though another one stays", () => {
  const db = made("wal");
  const other = openSqlite(db.path, { ifMissing: "refuse" });
  other.exec("insert into t values (2)");
  other.close();
  const alone = join(workspace(), "alone.db");
  const bytes = readFileSync(db.path);
  bytes.writeUInt16BE(0x0101, 18);
  writeFileSync(alone, bytes);
  expect(valuesOf(opened(alone))).toEqual([1, 2]);
});

test("who looks into a database with a log leaves nothing beside it", () => {
  const db = made("wal");
  db.close();
  const reader = openForReading(db.path);
  expect(valuesOf(reader)).toEqual([1]);
  reader.close();
  expect(readdirSync(dirname(db.path))).toEqual(["hmsync.db"]);
});

test("a database with a log is looked into where nothing can be written beside it", () => {
  const db = made("wal");
  const { path } = db;
  db.close();
  rmSync(`${path}-shm`, { force: true });
  mkdirSync(`${path}-shm`);
  const look = openForReading(path);
  expect(valuesOf(look)).toEqual([1]);
  expect(look.path).toBe(path);
  look.close();
});
