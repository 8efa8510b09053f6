import { expect, test } from "vitest";
import * as ledger from "../../../shared/ledger.ts";
import { doctors, patients, visits } from "../../../shared/schema.ts";
import { deriveTargetId } from "../../../shared/target-id.ts";
import { CLEAN, csv, exportOf, issues, outcomes } from "../../support/export.ts";
import { intercept } from "../../support/faults.ts";
import { importFolder, newDatabase } from "../../support/import.ts";
import { rowsOf } from "../../support/rows.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

const ONE_BAD = { ...CLEAN, patients: [...CLEAN.patients, "3,Noor,Khan,,71"] };

test("strict: one rejected record, and nothing of the run is in the target or the crosswalk", async () => {
  const db = await newDatabase();
  const summary = await importFolder(db, exportOf(ONE_BAD));
  expect(summary).toMatchObject({ status: "rejected", exitCode: 3, committed: false });
  expect(outcomes(summary, "patients")).toEqual({ records: 3, inserted: 2, rejected: 1 });
  for (const table of [patients, doctors, visits, ledger.crosswalk])
    expect(db.count(table)).toBe(0);
});

test("strict: the run, its files and its exceptions are kept where nothing else is", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf(ONE_BAD));
  expect(rowsOf(db, ledger.runs)).toMatchObject([
    { status: "rejected", committed: 0, exit_code: 3 },
  ]);
  expect(rowsOf(db, ledger.files).map(({ name, records }) => [name, records])).toEqual([
    ["patients.csv", 3],
    ["doctors.csv", 1],
    ["visits.csv", 2],
  ]);
  expect(rowsOf(db, ledger.exceptions)).toMatchObject([
    { entity: "patients", record: 3, line: 4, outcome: "rejected", legacy_id: "3" },
  ]);
});

test("strict: every rejection is listed, not the first", async () => {
  const bad = ["7,,,0441234567,31", "8,Tom,Novak,,39", "9,Noor,Khan,0441234567,151"];
  const summary = await importFolder(await newDatabase(), exportOf({ ...CLEAN, patients: bad }));
  expect(issues(summary)).toEqual({
    "patients.fullName.missing": 1,
    "patients.phone.missing": 1,
    "patients.age.out-of-range": 1,
    "visits.patient.unknown": 2,
  });
});

test("lenient: the good records are written, the rejected ones are set aside, exit 3", async () => {
  const db = await newDatabase();
  const summary = await importFolder(db, exportOf(ONE_BAD), { settings: { mode: "lenient" } });
  expect(summary).toMatchObject({ status: "committed", exitCode: 3, committed: true });
  expect(rowsOf(db, patients).map(({ legacy_id }) => legacy_id)).toEqual(["1", "2"]);
  expect(db.count(visits)).toBe(2);
  expect(rowsOf(db, ledger.exceptions)).toMatchObject([{ outcome: "rejected", record: 3 }]);
});

test("a target id is derived from legacy system, entity and legacy id; references carry it", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN));
  const [first] = rowsOf(db, visits);
  expect(first).toMatchObject({
    id: deriveTargetId("generic-csv", "visits", "V1"),
    patient_id: deriveTargetId("generic-csv", "patients", "1"),
    doctor_id: deriveTargetId("generic-csv", "doctors", "D1"),
    consultation_fee_minor: 50000,
    consultation_fee_currency: "INR",
  });
});

test("the same export into two databases gives the same rows", async () => {
  const source = exportOf(CLEAN);
  const found = [];
  for (const db of [await newDatabase(), await newDatabase()]) {
    await importFolder(db, source);
    found.push([patients, doctors, visits].map((table) => rowsOf(db, table)));
  }
  expect(found[0]).toEqual(found[1]);
});

