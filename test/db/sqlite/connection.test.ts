import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { doctors, patients } from "../../../shared/schema.ts";
import { ConstraintBroken } from "../../../src/db/refused.ts";
import { openScratch, openSqlite, openTemporary } from "../../../src/db/sqlite/open.ts";
import { UsageError } from "../../../src/plain/errors.ts";
import { newDatabase } from "../../support/import.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

test("a missing database is made where that was asked for", () => {
  const path = join(workspace(), "new.db");
  const db = openSqlite(path, { ifMissing: "create" });
  onTestFinished(() => db.close());
  db.exec("create table t (a)");
  expect([db.name, db.path, db.inTransaction()]).toEqual(["new.db", path, false]);
});

test("an empty file that others could read is its owner's alone once it is a database", () => {
  const path = join(writeFiles(workspace(), { "hmsync.db": "" }), "hmsync.db");
  chmodSync(path, 0o644);
  openSqlite(path, { ifMissing: "create" }).close();
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("a missing database is refused otherwise, and none is made", () => {
  const folder = workspace();
  expect(() => openSqlite(join(folder, "typo.db"), { ifMissing: "refuse" })).toThrow(UsageError);
  expect(readdirSync(folder)).toEqual([]);
});

test("a folder that does not exist is not made", () => {
  const path = join(workspace(), "no", "new.db");
  expect(() => openSqlite(path, { ifMissing: "create" })).toThrow(UsageError);
});

test("a folder in place of a file is refused", () => {
  const path = join(workspace(), "folder.db");
  mkdirSync(path);
  expect(() => openSqlite(path, { ifMissing: "create" })).toThrow(UsageError);
});

test("a file that is no database is found at once, and left as it is", () => {
  const path = join(workspace(), "text.db");
  writeFileSync(path, "patientId,firstName\n".repeat(100));
  expect(() => openSqlite(path, { ifMissing: "create" })).toThrow(/not an SQLite database/);
  expect(readFileSync(path, "utf8")).toMatch(/^patientId/);
});

test("foreign keys are enforced", async () => {
  const db = await newDatabase();
  const orphan =
    "insert into visits (id, patient_id, visit_date) values ('v', 'nobody', '2022-01-15')";
  expect(() => db.exec(orphan)).toThrow(ConstraintBroken);
});

test("an insert takes its values in the order of the columns that were named", async () => {
  const db = await newDatabase();
  const insert = db.prepareInsert(doctors, ["fullName", "isActive", "id"]);
  expect(insert.run(["Dr. Jane Smith", 0, "d1"])).toBe(1);
  const read = db.prepareSelect(doctors, ["id", "isActive", "fullName", "department"]);
  expect(read.get(["d1"])).toEqual(["d1", 0, "Dr. Jane Smith", "General"]);
});

test("an insert that is to ignore conflicts says how many rows it made", async () => {
  const db = await newDatabase();
  const insert = db.prepareInsert(doctors, ["id", "fullName"], "ignore");
  expect([insert.run(["d1", "Dr. One"]), insert.run(["d1", "Dr. Two"])]).toEqual([1, 0]);
});

test("an update changes the named columns of one row; a delete takes one row", async () => {
  const db = await newDatabase();
  const insert = db.prepareInsert(doctors, ["id", "fullName", "phone"]);
  for (const id of ["d1", "d2"]) insert.run([id, "Dr. One", "1"]);
  expect(db.prepareUpdate(doctors, ["phone", "fullName"]).run(["2", "Dr. Two", "d2"])).toBe(1);
  const read = db.prepareSelect(doctors, ["fullName", "phone"]);
  expect([read.get(["d1"]), read.get(["d2"])]).toEqual([
    ["Dr. One", "1"],
    ["Dr. Two", "2"],
  ]);
  expect([db.prepareDelete(doctors).run(["d1"]), db.count(doctors)]).toEqual([1, 1]);
});

test("a transaction takes the write lock, and a rollback outside of one does nothing", async () => {
  const db = await newDatabase();
  db.begin();
  db.prepareInsert(patients, ["id", "fullName"]).run(["p", "Walk In"]);
  expect(db.inTransaction()).toBe(true);
  db.rollback();
  db.rollback();
  expect([db.inTransaction(), db.count(patients)]).toEqual([false, 0]);
});

test("rows come one by one, or all, in the order of the columns", async () => {
  const db = await newDatabase();
  const numbers = db.prepare("select value, 'x' from json_each(?)");
  expect(numbers.all(["[1, 2]"])).toEqual([
    [1, "x"],
    [2, "x"],
  ]);
  expect([...numbers.iterate(["[3]"])]).toEqual([[3, "x"]]);
  expect(numbers.get(["[]"])).toBeUndefined();
});

test("the number of the row that was inserted last is known", async () => {
  const db = await newDatabase();
  db.exec("insert into ledger_files (id, run_id, entity, name, size) values (41, 1, 'e', 'n', 0)");
  db.exec("insert into ledger_files (run_id, entity, name, size) values (1, 'e', 'n', 0)");
  expect(db.lastInsertId()).toBe(42);
});

test("a temporary database is called like the one that it stands for, and is no file", () => {
  const folder = workspace();
  const db = openTemporary(join(folder, "hmsync.db"));
  onTestFinished(() => db.close());
  db.exec("create table t (a); insert into t values (1)");
  expect([db.name, readdirSync(folder)]).toEqual(["hmsync.db", []]);
});

test("a scratch database is a file of nobody's", () => {
  const db = openScratch();
  onTestFinished(() => db.close());
  db.exec("create table t (a); insert into t values (1)");
  expect(db.prepare("select file from pragma_database_list").all([])).toEqual([[""]]);
});

test("sorted passes have a small cache of their own, which goes when they are done", () => {
  const db = openSqlite(join(workspace(), "new.db"), { ifMissing: "create" });
  onTestFinished(() => db.close());
  const settings = () =>
    ["cache_size", "threads"].map((name) => db.prepare(`pragma ${name}`).get([])?.[0]);
  const before = settings();
  db.begin();
  db.workAs("sorted passes");
  expect(settings()).toEqual([-4096, 1]);
  db.rollback();
  db.workAs("rows in any order");
  expect(settings()).toEqual(before);
});
