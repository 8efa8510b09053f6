import { expect, test } from "vitest";
import type { FileProfile } from "../../src/assess/assessment.ts";
import { profileFile } from "../../src/assess/profile/profile-file.ts";
import { findRelations } from "../../src/assess/relations/find-relations.ts";
import { openScratch } from "../../src/db/sqlite/open.ts";
import { headFile } from "../../src/mapping/head-file.ts";
import { openExport } from "../../src/source/open-export.ts";
import { numbered } from "../support/assess.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

async function relationsOf(files: Record<string, readonly string[]>) {
  const texts = Object.entries(files).map(([name, lines]) => [name, `${lines.join("\n")}\n`]);
  const folder = writeFiles(workspace(), Object.fromEntries(texts));
  const profiles: FileProfile[] = [];
  for (const file of openExport(folder).files) {
    profiles.push(await profileFile(await headFile(file, [])));
  }
  return findRelations(profiles, { openScratch });
}

test("a column points to the key of the file that its name speaks of, and what dangles is counted", async () => {
  const { files, references } = await relationsOf({
    "pat.csv": ["id,name", ...numbered(30, (n) => `${n},Person ${n}`)],
    "visits.csv": [
      "visit_no,pat_id,amount",
      ...numbered(40, (n) => `${n},${n <= 30 ? n : 900 + n},${n}`),
    ],
  });
  expect(references).toMatchObject([
    {
      file: "visits.csv",
      column: "pat_id",
      toFile: "pat.csv",
      toColumn: "id",
      values: 40,
      dangling: 10,
      danglingRecords: 10,
      lines: [32, 33, 34, 35, 36, 37, 38, 39, 40, 41],
    },
  ]);
  expect(files.map(({ keys }) => keys[0])).toEqual([
    { columns: ["id"], unique: true, duplicates: 0, empty: 0 },
    { columns: ["visit_no"], unique: true, duplicates: 0, empty: 0 },
  ]);
});

test("small numbers alone make no reference", async () => {
  const { references } = await relationsOf({
    "patients.csv": ["id,age", ...numbered(90, (n) => `${n},${(n * 7) % 90}`)],
    "rooms.csv": ["room,beds", ...numbered(50, (n) => `${n},${(n % 4) + 1}`)],
  });
  expect(references).toEqual([]);
});

test("an id that stands twice is counted, with the lines of the repetitions", async () => {
  const { files, repeatedKeys } = await relationsOf({
    "patients.csv": ["patientId,name", "P1,Ann", "P2,Bo", "P1,Cy", "P3,Di", "P2,Ed", ",Flo"],
  });
  expect(files[0]?.keys[0]).toEqual({
    columns: ["patientId"],
    unique: false,
    duplicates: 4,
    empty: 1,
  });
  expect(repeatedKeys.get("patients.csv")).toEqual([4, 6]);
});

test("where no column identifies a record, two together may", async () => {
  const { files } = await relationsOf({
    "attendance.csv": [
      "emp,day,shift",
      ...numbered(60, (n) => `E${n % 6},2024-01-${10 + Math.floor(n / 6)},${n % 2}`),
    ],
  });
  expect(files[0]?.keys.at(-1)).toEqual({
    columns: ["emp", "day"],
    unique: true,
    duplicates: 0,
    empty: 0,
  });
});

test("a file without a header is related by its values", async () => {
  const { references } = await relationsOf({
    "patient.csv": numbered(40, (n) => `771-78-${9000 + n},Kirstin${n},19${40 + n}-02-01`),
    "bill.csv": numbered(80, (n) => `${5000 + n},2020-08-12,771-78-${9001 + (n % 40)}`),
  });
  expect(references).toMatchObject([
    {
      file: "bill.csv",
      column: "column 3",
      toFile: "patient.csv",
      toColumn: "column 1",
      dangling: 0,
    },
  ]);
});

test("where each parent has one child, the child points to the file whose own key it is", async () => {
  const { references } = await relationsOf({
    "encounter.csv": ["encounter_id,mpid", ...numbered(30, (n) => `${5000 + n},${n}`)],
    "patient.csv": ["mpid,name", ...numbered(30, (n) => `${n},Person ${n}`)],
    "payments.csv": [
      "payment_id,encounter_id,mpid",
      ...numbered(30, (n) => `${n},${5000 + n},${n}`),
    ],
  });
  expect(references.map((one) => `${one.file} ${one.column} ${one.toFile}`)).toEqual([
    "encounter.csv mpid patient.csv",
    "payments.csv encounter_id encounter.csv",
    "payments.csv mpid patient.csv",
  ]);
});

test("a column that is called a foreign key is no file's key, and one called primary points nowhere", async () => {
  const { files, references } = await relationsOf({
    "Medical Record.csv": ["MRN,CSN (FK)", ...numbered(20, (n) => `${900 + n * 7},${100 + n * 3}`)],
    "Patient.csv": ["CSN (PK),Name", ...numbered(20, (n) => `${100 + n * 3},Person ${n}`)],
  });
  expect(files[0]?.keys[0]?.columns).toEqual(["MRN"]);
  expect(references).toMatchObject([{ file: "Medical Record.csv", column: "CSN (FK)" }]);
});

test("amounts, ages, counts and row numbers are neither keys nor references", async () => {
  const { files, references } = await relationsOf({
    "billing.csv": [
      "sno,patient_payable_amount,patient_age,montant_patient,bill_id",
      ...numbered(90, (n) => `${n},${n},${(n % 60) + 1},${n},B${n}`),
    ],
    "patients.csv": ["patient_id,name", ...numbered(90, (n) => `${n},Person ${n}`)],
  });
  expect(references).toEqual([]);
  expect(files[0]?.keys[0]?.columns).toEqual(["bill_id"]);
});
