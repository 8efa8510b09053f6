import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { patients } from "../../../shared/schema.ts";
import type { Database } from "../../../src/db/database.ts";
import { backUp } from "../../../src/db/sqlite/backup.ts";
import { openSqlite } from "../../../src/db/sqlite/open.ts";
import { DatabaseError, SystemError } from "../../../src/plain/errors.ts";
import { whileWriting } from "../../support/application.ts";
import { CLEAN, exportOf } from "../../support/export.ts";
import { intercept } from "../../support/faults.ts";
import { importFolder, newDatabase } from "../../support/import.ts";
import { rowsOf } from "../../support/rows.ts";
import { workspace } from "../../support/workspace.ts";

const NOW = new Date("2026-01-14T02:03:11.987Z");
const folderOf = (db: Database) => join(dirname(db.path), "backups");
const permissions = (path: string): number => statSync(path).mode & 0o777;

async function withPatients(): Promise<Database> {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN));
  return db;
}

function rowsIn(path: string) {
  const copy = openSqlite(path, { ifMissing: "refuse" });
  const rows = rowsOf(copy, patients);
  copy.close();
  return rows;
}

test("a backup holds the rows, in backups/ beside the database, named by the second", async () => {
  const db = await withPatients();
  const { path } = await backUp(db, NOW);
  expect(path).toBe(join(folderOf(db), "hmsync-2026-01-14T02-03-11Z.db"));
  expect(rowsIn(path)).toEqual(rowsOf(db, patients));
});

test("a backup and its folder are for their owner alone", async () => {
  const db = await withPatients();
  const { path } = await backUp(db, NOW);
  expect([permissions(path), permissions(folderOf(db))]).toEqual([0o600, 0o700]);
  expect(readdirSync(folderOf(db))).toEqual([basename(path)]);
});

test("a backup in the making is for its owner alone from its first byte", async () => {
  const db = await withPatients();
  const found: number[] = [];
  const watching = intercept(db, (real) => ({
    async copyTo(path) {
      found.push(permissions(path));
      await real.copyTo(path);
      found.push(permissions(path));
    },
  }));
  await backUp(watching, NOW);
  expect(found).toEqual([0o600, 0o600]);
});

test("a backup comes to its end beside an application that never stops writing", async () => {
  const db = openSqlite(join(workspace(), "hmsync.db"), { ifMissing: "create" });
  db.exec("CREATE TABLE notes (value BLOB); INSERT INTO notes VALUES (zeroblob(12000000))");
  const { writes } = await whileWriting(db.path, async () => {
    await backUp(db, NOW);
  });
  expect(writes).toBeGreaterThan(0);
  db.close();
});

test("a backup made in a transaction holds what is committed, and row numbers as they are", async () => {
  const db = await withPatients();
  const numbers = "select rowid, id from patients order by id";
  db.exec("delete from visits; delete from patients where legacy_id = '1'");
  const committed = db.prepare(numbers).all([]);
  db.begin();
  db.exec("delete from patients");
  const { path } = await backUp(db, NOW);
  db.rollback();
  const copy = openSqlite(path, { ifMissing: "refuse" });
  expect(copy.prepare(numbers).all([])).toEqual(committed);
  copy.close();
});

test("the newest ten are kept", async () => {
  const db = await withPatients();
  for (let day = 1; day <= 12; day++) await backUp(db, new Date(Date.UTC(2026, 0, day)));
  const kept = readdirSync(folderOf(db)).sort();
  expect(kept).toHaveLength(10);
  expect([kept[0], kept[9]]).toEqual([
    "hmsync-2026-01-03T00-00-00Z.db",
    "hmsync-2026-01-12T00-00-00Z.db",
  ]);
});

test("of many backups within one second the newest ten are kept, and none is overwritten", async () => {
  const db = await newDatabase();
  const made = [];
  for (let count = 1; count <= 13; count++) {
    db.exec(`insert into patients (id, full_name) values ('${count}', 'Walk In')`);
    made.push((await backUp(db, NOW)).path);
  }
  expect(new Set(made).size).toBe(13);
  const kept = made.slice(-10);
  expect(readdirSync(folderOf(db)).sort()).toEqual(kept.map((path) => basename(path)).sort());
  expect(kept.map((path) => rowsIn(path).length)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
});

test("what is no backup of this database stays", async () => {
  const db = await withPatients();
  await backUp(db, NOW);
  const others = [
    "hmsync-old.db",
    "other-2020-01-01T00-00-00Z.db",
    "hmsync-2-2020-01-01T00-00-00Z.db",
  ];
  for (const name of others) writeFileSync(join(folderOf(db), name), "");
  for (let day = 1; day <= 11; day++) await backUp(db, new Date(Date.UTC(2026, 1, day)));
  expect(readdirSync(folderOf(db))).toEqual(expect.arrayContaining(others));
});

test("a copy that is not sound is refused, and is no backup", async () => {
  const db = await withPatients();
  const damaging = intercept(db, (real) => ({
    async copyTo(path) {
      await real.copyTo(path);
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0xff, 4096, bytes.length));
    },
  }));
  await expect(backUp(damaging, NOW)).rejects.toThrow(DatabaseError);
  expect(readdirSync(folderOf(db))).toEqual([]);
});

test("a folder that cannot be made has a cure", async () => {
  const db = await withPatients();
  writeFileSync(folderOf(db), "in the way");
  const failure = await backUp(db, NOW).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SystemError);
});

test("an import backs up before its first write, if there are rows to lose", async () => {
  const db = await newDatabase();
  const first = await importFolder(db, exportOf(CLEAN));
  const before = rowsOf(db, patients);
  const again = await importFolder(db, exportOf(CLEAN));
  const changed = await importFolder(db, exportOf({ patients: ["1,Asha,Rao,0449999999,31"] }));
  expect([first.backup, again.backup]).toEqual([null, null]);
  expect(rowsIn(String(changed.backup))).toEqual(before);
});

test("a run backs up once, also when it commits many batches", async () => {
  const db = await withPatients();
  const many = Array.from({ length: 9 }, (_, at) => `9${at},Li,Wei,0441234${100 + at},40`);
  const settings = { mode: "lenient", batchSize: 2 } as const;
  const summary = await importFolder(db, exportOf({ patients: many }), { settings });
  expect(readdirSync(folderOf(db))).toEqual([basename(String(summary.backup))]);
});

test("an import whose backup fails writes nothing", async () => {
  const db = await withPatients();
  mkdirSync(folderOf(db));
  const failing = intercept(db, () => ({
    backUp: () =>
      Promise.reject(new DatabaseError("The disk is full.", { cure: "Free some space." })),
  }));
  const summary = await importFolder(failing, exportOf({ patients: ["9,Li,Wei,0441234567,40"] }));
  expect(summary).toMatchObject({ status: "failed", exitCode: 1, committed: false });
  expect(db.count(patients)).toBe(2);
});
