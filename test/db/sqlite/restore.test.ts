import { chmodSync, existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Database } from "../../../src/db/database.ts";
import { backUp } from "../../../src/db/sqlite/backup.ts";
import { openSqlite } from "../../../src/db/sqlite/open.ts";
import { holdersOf, restoreBackup } from "../../../src/db/sqlite/restore.ts";
import { restoreDatabase } from "../../../src/evolve/restore-database.ts";
import { DatabaseError, UsageError } from "../../../src/plain/errors.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

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

test("what is no database is no backup, and a folder or a pipe is restored into by nobody", async () => {
  const { db } = await changedSince();
  const cwd = writeFiles(workspace(), { "text.db": "no database" });
  const refusal = restoreBackup(db.path, join(cwd, "text.db"), NOW);
  await expect(refusal).rejects.toMatchObject({ cure: expect.stringContaining("db:status") });
  await expect(restoreBackup(db.path, cwd, NOW)).rejects.toThrow(UsageError);
  await expect(restoreDatabase(cwd, db.path, NOW)).rejects.toThrow(UsageError);
  expect(existsSync(`${cwd}.schema-log.jsonl`)).toBe(false);
});

test("an empty file that others could read is its owner's alone when the backup is in it", async () => {
  const { backup } = await changedSince();
  const path = join(writeFiles(workspace(), { "hmsync.db": "" }), "hmsync.db");
  chmodSync(path, 0o644);
  expect(await restoreBackup(path, backup, NOW)).toEqual({ aside: undefined });
  expect(statSync(path).mode & 0o777).toBe(0o600);
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
