import { expect, test } from "vitest";
import * as ledger from "../../shared/ledger.ts";
import type { Database } from "../../src/db/database.ts";
import type { RunSummary } from "../../src/ledger/run-summary.ts";
import { CLEAN, exportOf } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { column, rowsOf } from "../support/rows.ts";
import { blocked, done, runNamed, stateOf, undo } from "../support/undo.ts";

const LATER = { startedAt: new Date("2026-01-15T00:00:00Z") };

/** A database with CLEAN, and its run. */
async function imported(): Promise<{ db: Database; run: string }> {
  const db = await newDatabase();
  const { run } = await importFolder(db, exportOf(CLEAN));
  return { db, run };
}

/** Nothing is changed, and these are the reasons. */
async function expectBlocked(
  { db, run }: { db: Database; run: string },
  reasons: Record<string, number>,
): Promise<RunSummary | undefined> {
  const before = [...stateOf(db), rowsOf(db, ledger.runs), rowsOf(db, ledger.actions)];
  const summary = await undo(db, run);
  expect(blocked(summary)).toEqual(reasons);
  expect(summary).toMatchObject({ status: "rejected", exitCode: 4, committed: false });
  expect([...stateOf(db), rowsOf(db, ledger.runs), rowsOf(db, ledger.actions)]).toEqual(before);
  return summary;
}

test.each([
  ["a column that was imported", "phone = '1'"],
  ["only the instant of the edit", "updated_at = '2026-02-01T00:00:00.000Z'"],
  ["a column that no import fills", "is_active = 0"],
  ["a column that this mapping leaves empty", "phone_e164 = '+441234567'"],
])("a row is edited, %s: it stays, and what it refers to with it", async (_, change) => {
  const { db, run } = await imported();
  db.exec(`update patients set ${change} where legacy_id = '2'`);
  const summary = await expectBlocked({ db, run }, { "patients.undo.edited": 1 });
  expect(summary?.entities["patients"]?.findings).toMatchObject([
    { severity: "warning", places: [{ file: "patients.csv", record: 2, line: 3 }] },
  ]);
});

test("a parent stays while a child that was edited does", async () => {
  const { db, run } = await imported();
  db.exec("update visits set notes = 'x' where legacy_id = 'V1'");
  await expectBlocked(
    { db, run },
    {
      "visits.undo.edited": 1,
      "patients.undo.kept-row-refers": 1,
      "doctors.undo.kept-row-refers": 1,
    },
  );
});

test("rows that a later run updated, or refers to, stay", async () => {
  const { db, run } = await imported();
  const patients = ["1,Asha,Menon,0441234567,32", "2,Tom,Novak,0209461234,39"];
  const visits = ["V3,2,D1,2022-02-04,1.00"];
  await importFolder(db, exportOf({ patients, visits }), LATER);
  await expectBlocked(
    { db, run },
    {
      "patients.undo.later-run": 1,
      "patients.undo.later-run-refers": 1,
      "doctors.undo.later-run-refers": 1,
    },
  );
});

test("a row that two runs updated: the earlier of them is blocked, the later is not", async () => {
  const { db } = await imported();
  const asha = (age: number) => exportOf({ patients: [`1,Asha,Rao,0441234567,${age}`] });
  const second = await importFolder(db, asha(41), LATER);
  const third = await importFolder(db, asha(42), { startedAt: new Date("2026-01-16T00:00:00Z") });
  await expectBlocked({ db, run: second.run }, { "patients.undo.later-run": 1 });
  expect(done(await undo(db, third.run))).toEqual([0, 1, 0]);
  expect(done(await undo(db, second.run))).toEqual([0, 1, 0]);
  expect(column(db, "select age from patients where legacy_id = '1'")).toEqual([31]);
});

test("a row that the application made and that refers to one of the run keeps it", async () => {
  const { db, run } = await imported();
  db.exec(
    `insert into visits (id, patient_id, visit_date) select 'new', id, '2026-01-01' from patients
     where legacy_id = '1'`,
  );
  await expectBlocked({ db, run }, { "patients.undo.application-refers": 1 });
});

test.each([
  ["without an index", ""],
  ["with one", "create index invoices_visit on invoices (visit)"],
])("a table of somebody else that refers to rows keeps them, %s", async (_, index) => {
  const { db, run } = await imported();
  db.exec(
    `create table invoices (number integer primary key, visit text references visits); ${index}`,
  );
  db.exec("insert into invoices (visit) select id from visits where legacy_id = 'V2'");
  await expectBlocked(
    { db, run },
    {
      "visits.undo.application-refers": 1,
      "patients.undo.kept-row-refers": 1,
      "doctors.undo.kept-row-refers": 1,
    },
  );
  const partial = await undo(db, run, { partial: true });
  expect(done(partial)).toEqual([2, 0, 0]);
  expect(column(db, "select count(*) from invoices")).toEqual([1]);
});

