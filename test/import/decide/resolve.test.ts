import { expect, test } from "vitest";
import * as ledger from "../../../shared/ledger.ts";
import { doctors, patients, visits } from "../../../shared/schema.ts";
import { deriveTargetId } from "../../../shared/target-id.ts";
import { CLEAN, csv, exportOf, issues, outcomes } from "../../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../../support/import.ts";
import { mappingWith } from "../../support/mapping.ts";
import { rowsOf } from "../../support/rows.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

const UNKNOWN = ["V3,99,D1,2022-05-01,1.00", "V4,99,D1,2022-05-02,1.00"];
const LENIENT: ImportOptions = { settings: { mode: "lenient" } };
const PLACEHOLDER: ImportOptions = {
  ...LENIENT,
  mapping: mappingWith({
    fields: { "visits.patientId": { onUnknown: "placeholder" } },
  }),
};

test("an unknown parent rejects the record, unless the mapping says otherwise", async () => {
  const db = await newDatabase();
  const records = [
    ...CLEAN.visits,
    "V3,99,D1,2022-05-01,",
    "V4,1,D99,2022-05-01,",
    "V5,,,2022-05-01,",
  ];
  const summary = await importFolder(db, exportOf({ ...CLEAN, visits: records }), LENIENT);
  expect(outcomes(summary, "visits")).toEqual({ records: 5, inserted: 2, rejected: 3 });
  expect(issues(summary)).toEqual({
    "visits.patient.unknown": 1,
    "visits.doctor.unknown": 1,
    "visits.patient.missing": 1,
    "visits.doctor.missing": 1,
  });
});

test("an unknown or missing doctor becomes null, with a warning, where the mapping says so", async () => {
  const db = await newDatabase();
  const mapping = mappingWith({
    fields: { "visits.doctorId": { onUnknown: "null" } },
    rules: { "visits.doctor.missing": "warning" },
  });
  const records = ["V3,1,D99,2022-05-01,", "V4,1,,2022-05-01,"];
  const summary = await importFolder(db, exportOf({ ...CLEAN, visits: records }), { mapping });
  expect(summary.exitCode).toBe(0);
  expect(issues(summary)).toEqual({ "visits.doctor.unknown": 1, "visits.doctor.missing": 1 });
  expect(rowsOf(db, visits)).toMatchObject([{ doctor_id: null }, { doctor_id: null }]);
});

test("a placeholder is made once for an unknown parent, is inactive, and is counted", async () => {
  const db = await newDatabase();
  const source = exportOf({ ...CLEAN, visits: [...CLEAN.visits, ...UNKNOWN] });
  const summary = await importFolder(db, source, PLACEHOLDER);
  expect(summary).toMatchObject({ exitCode: 0, differences: [] });
  expect(summary.entities["patients"]).toMatchObject({
    inserted: 2,
    placeholders: 1,
    targetAfter: 3,
  });
  expect(issues(summary)).toEqual({ "visits.patient.unknown": 2 });
  const id = deriveTargetId("generic-csv", "patients", "99");
  expect(rowsOf(db, patients).find((row) => row["id"] === id)).toMatchObject({
    legacy_id: "99",
    is_active: 0,
  });
});

test("every visit of a placeholder is warned of: in another file, and in another run", async () => {
  const db = await newDatabase();
  const files = Object.entries(CLEAN).map(([name, lines]) => [
    `${name}.csv`,
    csv(name as "visits", lines),
  ]);
  const source = writeFiles(workspace(), {
    ...(Object.fromEntries(files) as Record<string, string>),
    "visits-2.csv": csv("visits", UNKNOWN.slice(0, 1)),
    "visits-3.csv": csv("visits", UNKNOWN.slice(1)),
  });
  const first = await importFolder(db, source, PLACEHOLDER);
  const second = await importFolder(db, source, PLACEHOLDER);
  expect([issues(first), issues(second)]).toEqual([
    { "visits.patient.unknown": 2 },
    { "visits.patient.unknown": 2 },
  ]);
  expect(outcomes(second, "visits")).toEqual({ records: 4, unchanged: 4 });
});

