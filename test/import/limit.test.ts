import { expect, test } from "vitest";
import * as ledger from "../../shared/ledger.ts";
import { patients, visits } from "../../shared/schema.ts";
import { CLEAN, exportOf, issues, outcomes } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { column, rowsOf } from "../support/rows.ts";

const SOURCE = {
  patients: ["1,Asha,Rao,0441234567,31", "2,Tom,Novak,,39", "3,Noor,Khan,0331234567,71"],
  doctors: ["D1,Dr. Jane Smith", "D2,Dr. Vikram Patel"],
  visits: [
    "V1,3,D1,2022-01-15,",
    "V2,1,D2,2022-02-03,",
    "V3,2,D1,2022-02-03,",
    "V4,,D1,2022-02-03,",
  ],
};

const limited = (limit: number) => ({ settings: { mode: "lenient", limit } as const });

test("the first N patients, their visits, and all doctors; the rest is skipped", async () => {
  const db = await newDatabase();
  const summary = await importFolder(db, exportOf(SOURCE), limited(1));
  expect(outcomes(summary, "patients")).toEqual({ records: 3, inserted: 1, skipped: 2 });
  expect(outcomes(summary, "doctors")).toEqual({ records: 2, inserted: 2 });
  expect(outcomes(summary, "visits")).toEqual({ records: 4, inserted: 1, skipped: 3 });
  expect(summary).toMatchObject({ exitCode: 0, differences: [] });
  expect(column(db, "select legacy_id from visits")).toEqual(["V2"]);
});

test("a patient that is rejected counts among the first N, and so do its visits", async () => {
  const summary = await importFolder(await newDatabase(), exportOf(SOURCE), limited(2));
  expect(outcomes(summary, "patients")).toEqual({
    records: 3,
    inserted: 1,
    rejected: 1,
    skipped: 1,
  });
  expect(issues(summary)).toEqual({ "patients.phone.missing": 1, "visits.patient.unknown": 1 });
});

test("what is skipped is in the ledger, without issues", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf(SOURCE), limited(1));
  const skipped = rowsOf(db, ledger.exceptions);
  expect(skipped.map((row) => [row["outcome"], row["issues"]])).toEqual(
    Array.from({ length: 5 }, () => ["skipped", "[]"]),
  );
});

test("a later run without the limit imports the rest", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN), limited(1));
  const summary = await importFolder(db, exportOf(CLEAN));
  expect(outcomes(summary, "patients")).toEqual({ records: 2, inserted: 1, unchanged: 1 });
  expect([db.count(patients), db.count(visits)]).toEqual([2, 2]);
});

test("more than there are takes all", async () => {
  const summary = await importFolder(await newDatabase(), exportOf(CLEAN), limited(99));
  expect(outcomes(summary, "visits")).toEqual({ records: 2, inserted: 2 });
});

test("the record that waits for the backup is not counted twice", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf({ patients: ["9,Li,Wei,0441112223,50"] }));
  const summary = await importFolder(db, exportOf(SOURCE), limited(1));
  expect(summary.backup).not.toBeNull();
  expect(outcomes(summary, "patients")).toEqual({ records: 3, inserted: 1, skipped: 2 });
});

test("what belongs to a patient comes along three levels down: bills, their items, and payments of a bill", async () => {
  const db = await newDatabase();
  const summary = await importFolder(db, "fixtures/hospital-with-bills", limited(1));
  expect(summary).toMatchObject({ exitCode: 0, differences: [] });
  expect(outcomes(summary, "bills")).toEqual({ records: 2, inserted: 1, skipped: 1 });
  expect(outcomes(summary, "billItems")).toEqual({ records: 3, inserted: 2, skipped: 1 });
  expect(outcomes(summary, "payments")).toEqual({ records: 4, inserted: 2, skipped: 2 });
  expect(outcomes(summary, "facilities")).toEqual({ records: 2, inserted: 2 });
});
