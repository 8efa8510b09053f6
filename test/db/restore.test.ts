import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { backUp } from "../../src/db/backup.ts";
import type { Database } from "../../src/db/database.ts";
import { holdersOf } from "../../src/db/holders.ts";
import { restoreBackup } from "../../src/db/restore.ts";
import { openSqlite } from "../../src/db/sqlite.ts";
import { DatabaseError } from "../../src/errors.ts";
import { workspace } from "../support/workspace.ts";

const NOW = new Date("2026-01-14T02:03:11.987Z");
const VALUES = "SELECT group_concat(value) FROM notes";

/** A database in a rollback journal, a backup of it, and a change since. */
async function changedSince(): Promise<{ db: Database; backup: string }> {
  const db = openSqlite(join(workspace(), "hmsync.db"), { ifMissing: "create" });
  onTestFinished(() => db.close());
  db.exec("CREATE TABLE notes (value TEXT); INSERT INTO notes VALUES ('before')");
  const { path } = await backUp(db, NOW);
  db.exec("UPDATE notes SET value = 'after'");
  return { db, backup: path };
}

/** Another connection in the middle of reading; the lock is held until it is let go. */
function reading({ path }: Database): () => void {
  const reader = openSqlite(path, { ifMissing: "refuse" });
  reader.exec("BEGIN; SELECT count(*) FROM notes");
  reader.prepare("SELECT count(*) FROM notes").get([]);
  return () => reader.close();
}

test("a restore waits for a reader, and holds the backup's cells after it", async () => {
  const { db, backup } = await changedSince();
  const letGo = reading(db);
  setTimeout(letGo, 600);
  await restoreBackup(db.path, backup, NOW);
  expect(db.prepare(VALUES).get([])).toEqual(["before"]);
});

test("a restore that a reader never lets in fails, and changes nothing", async () => {
  const { db, backup } = await changedSince();
  onTestFinished(reading(db));
  await expect(restoreBackup(db.path, backup, NOW)).rejects.toThrow(DatabaseError);
  expect(db.prepare(VALUES).get([])).toEqual(["after"]);
});

test("a backup of a database that another program keeps for itself is none", async () => {
  const { db } = await changedSince();
  const other = openSqlite(db.path, { ifMissing: "refuse" });
  onTestFinished(() => other.close());
  other.exec("BEGIN EXCLUSIVE");
  const copy = join(workspace(), "copy.db");
  await expect(db.copyTo(copy)).rejects.toThrow(DatabaseError);
  rmSync(copy, { force: true });
});

test.skipIf(!existsSync("/proc/self/fd"))("who has a file open is another process", () => {
  expect(holdersOf(process.execPath).every((one) => !one.includes(String(process.pid)))).toBe(true);
});