test("placeholders of an entity whose file the run does not have are counted too", async () => {
  const db = await newDatabase();
  const source = exportOf({ doctors: CLEAN.doctors, visits: UNKNOWN });
  const summary = await importFolder(db, source, PLACEHOLDER);
  expect(summary.entities["patients"]).toMatchObject({
    records: 0,
    placeholders: 1,
    targetBefore: 0,
    targetAfter: 1,
    balanced: true,
  });
});

test("the record itself fills its placeholder, as if it had come first", async () => {
  const [late, early] = [await newDatabase(), await newDatabase()];
  const source = exportOf({ doctors: CLEAN.doctors, visits: UNKNOWN });
  const record = exportOf({ patients: ["99,Noor,Khan,0331234567,71"] });
  await importFolder(late, source, PLACEHOLDER);
  const summary = await importFolder(late, record, PLACEHOLDER);
  expect(outcomes(summary, "patients")).toEqual({ records: 1, updated: 1 });
  await importFolder(early, record, PLACEHOLDER);
  await importFolder(early, source, PLACEHOLDER);
  expect(rowsOf(late, patients)).toEqual(rowsOf(early, patients));
});

test("contradicting records leave their placeholder as it was", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf({ doctors: CLEAN.doctors, visits: UNKNOWN }), PLACEHOLDER);
  const before = [patients, ledger.crosswalk].map((table) => rowsOf(db, table));
  const two = ["99,Noor,Khan,0331234567,71", "99,Noor,Khan,0331234567,72"];
  const summary = await importFolder(db, exportOf({ patients: two }), PLACEHOLDER);
  expect(outcomes(summary, "patients")).toEqual({ records: 2, rejected: 2 });
  expect([patients, ledger.crosswalk].map((table) => rowsOf(db, table))).toEqual(before);
});

test("a record that is rejected anyway makes no placeholder", async () => {
  const db = await newDatabase();
  const bad = ["V3,99,D1,no day,1.00", "V4,98,D99,2022-05-02,1.00"];
  const summary = await importFolder(db, exportOf({ ...CLEAN, visits: bad }), PLACEHOLDER);
  expect(outcomes(summary, "visits")).toEqual({ records: 2, rejected: 2 });
  expect(summary.entities["patients"]).toMatchObject({ placeholders: 0, targetAfter: 2 });
  expect(issues(summary)["visits.patient.unknown"]).toBe(2);
});

test("a parent that was deleted in HMSync is not brought back as a placeholder", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf({ patients: CLEAN.patients, doctors: CLEAN.doctors }));
  db.exec("delete from patients where legacy_id = '1'");
  const summary = await importFolder(db, exportOf({ visits: CLEAN.visits }), PLACEHOLDER);
  expect(outcomes(summary, "visits")).toEqual({ records: 2, inserted: 1, rejected: 1 });
  expect(rowsOf(db, patients).map((row) => row["legacy_id"])).toEqual(["2"]);
});

test("references go through the crosswalk: a merged patient's visits go to the one that is left", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf({ patients: CLEAN.patients, doctors: CLEAN.doctors }));
  db.exec(`update ledger_crosswalk set target_id = (select id from patients where legacy_id = '1')
    where entity = 'patients' and legacy_id = '2'; delete from patients where legacy_id = '2';`);
  const summary = await importFolder(db, exportOf({ visits: CLEAN.visits }));
  expect(summary).toMatchObject({ exitCode: 0, differences: [] });
  expect(new Set(rowsOf(db, visits).map((row) => row["patient_id"]))).toEqual(
    new Set([deriveTargetId("generic-csv", "patients", "1")]),
  );
});

test("a reference never leads to a record of another legacy system", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN));
  const mapping = mappingWith({ legacySystem: "other" });
  const summary = await importFolder(db, exportOf({ visits: CLEAN.visits }), { mapping });
  expect(outcomes(summary, "visits")).toEqual({ records: 2, rejected: 2 });
  expect([db.count(visits), db.count(doctors)]).toEqual([2, 1]);
});
