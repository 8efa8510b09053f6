import { expect, test } from "vitest";
import * as ledger from "../../../shared/ledger.ts";
import { doctors, patients, visits } from "../../../shared/schema.ts";
import type { Database } from "../../../src/db/database.ts";
import { CLEAN, exportOf, issues, outcomes } from "../../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../../support/import.ts";
import { rowsOf } from "../../support/rows.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

const ASHA = "1,Asha,Rao,0441234567,31";
const MOVED = "1,Asha,Rao,0449999999,31";
const TOM = "2,Tom,Novak,0209461234,39";
const LENIENT: ImportOptions = { settings: { mode: "lenient" } };

const importPatients = (db: Database, records: readonly string[], options = LENIENT) =>
  importFolder(db, exportOf({ patients: records }), options);

async function withPatients(): Promise<Database> {
  const db = await newDatabase();
  await importPatients(db, [ASHA, TOM]);
  return db;
}

test("a changed record updates its row, and no other", async () => {
  const db = await withPatients();
  const [, tom] = rowsOf(db, patients);
  const summary = await importPatients(db, [MOVED, TOM]);
  expect(outcomes(summary, "patients")).toEqual({ records: 2, updated: 1, unchanged: 1 });
  expect(rowsOf(db, patients)).toMatchObject([{ phone: "0449999999" }, tom]);
});

test("an update keeps the former row and crosswalk row in the ledger", async () => {
  const db = await withPatients();
  const [row] = rowsOf(db, patients);
  const [known] = rowsOf(db, ledger.crosswalk);
  await importPatients(db, [TOM, MOVED]);
  const [kept] = rowsOf(db, ledger.exceptions);
  expect(kept).toMatchObject({
    outcome: "updated",
    record: 2,
    target_id: row?.["id"],
    issues: "[]",
  });
  expect(JSON.parse(String(kept?.["former"]))).toEqual({
    row: expect.objectContaining({ phone: "0441234567", updatedAt: row?.["updated_at"] }),
    crosswalk: {
      contentHash: Buffer.from(known?.["content_hash"] as Buffer).toString("hex"),
      fileId: known?.["file_id"],
      record: 1,
      line: 2,
      runId: known?.["run_id"],
    },
    changed: ["phone"],
  });
});

test("the crosswalk names the place and the run that last wrote the row", async () => {
  const db = await withPatients();
  await importPatients(db, [TOM, MOVED]);
  expect(rowsOf(db, ledger.crosswalk)).toMatchObject([
    { legacy_id: "1", record: 2, line: 3, run_id: 2, file_id: 2 },
    { legacy_id: "2", record: 2, line: 3, run_id: 1, file_id: 1 },
  ]);
});

test("an edit of a column that the legacy system does not own is no obstacle, and stays", async () => {
  const db = await withPatients();
  db.exec("update patients set phone_e164 = '+91441234567' where legacy_id = '1'");
  expect(outcomes(await importPatients(db, [MOVED]), "patients")).toEqual({
    records: 1,
    updated: 1,
  });
  expect(rowsOf(db, patients)[0]).toMatchObject({ phone_e164: "+91441234567" });
});

test("a further column of the export updates rows, but none that was edited in HMSync", async () => {
  const db = await newDatabase();
  const narrow =
    "patientId,firstName,lastName,phoneNumber\n1,Asha,Rao,0441234567\n2,Tom,Novak,02\n";
  await importFolder(db, writeFiles(workspace(), { "patients.csv": narrow }));
  db.exec("update patients set phone = '0000000' where legacy_id = '1'");
  const summary = await importPatients(db, [ASHA, "2,Tom,Novak,02,39"]);
  expect(outcomes(summary, "patients")).toEqual({ records: 2, updated: 1, unchanged: 1 });
  expect(issues(summary)).toMatchObject({ "patients.target.edited": 1 });
  expect(rowsOf(db, patients)).toMatchObject([{ phone: "0000000", age: null }, { age: 39 }]);
});

test("an export with another column in place of one updates rows that nobody edited", async () => {
  const db = await withPatients();
  const other = "patientId,firstName,lastName,phoneNumber,gender\n1,Asha,Rao,0441234567,F\n";
  const summary = await importFolder(db, writeFiles(workspace(), { "patients.csv": other }));
  expect(outcomes(summary, "patients")).toEqual({ records: 1, updated: 1 });
  expect(rowsOf(db, patients)[0]).toMatchObject({ age: 31, gender: "F" });
});

test("a row edited in HMSync whose legacy record is the same stays as edited", async () => {
  const db = await withPatients();
  db.exec("update patients set phone = '0000000' where legacy_id = '1'");
  const summary = await importPatients(db, [ASHA, TOM]);
  expect(outcomes(summary, "patients")).toEqual({ records: 2, unchanged: 2 });
  expect(rowsOf(db, patients)[0]).toMatchObject({ phone: "0000000" });
});

test.each([
  ["a check", "alter table patients add column ward text check (phone not glob '0209*')", /^CHECK/],
  [
    "a trigger",
    "create trigger no_tom before insert on patients when new.first_name = 'Tom' begin select raise(abort, 'no Tom'); end",
    /^trigger no_tom: no Tom$/,
  ],
  ["a unique index", "create unique index one_phone on patients (substr(phone, 1, 1))", /^UNIQUE/],
])("%s of the database that refuses a row rejects its record, by name", async (_, sql, named) => {
  const db = await newDatabase();
  db.exec(sql);
  const summary = await importPatients(db, [ASHA, TOM]);
  expect(outcomes(summary, "patients")).toEqual({ records: 2, inserted: 1, rejected: 1 });
  expect(issues(summary)).toEqual({ "patients.target.constraint": 1 });
  const [kept] = rowsOf(db, ledger.exceptions);
  expect(JSON.parse(String(kept?.["issues"]))).toMatchObject([
    { detail: expect.stringMatching(named) },
  ]);
  expect(db.count(ledger.crosswalk)).toBe(1);
});

test("an update that the database refuses leaves the row, and rejects the record", async () => {
  const db = await withPatients();
  db.exec("create unique index one_phone on patients (phone)");
  const summary = await importPatients(db, ["1,Asha,Rao,0209461234,31", TOM]);
  expect(outcomes(summary, "patients")).toEqual({ records: 2, unchanged: 1, rejected: 1 });
  expect(rowsOf(db, patients)[0]).toMatchObject({ phone: "0441234567" });
});

test("an optional column that the export lacks is left to the database", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN));
  expect(rowsOf(db, doctors)).toMatchObject([{ department: "General", is_active: 1 }]);
  expect(rowsOf(db, visits)[0]).toMatchObject({ status: null, notes: null });
});
