import { expect, test } from "vitest";
import { HMSYNC } from "../../../importers/index.ts";
import { VOCABULARY } from "../../../importers/vocabulary/index.ts";
import { proposeTables } from "../../../src/assess/propose/propose-mapping.ts";
import { assessFiles } from "../../../src/jobs/draft-export.ts";
import { headFile } from "../../../src/mapping/head-file.ts";
import { openExport } from "../../../src/source/open-export.ts";
import { unpackExport } from "../../../src/source/unpack-export.ts";
import { IMPORTERS } from "../../support/target.ts";

/** What is proposed of a fixture: by file, its entity and the fields of its columns, in their order. */
async function proposed(fixture: string) {
  const { files } = await unpackExport(openExport(`fixtures/${fixture}`));
  const headed = [];
  for (const file of files) headed.push(await headFile(file, []));
  const { proposals } = await assessFiles(headed, HMSYNC);
  const lines = proposals.map(({ file, entity, columns }) => {
    const fields = columns.map(({ field, fields: all }) => all?.join("+") ?? field ?? "-");
    return [file, `${entity}: ${fields.join(" ")}`];
  });
  return { told: Object.fromEntries(lines), proposals };
}

test("patients who name their doctor by an id are patients", async () => {
  const { told } = await proposed("doctor-id-beside-patients");
  expect(told).toEqual({
    "Doctor.csv": "doctors: legacyId fullName fullName - - -",
    "Patients.csv": "patients: legacyId firstName lastName dateOfBirth -",
  });
});

test("drivers are no doctors, and the type of a doctor is a specialty", async () => {
  const { told } = await proposed("drivers-and-doctors");
  expect(told).toEqual({
    "ambulances.csv": "null: - - -",
    "doctors.csv": "doctors: legacyId fullName fullName - - phone - specialty",
    "drivers.csv": "null: - - - - - - - -",
  });
});

test("a column whose values are the patients' ids is the patient, not the one that is called so", async () => {
  const { told } = await proposed("key-told-by-values");
  expect(told["Medical Record.csv"]).toBe("visits: legacyId doctorId patientId visitDate");
  expect(told["Patient.csv"]).toBe("patients: legacyId firstName lastName dateOfBirth phone");
});

test("where each patient has one visit, the visit names the patient", async () => {
  const { told } = await proposed("one-visit-a-patient");
  expect(told["encounter.csv"]).toBe("visits: legacyId patientId visitDate+visitTime doctorId");
  expect(told["patient.csv"]).toBe("patients: legacyId firstName lastName dateOfBirth phone");
  expect(told["payments.csv"]).toBe("payments: legacyId visitId patientId amount");
});

test("an id column without ids is none: which one it is stays open", async () => {
  const { told, proposals } = await proposed("id-column-without-ids");
  expect(told["surgeons.csv"]).toBe("doctors: - department fullName fullName");
  expect(proposals[0]?.open.map(({ key }) => key)).toContain("entities.doctors.fields.legacyId");
});

test("the name of a table says what it holds, that of the dump does not", async () => {
  const { told } = await proposed("dump-called-after-the-clinic");
  expect(told).toEqual({
    "old_clinic_backup.sql#doctors": "doctors: legacyId fullName",
    "old_clinic_backup.sql#patients": "patients: legacyId fullName phone",
    "old_clinic_backup.sql#encounters": "visits: legacyId patientId doctorId visitDate",
  });
});

test("names that stand in another file are looked up there, by the key that points to it", async () => {
  const { proposals } = await proposed("names-of-users");
  const by = { user_no: "user_no" };
  const told = proposals.map(({ file, lookups = [], open }) => ({ file, lookups, open }));
  const users = (field: string, ...columns: string[]) =>
    expect.objectContaining({ field, file: "users.csv", columns, by });
  expect(told).toMatchObject([
    {
      file: "doctors.csv",
      lookups: [users("email", "email"), users("fullName", "first_name", "last_name")],
      open: [],
    },
    { file: "patients.csv", open: [] },
    { file: "users.csv", lookups: [] },
  ]);
  expect(told[1]?.lookups.map(({ field }) => field).sort()).toEqual([
    "email",
    "firstName",
    "lastName",
  ]);
});

test("a table that could be another entity nearly as well is asked about, and the other one named", () => {
  const header = [
    ...["patient_id", "patient_name", "gender", "address", "bed_no"],
    ...["admission_date", "discharge_date", "doctor_id", "disease"],
  ];
  const proposing = { vocabulary: VOCABULARY, importers: IMPORTERS };
  const known = { file: "inpatients.csv", header, headless: false, records: null, columns: [] };
  const [table] = proposeTables([known], [], proposing);
  expect(["patients", "visits"]).toEqual(
    expect.arrayContaining([table?.entity, table?.second?.entity]),
  );
  expect(table?.open.map(({ key }) => key)).toContain(`entities.${table?.entity}.file`);
});

test("whose a record is that hangs on a visit, and what a list calls its medicine, is looked up there", async () => {
  const { told, proposals } = await proposed("prescriptions-of-visits");
  expect(told["prescriptions.csv"]).toBe("prescriptions: legacyId visitId - quantity");
  expect(told["diagnoses.csv"]).toBe("conditions: legacyId visitId code text");
  expect(told["treatments.csv"]).toBe("procedures: legacyId visitId text performer");
  expect(told["payments.csv"]).toBe("payments: legacyId visitId paidDate amount");
  const of = (name: string) => proposals.find(({ file }) => file === name);
  const patient = { file: "visits.csv", columns: ["patient_id"], by: { visit_id: "visit_id" } };
  expect(of("diagnoses.csv")).toMatchObject({
    lookups: [{ field: "patientId", ...patient }],
    open: [],
  });
  expect(of("treatments.csv")?.lookups).toMatchObject([{ field: "patientId", ...patient }]);
  expect(of("payments.csv")?.lookups).toMatchObject([{ field: "patientId", ...patient }]);
  expect(of("prescriptions.csv")).toMatchObject({
    lookups: [
      { field: "patientId", ...patient },
      { field: "medication", file: "drugs.csv", columns: ["name"], by: { drug_id: "drug_id" } },
    ],
    open: [
      {
        key: "entities.prescriptions.fields.prescribedDate",
        choices: ['{"file":"visits.csv","column":"visit_date","by":{"visit_id":"visit_id"}}'],
      },
    ],
  });
});

test("a policy that several patients share is none of one of them", async () => {
  const { proposals } = await proposed("policies-of-families");
  const lookups = proposals.flatMap(({ lookups: all = [] }) => all);
  expect(lookups.filter(({ file }) => file === "holders.csv")).toEqual([]);
});
