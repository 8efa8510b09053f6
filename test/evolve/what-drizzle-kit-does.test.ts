import { sql } from "drizzle-orm";
import { check, index, integer, text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { databaseOf, pushed, refused, rows, value } from "../support/evolve.ts";
import {
  doctorColumns,
  hospital,
  hospitalDatabase,
  patientColumns,
  prescriptionColumns,
  visitColumns,
} from "../support/hospital.ts";

// What drizzle-kit's push loses in a database that holds rows, line by line; docs/schema-changes.md
// has the table. What of it takes a command line is in what-drizzle-kit-says.test.ts.

const TABLES = ["patients", "doctors", "visits", "prescriptions"];

/** Every row of the four tables, with its number. */
const everyRow = (db: Database) =>
  TABLES.map((table) => rows(db, `SELECT rowid, * FROM ${table} ORDER BY rowid`));

test("foreign keys dropped in a parent and in its child together take no row along", async () => {
  const db = await hospitalDatabase();
  const before = everyRow(db);
  await pushed(db, hospital({ unguarded: ["doctor_id", "visit_id"] }));
  expect(everyRow(db)).toEqual(before);
  expect(before.map((table) => table.length)).toEqual([12, 3, 24, 48]);
});

test("a child that the schema does not know keeps its rows when its parent is made anew", async () => {
  const db = await hospitalDatabase();
  db.exec(`CREATE TABLE allergies (id INTEGER PRIMARY KEY,
    patient_id TEXT REFERENCES patients (id) ON DELETE CASCADE, what TEXT);
    INSERT INTO allergies (patient_id, what) SELECT id, 'penicillin' FROM patients`);
  const before = [...everyRow(db), rows(db, "SELECT * FROM allergies")];
  const patients = { ...patientColumns(), age: integer().default(0) };
  const { report } = await pushed(db, hospital({ patients }));
  expect(report.tables.find(({ table }) => table === "patients")?.action).toBe("rebuild");
  expect([...everyRow(db), rows(db, "SELECT * FROM allergies")]).toEqual(before);
  expect(value(db, "SELECT count(*) FROM pragma_foreign_key_check")).toBe(0);
});

test("a required column without a default waits for a backfill, and deletes nothing", async () => {
  const db = await hospitalDatabase();
  const patients = { ...patientColumns(), mrn: text().notNull() };
  const { exitCode, flags } = await refused(db, hospital({ patients }));
  expect([exitCode, flags]).toEqual([4, ["--backfill 'patients.mrn=<expression>'"]]);
});

test("a required column without a default holds what its backfill says", async () => {
  const db = await hospitalDatabase();
  const before = everyRow(db).slice(1);
  const patients = { ...patientColumns(), mrn: text().notNull() };
  const backfills = [{ table: "patients", column: "mrn", expression: "'MRN-' || id" }];
  await pushed(db, hospital({ patients }), { backfills });
  expect(rows(db, "SELECT id, mrn FROM patients WHERE mrn <> 'MRN-' || id")).toEqual([]);
  expect(value(db, "SELECT count(mrn) FROM patients")).toBe(12);
  expect(everyRow(db).slice(1)).toEqual(before);
});

test("text becomes a number only where it comes out as it went in", async () => {
  const db = await hospitalDatabase();
  const patients = { ...patientColumns(), phone: integer() };
  const { exitCode, flags, message } = await refused(db, hospital({ patients }));
  expect([exitCode, flags]).toEqual([4, ["--allow-convert patients.phone"]]);
  expect(message).toContain("9 values of patients.phone");
  expect(message).toContain("rows 1, 2, 3, 5, 6, ...");
});

test("NOT NULL over NULLs is refused with their count and places, and leaves nothing behind", async () => {
  const db = await hospitalDatabase();
  const patients = { ...patientColumns(), phone: text().notNull() };
  const { exitCode, obstacles } = await refused(db, hospital({ patients }));
  expect(exitCode).toBe(1);
  expect(obstacles).toEqual([{ table: "patients", count: 3, rows: [4, 8, 12] }]);
});

test("a CHECK that rows break is refused with their count and places", async () => {
  const db = await hospitalDatabase();
  const extra = { patients: () => [check("age_limit", sql.raw("age < 70"))] };
  const { exitCode, obstacles } = await refused(db, hospital({ extra }));
  expect(exitCode).toBe(1);
  expect(obstacles).toEqual([{ table: "patients", count: 3, rows: [10, 11, 12] }]);
});

test("of three changes of which the last fails none stays", async () => {
  const db = await hospitalDatabase();
  const refusal = await refused(
    db,
    hospital({
      doctors: { ...doctorColumns(), ward: text() },
      patients: { ...patientColumns(), age: integer().default(0) },
      visits: { ...visitColumns(), doctorId: text("doctor_id").notNull() },
    }),
  );
  expect(refusal.exitCode).toBe(1);
  expect(refusal.obstacles).toEqual([{ table: "visits", count: 4, rows: [5, 10, 15, 20] }]);
});

test("an empty table, a view and a trigger that the schema does not know are kept", async () => {
  const db = await hospitalDatabase();
  db.exec(`CREATE TABLE wards (beds INTEGER); CREATE VIEW adults AS SELECT * FROM patients;
    CREATE TRIGGER idle AFTER INSERT ON wards BEGIN SELECT 1; END`);
  const { report } = await pushed(
    db,
    hospital({ patients: { ...patientColumns(), age: integer().default(0) } }),
  );
  expect(report.kept).toEqual(["wards", "adults", "idle"]);
  expect(
    rows(db, "SELECT name FROM sqlite_schema WHERE name IN ('wards','adults','idle')"),
  ).toHaveLength(3);
});

test("triggers and views that name a table work on when it is made anew", async () => {
  const db = await hospitalDatabase();
  db.exec(`CREATE TABLE audit (patient TEXT, age INTEGER);
    CREATE VIEW adults AS SELECT id FROM patients WHERE age >= 18;
    CREATE TRIGGER aged AFTER UPDATE ON patients BEGIN INSERT INTO audit VALUES (new.id, new.age); END`);
  const before = everyRow(db);
  await pushed(db, hospital({ patients: { ...patientColumns(), age: integer().default(0) } }));
  expect(everyRow(db)).toEqual(before);
  expect(value(db, "SELECT count(*) FROM adults")).toBe(10);
  expect(value(db, "SELECT count(*) FROM audit")).toBe(0);
  db.exec("UPDATE patients SET age = 90 WHERE id = 'p1'");
  expect(rows(db, "SELECT * FROM audit")).toEqual([["p1", 90]]);
});

test.each([
  ["a", "DELETE FROM prescriptions WHERE id > 40"],
  ["an empty", "DELETE FROM prescriptions"],
])("%s table that is made anew gives out no id a second time", async (_, deletion) => {
  const db = await hospitalDatabase();
  db.exec(deletion);
  await pushed(
    db,
    hospital({
      prescriptions: { ...prescriptionColumns(), drug: text().notNull().default("none") },
    }),
  );
  db.exec("INSERT INTO prescriptions (visit_id) VALUES ('v1')");
  expect(value(db, "SELECT max(id) FROM prescriptions")).toBe(49);
});

test("AUTOINCREMENT goes only where that is allowed", async () => {
  const db = await hospitalDatabase();
  const wanted = hospital({
    prescriptions: { ...prescriptionColumns(), id: integer().primaryKey() },
  });
  const { exitCode, flags } = await refused(db, wanted);
  expect([exitCode, flags]).toEqual([4, ["--allow-convert prescriptions.id"]]);
  const before = everyRow(db);
  await pushed(db, wanted, { allowConvert: ["prescriptions.id"] });
  expect(everyRow(db)).toEqual(before);
});

test("an index on a table that is made anew is there once, and what comes after is done", async () => {
  const extra = {
    patients: (own: object) => [index("phones").on((own as { phone: never }).phone)],
  };
  const db = await hospitalDatabase({ extra });
  await pushed(
    db,
    hospital({
      extra,
      patients: { ...patientColumns(), age: integer().default(0) },
      visits: { ...visitColumns(), ward: text() },
    }),
  );
  expect(
    rows(db, "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"),
  ).toEqual([["phones"]]);
  expect(value(db, "SELECT count(*) FROM pragma_table_info('visits') WHERE name = 'ward'")).toBe(1);
});

test("CHECKs, partial indexes and indexes on expressions are no difference the second time", async () => {
  const extra = {
    patients: () => [
      check("age_limit", sql.raw("age between 0 and 150")),
      index("known_phones").on(sql`phone`).where(sql`phone is not null`),
      index("lower_names").on(sql`lower(full_name)`),
    ],
  };
  const db = await hospitalDatabase({ extra });
  const { report } = await pushed(db, hospital({ extra }));
  expect(report.inSync).toBe(true);
});

test("a default that calls a function SQLite does not have is refused", async () => {
  const db = await hospitalDatabase();
  const doctors = { ...doctorColumns(), code: text().default(sql`(uuid())`) };
  const { exitCode, message } = await refused(db, hospital({ doctors }));
  expect(exitCode).toBe(2);
  expect(message).toContain("doctors");
  expect(message).toContain("uuid");
});

test("a database that another program made is not reshaped", async () => {
  const db = databaseOf("CREATE TABLE patients (nr INTEGER); INSERT INTO patients VALUES (1)");
  expect((await refused(db, hospital())).exitCode).toBe(4);
});