test("a cascade of somebody else's table takes no row along", async () => {
  const { db, run } = await imported();
  db.exec(
    `create table tags (patient text references patients (id) on delete cascade);
     insert into tags select id from patients where legacy_id = '1'`,
  );
  await undo(db, run, { partial: true });
  expect(column(db, "select count(*) from tags")).toEqual([1]);
});

test("a row that was merged with another record's stays", async () => {
  const { db, run } = await imported();
  db.exec(
    `update ledger_crosswalk set target_id = (select id from patients where legacy_id = '1')
     where entity = 'patients' and legacy_id = '2'`,
  );
  const summary = await undo(db, run, { partial: true });
  expect(blocked(summary)).toMatchObject({ "patients.undo.shared": 2 });
});

test("rows that HMSync deleted meanwhile stay deleted; the crosswalk forgets them", async () => {
  const { db, run } = await imported();
  const before = stateOf(db);
  db.exec("delete from visits where legacy_id = 'V1'");
  const first = await undo(db, run);
  expect(first?.entities["visits"]).toMatchObject({ undone: 1, balanced: true });
  expect(stateOf(db)).toEqual([[], [], [], [], []]);
  await undo(db, first?.run ?? "");
  expect(stateOf(db)[3]).toEqual(before[3]);
  expect(column(db, "select legacy_id from visits")).toEqual(["V2"]);
});

test("--partial takes back what it can, keeps the run's status, and the rest later", async () => {
  const { db, run } = await imported();
  db.exec("update patients set phone = '1' where legacy_id = '2'");
  const first = await undo(db, run, { partial: true });
  expect(done(first)).toEqual([4, 0, 0]);
  expect(blocked(first)).toEqual({ "patients.undo.edited": 1 });
  expect(first).toMatchObject({ status: "committed", exitCode: 0 });
  expect(runNamed(db, run)).toMatchObject({ status: "committed", committed: true });
  expect(await undo(db, run, { partial: true })).toMatchObject({ status: "rejected", exitCode: 4 });
  db.exec("update patients set phone = '0209461234' where legacy_id = '2'");
  expect(done(await undo(db, run))).toEqual([1, 0, 0]);
  expect(runNamed(db, run).status).toBe("undone");
});

test("two partial undos are undone in any order that has its parents, and leave one import", async () => {
  const { db, run } = await imported();
  const whole = stateOf(db);
  db.exec("update patients set phone = '1' where legacy_id = '2'");
  const first = await undo(db, run, { partial: true });
  db.exec("update patients set phone = '0209461234' where legacy_id = '2'");
  const second = await undo(db, run);
  const half = await undo(db, first?.run ?? "", { partial: true });
  expect(blocked(half)).toEqual({ "visits.undo.parent-missing": 1 });
  expect(done(half)).toEqual([0, 0, 3]);
  await undo(db, second?.run ?? "");
  expect(done(await undo(db, first?.run ?? ""))).toEqual([0, 0, 1]);
  expect(stateOf(db)).toEqual(whole);
  expect(runNamed(db, run).status).toBe("committed");
});

test("what a later run imported again is not put back", async () => {
  const { db, run } = await imported();
  const first = await undo(db, run);
  await importFolder(db, exportOf({ doctors: CLEAN.doctors }), LATER);
  const before = stateOf(db);
  expect(blocked(await undo(db, first?.run ?? ""))).toEqual({ "doctors.undo.imported-again": 1 });
  expect(stateOf(db)).toEqual(before);
});

test("an id that is in use by now is not taken from its row", async () => {
  const { db, run } = await imported();
  const [id] = column(db, "select id from doctors");
  const first = await undo(db, run);
  db.prepare("insert into doctors (id, full_name) values (?, 'Dr. New')").run([id ?? null]);
  expect(blocked(await undo(db, first?.run ?? ""))).toEqual({ "doctors.undo.id-taken": 1 });
});

test("a row that was edited since its undo is not overwritten by the redo", async () => {
  const { db } = await imported();
  const patients = ["1,Asha,Menon,0441234567,32"];
  const { run } = await importFolder(db, exportOf({ patients }), LATER);
  const first = await undo(db, run);
  db.exec("update patients set address = 'moved' where legacy_id = '1'");
  expect(blocked(await undo(db, first?.run ?? ""))).toEqual({ "patients.undo.edited": 1 });
});

test("former values that refer to a row that is gone are not put back", async () => {
  const { db } = await imported();
  await importFolder(db, exportOf({ doctors: ["D2,Dr. Vikram Patel"] }), LATER);
  const visits = ["V1,1,D2,2022-01-15,500.00", "V2,2,D2,2022-02-03,350.50"];
  const { run } = await importFolder(db, exportOf({ visits }), {
    startedAt: new Date("2026-01-16T00:00:00Z"),
  });
  db.exec("delete from doctors where legacy_id = 'D1'");
  expect(blocked(await undo(db, run))).toEqual({ "visits.undo.parent-missing": 2 });
});
