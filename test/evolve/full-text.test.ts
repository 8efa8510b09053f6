import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { managedDatabase, pushed, refused, rows } from "../support/evolve.ts";
import { hospital, hospitalDatabase, patientColumns } from "../support/hospital.ts";

// A full-text index holds row numbers, not keys: rows that get other numbers are found by others' words.

const REBUILT = hospital({ patients: { ...patientColumns(), age: integer().default(0) } });
const found = (db: Database, words: string) =>
  rows(db, `SELECT p.id FROM f JOIN patients p ON p.rowid = f.rowid WHERE f MATCH '${words}'`);
const check = (db: Database) => db.exec("INSERT INTO f (f, rank) VALUES ('integrity-check', 1)");

/** Patients with gaps in their numbers, and a full-text index of some kind. */
async function indexed(options: string): Promise<Database> {
  const db = await hospitalDatabase();
  db.exec(`DELETE FROM prescriptions; DELETE FROM visits;
    DELETE FROM patients WHERE rowid IN (2, 3, 7); UPDATE patients SET rowid = 5000 WHERE id = 'p9';
    CREATE VIRTUAL TABLE f USING fts5 (full_name${options});
    INSERT INTO f (rowid, full_name) SELECT rowid, full_name || ' ' || id FROM patients`);
  return db;
}

test.each([
  ["with its own content", ""],
  ["without content", ", content=''"],
])("a full-text index %s finds the same rows after its table was made anew", async (_, options) => {
  const db = await indexed(options);
  const shadows = ["f_data", "f_idx", "f_docsize", "f_config"];
  const before = shadows.map((name) => rows(db, `SELECT * FROM ${name}`));
  await pushed(db, REBUILT);
  expect(shadows.map((name) => rows(db, `SELECT * FROM ${name}`))).toEqual(before);
  expect([found(db, "p9"), found(db, "p12"), found(db, "p3")]).toEqual([[["p9"]], [["p12"]], []]);
  check(db);
});

test("a full-text index over the table itself finds the same rows after it was made anew", async () => {
  const db = await indexed(", content='patients', content_rowid='rowid'");
  db.exec("INSERT INTO f (f) VALUES ('rebuild')");
  await pushed(db, REBUILT);
  check(db);
  expect(found(db, "9")).toEqual([["p9"]]);
  expect(rows(db, "SELECT full_name FROM f WHERE f MATCH '12'")).toEqual([["Ångström 'Li' 12"]]);
});

test("triggers that keep a full-text index up to date still do", async () => {
  const db = await indexed(", content='patients', content_rowid='rowid'");
  db.exec(`INSERT INTO f (f) VALUES ('rebuild');
    CREATE TRIGGER f_insert AFTER INSERT ON patients BEGIN
      INSERT INTO f (rowid, full_name) VALUES (new.rowid, new.full_name); END;
    CREATE TRIGGER f_delete AFTER DELETE ON patients BEGIN
      INSERT INTO f (f, rowid, full_name) VALUES ('delete', old.rowid, old.full_name); END`);
  await pushed(db, REBUILT);
  db.exec(
    "INSERT INTO patients (id, full_name) VALUES ('new', 'Zoe'); DELETE FROM patients WHERE id = 'p9'",
  );
  check(db);
  expect([found(db, "zoe"), found(db, "9")]).toEqual([[["new"]], []]);
});

test("a column that a full-text index reads is not dropped from under it", async () => {
  const db = await indexed(", content='patients', content_rowid='rowid'");
  db.exec("INSERT INTO f (f) VALUES ('rebuild')");
  const { fullName: _, ...patients } = patientColumns();
  const decisions = { allowDrop: ["patients.full_name"] };
  const { exitCode, obstacles } = await refused(db, hospital({ patients }), decisions);
  expect([exitCode, obstacles.map(({ table }) => table)]).toEqual([1, ["f"]]);
});

test("a table is not renamed from under its full-text index", async () => {
  const db = await managedDatabase(`CREATE VIRTUAL TABLE f USING fts5 (body, content='notes')`);
  const notes = (name: string) => sqliteTable(name, { id: integer().primaryKey(), body: text() });
  await pushed(db, { notes: notes("notes") });
  db.exec("INSERT INTO notes VALUES (1, 'a'), (7, 'b'); INSERT INTO f (f) VALUES ('rebuild')");
  const renameTables = [{ from: "notes", to: "remarks" }];
  const { exitCode, obstacles } = await refused(db, { notes: notes("remarks") }, { renameTables });
  expect([exitCode, obstacles.map(({ table }) => table)]).toEqual([1, ["f"]]);
});

test("a full-text index and its shadow tables go where a pattern names it", async () => {
  const db = await indexed("");
  await pushed(db, hospital(), { dropUnmanaged: ["f"] });
  expect(
    rows(db, "SELECT name FROM sqlite_schema WHERE name = 'f' OR name LIKE 'f\\_%' ESCAPE '\\'"),
  ).toEqual([]);
});