test("a rerun finds everything unchanged and writes nothing but the run", async () => {
  const db = await newDatabase();
  const source = exportOf(CLEAN);
  await importFolder(db, source);
  const kept = [patients, doctors, visits, ledger.crosswalk];
  const before = kept.map((table) => rowsOf(db, table));
  const summary = await importFolder(db, source);
  expect(summary).toMatchObject({ status: "committed", exitCode: 0, backup: null });
  expect(outcomes(summary, "visits")).toEqual({ records: 2, unchanged: 2 });
  expect(kept.map((table) => rowsOf(db, table))).toEqual(before);
  expect(db.count(ledger.exceptions)).toBe(0);
});

test("a rerun in lenient mode after a strict one that was rejected writes what was good", async () => {
  const db = await newDatabase();
  const source = exportOf(ONE_BAD);
  await importFolder(db, source);
  const summary = await importFolder(db, source, { settings: { mode: "lenient" } });
  expect(outcomes(summary, "patients")).toEqual({ records: 3, inserted: 2, rejected: 1 });
  const corrected = exportOf({ patients: [...CLEAN.patients, "3,Noor,Khan,0331234567,71"] });
  expect(outcomes(await importFolder(db, corrected), "patients")).toEqual({
    records: 3,
    inserted: 1,
    unchanged: 2,
  });
});

test("children may come in a run of their own, after their parents", async () => {
  const db = await newDatabase();
  const source = exportOf(CLEAN);
  await importFolder(db, source, { without: ["visits.csv"] });
  const summary = await importFolder(db, source, { without: ["patients.csv", "doctors.csv"] });
  expect(outcomes(summary, "visits")).toEqual({ records: 2, inserted: 2 });
});

test("several files of one entity are one load, with a place in each", async () => {
  const db = await newDatabase();
  const source = writeFiles(workspace(), {
    "patients-2021.csv": csv("patients", CLEAN.patients),
    "patients-2022.csv": csv("patients", ["3,Noor,Khan,0331234567,71", "4,Li,Wei,0331234568,"]),
  });
  const summary = await importFolder(db, source);
  expect(outcomes(summary, "patients")).toEqual({ records: 4, inserted: 4 });
  expect(rowsOf(db, ledger.crosswalk).map((row) => [row["file_id"], row["record"]])).toEqual([
    ...[
      [1, 1],
      [1, 2],
    ],
    ...[
      [2, 1],
      [2, 2],
    ],
  ]);
});

test("two legacy systems with the same ids live side by side", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN));
  const other = writeFiles(workspace(), {
    "patients.csv": "PAT_ID,FNAME,LNAME,PHONE,AGE\n1,Omar,Silva,0441112223,50\n",
  });
  const summary = await importFolder(db, other);
  expect(summary.legacySystem).toBe("healthcare-plus");
  expect(outcomes(summary, "patients")).toEqual({ records: 1, inserted: 1 });
  const named = rowsOf(db, patients).filter(({ legacy_id }) => legacy_id === "1");
  expect(new Set(named.map(({ full_name }) => full_name))).toEqual(
    new Set(["Asha Rao", "Omar Silva"]),
  );
});

test("a file with a header and no record is read and balanced", async () => {
  const db = await newDatabase();
  const summary = await importFolder(db, exportOf({ ...CLEAN, visits: [] }));
  expect(summary).toMatchObject({ exitCode: 0, complete: true });
  expect(summary.entities["visits"]).toMatchObject({ records: 0, balanced: true });
});

test("the order of the columns does not matter", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN));
  const shuffled = writeFiles(workspace(), {
    "patients.csv": "age,phoneNumber,patientId,lastName,firstName\n31,0441234567,1,Rao,Asha\n",
  });
  expect(outcomes(await importFolder(db, shuffled), "patients")).toEqual({
    records: 1,
    unchanged: 1,
  });
});

test("statistics that cannot be refreshed after the commit do not undo what is said", async () => {
  const db = await newDatabase();
  const refusing = intercept(db, (real) => ({
    exec: (sql) => real.exec(sql.replace(/^pragma.*/, "no such statement")),
  }));
  const summary = await importFolder(refusing, exportOf(CLEAN));
  expect(summary).toMatchObject({ status: "committed", exitCode: 0 });
  expect(rowsOf(db, ledger.runs)).toMatchObject([{ status: "committed", committed: 1 }]);
});
