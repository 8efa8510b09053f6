import { expect, test } from "vitest";
import { patients as importer } from "../../importers/patients.ts";
import { visits } from "../../importers/visits.ts";
import { deriveTargetId } from "../../shared/target-id.ts";
import type { Database } from "../../src/db/database.ts";
import { validateLedger } from "../../src/ledger/validate-ledger.ts";
import { CLEAN, exportOf } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { mappingWith } from "../support/mapping.ts";

async function imported(): Promise<Database> {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN));
  return db;
}

const NOTHING = { asImported: 0, changed: 0, deleted: 0, placeholders: 0, notImported: 0 };

test("what nobody touched is as imported", async () => {
  const found = validateLedger(await imported(), importer);
  expect(found).toEqual({
    ...NOTHING,
    entity: "patients",
    imported: 2,
    asImported: 2,
    deviations: [],
    unmapped: { kept: 0, changed: 0, lost: 0, deviations: [] },
  });
});

test("a row that was changed is named, with its columns and where it came from", async () => {
  const db = await imported();
  db.exec("update patients set phone = '1', age = 40 where legacy_id = '2'");
  expect(validateLedger(db, importer)).toMatchObject({
    asImported: 1,
    changed: 1,
    deviations: [
      {
        what: "changed",
        file: "patients.csv",
        record: 2,
        line: 3,
        targetId: deriveTargetId("generic-csv", "patients", "2"),
        columns: ["phone", "age"],
      },
    ],
  });
});

test("a column that no import filled may change", async () => {
  const db = await imported();
  db.exec("update patients set phone_e164 = '+91441234567', email = 'a@b.example'");
  expect(validateLedger(db, importer)).toMatchObject({ asImported: 2, changed: 0 });
});

test("a row that was deleted is named", async () => {
  const db = await imported();
  db.exec("delete from visits where legacy_id = 'V1'");
  expect(validateLedger(db, visits)).toMatchObject({
    imported: 2,
    asImported: 1,
    deleted: 1,
    deviations: [{ what: "deleted", file: "visits.csv", record: 1, columns: [] }],
  });
});

test("a visit that was moved to another patient is changed", async () => {
  const db = await imported();
  db.exec("update visits set patient_id = (select id from patients where legacy_id = '2')");
  expect(validateLedger(db, visits)).toMatchObject({
    changed: 1,
    deviations: [{ record: 1, columns: ["patientId"] }],
  });
});

test("a value put back is as imported again", async () => {
  const db = await imported();
  db.exec(
    "update patients set phone = phone || '0'; update patients set phone = substr(phone, 1, 10)",
  );
  expect(validateLedger(db, importer)).toMatchObject({ asImported: 2, changed: 0 });
});

test("rows that no import wrote are counted", async () => {
  const db = await imported();
  db.exec("insert into patients (id, full_name) values ('a', 'Walk In')");
  expect(validateLedger(db, importer)).toMatchObject({ imported: 2, notImported: 1 });
});

test("a placeholder is counted as one, until its record comes", async () => {
  const db = await newDatabase();
  const mapping = mappingWith({ fields: { "visits.patientId": { onUnknown: "placeholder" } } });
  await importFolder(db, exportOf({ doctors: CLEAN.doctors, visits: CLEAN.visits }), { mapping });
  expect(validateLedger(db, importer)).toMatchObject({ ...NOTHING, imported: 2, placeholders: 2 });
  await importFolder(db, exportOf({ patients: CLEAN.patients.slice(0, 1) }), { mapping });
  expect(validateLedger(db, importer)).toMatchObject({ placeholders: 1, asImported: 1 });
});

test("rows of runs with other columns are each compared by their own", async () => {
  const db = await imported();
  const mapping = mappingWith({ fields: { "patients.age": null }, legacySystem: "narrow" });
  await importFolder(db, exportOf({ patients: CLEAN.patients }), { mapping });
  db.exec("update patients set age = 99");
  expect(validateLedger(db, importer)).toMatchObject({ imported: 4, asImported: 2, changed: 2 });
});

test("what was rolled back is not known to the ledger's crosswalk", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf({ patients: [...CLEAN.patients, "3,Li,Wei,,1"] }));
  expect(validateLedger(db, importer)).toMatchObject({ ...NOTHING, imported: 0 });
});
