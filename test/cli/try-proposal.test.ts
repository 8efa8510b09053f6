import { join } from "node:path";
import { expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { assessFiles, draftExport } from "../../src/jobs/draft-export.ts";
import { isHopeless, tryProposal, withTrial } from "../../src/jobs/input/try-proposal.ts";
import { headFile } from "../../src/mapping/head-file.ts";
import { trialText } from "../../src/report/trial-text.ts";
import { openExport } from "../../src/source/open-export.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const asOf = "2026-01-14";

async function tried(files: Readonly<Record<string, readonly string[]>>, most?: number) {
  const texts = Object.entries(files).map(([name, lines]) => [name, `${lines.join("\n")}\n`]);
  const source = writeFiles(join(workspace(), "legacy"), Object.fromEntries(texts));
  const headed = [];
  for (const file of openExport(source).files) headed.push(await headFile(file, []));
  const found = await assessFiles(headed, HMSYNC);
  const draft = await draftExport(found, { legacySystem: "old", asOf });
  const trial = await tryProposal(draft, found, { asOf, ...(most !== undefined && { most }) });
  return { found, trial, written: withTrial(draft, trial, HMSYNC) };
}

const rows = (line: (nth: number) => string) => Array.from({ length: 6 }, (_, nth) => line(nth));
const PATIENTS = [
  "patient_id,first_name,last_name,phone",
  ...rows((n) => `${n + 1},Ana${"abcdef"[n]},Lind,04423456${n}8`),
];
const DOCTORS = ["doctor_id,doctor_name", "1,Una Holm", "2,Tor Holm"];
const visits = (patient: (nth: number) => string) => [
  "visit_id,patient_id,doctor_id,visit_date",
  ...rows((n) => `${n + 1},${patient(n)},${(n % 2) + 1},2024-03-0${n + 1}`),
];

test("a proposal is tried on the export, and nothing is written but into a temporary database", async () => {
  const { trial, written } = await tried({
    "patients.csv": PATIENTS,
    "doctors.csv": DOCTORS,
    "visits.csv": visits((n) => String(n + 1)),
  });
  expect(trial).toMatchObject({
    outcome: "tried",
    entities: [
      { entity: "patients", records: 6, rejected: 0 },
      { entity: "doctors", records: 2, rejected: 0 },
      { entity: "visits", records: 6, rejected: 0 },
    ],
  });
  expect(isHopeless(trial, HMSYNC)).toBe(false);
  expect(written.proposals ?? []).toEqual([]);
});

test("a mapped reference whose values no parent has is counted, asked about, and told by the trial", async () => {
  const { found, trial, written } = await tried({
    "patients.csv": PATIENTS,
    "doctors.csv": DOCTORS,
    "visits.csv": visits((n) => String(n + 901)),
  });
  const reference = { file: "visits.csv", column: "patient_id", dangling: 6, danglingRecords: 6 };
  expect(found.profile.references).toContainEqual(expect.objectContaining(reference));
  const key = "entities.visits.fields.patientId.onUnknown";
  expect(written.undecided?.map((one) => one.key)).toContain(key);
  expect(isHopeless(trial, HMSYNC)).toBe(true);
  expect(written.proposals?.[0]).toMatchObject({ entity: "visits", file: "visits.csv" });
});

test("of a long export a sample is tried, and says that it is one", async () => {
  const { trial } = await tried(
    {
      "patients.csv": PATIENTS,
      "doctors.csv": DOCTORS,
      "visits.csv": visits((n) => String(n + 1)),
    },
    9,
  );
  expect(trial).toMatchObject({
    outcome: "tried",
    sample: 1000,
    entities: [{ records: 6 }, {}, {}],
  });
  expect(trialText(trial)[0]).toContain("a sample");
});

test("what lacks a field that a person has to name is not tried, and neither is what names it; the rest is", async () => {
  const { trial } = await tried({
    "doctors.csv": DOCTORS,
    "visits.csv": ["visit_id,patient_id,doctor_id,reason", "1,7,1,Cough", "2,8,2,Fever"],
  });
  expect(trial).toMatchObject({
    outcome: "tried",
    entities: expect.arrayContaining([expect.objectContaining({ entity: "doctors", records: 2 })]),
    left: [{ entity: "visits", key: "entities.visits.fields.visitDate" }],
  });
});

test("doctors that the export does not hold may be known to HMSync: that alone is no reason to stop", async () => {
  const { trial } = await tried({
    "patients.csv": PATIENTS,
    "visits.csv": visits((n) => String(n + 1)),
  });
  expect(trial).toMatchObject({ outcome: "tried", entities: [{}, { rejected: 6 }] });
  expect(isHopeless(trial, HMSYNC)).toBe(false);
});

test("ids that only their zeros tell apart are padded by the proposal, and every visit finds its patient", async () => {
  const { trial, written } = await tried({
    "patients.csv": PATIENTS.map((line) => line.replace(/^(\d)/, "00$1")),
    "doctors.csv": DOCTORS,
    "visits.csv": visits((n) => String(n + 1)),
  });
  expect(written.entities["visits"]?.fields["patientId"]).toEqual({ column: "patient_id", pad: 3 });
  expect(written.undecided ?? []).toEqual([]);
  expect(trial).toMatchObject({ entities: [{}, {}, { entity: "visits", rejected: 0 }] });
});

test("zeros that the parent's ids lack are stripped, unless some of the ids have them too", async () => {
  const files = { "doctors.csv": DOCTORS, "visits.csv": visits((n) => `000${n + 1}`) };
  const { written } = await tried({ ...files, "patients.csv": PATIENTS });
  expect(written.entities["visits"]?.fields["patientId"]).toEqual({
    column: "patient_id",
    strip: "0",
  });
  const mixed = PATIENTS.map((line) => line.replace(/^([12]),/, "00$1,"));
  const asked = await tried({ ...files, "patients.csv": mixed });
  expect(asked.written.undecided?.map(({ key }) => key)).toContain(
    "entities.visits.fields.patientId.onUnknown",
  );
});

test("visits that name doctors where no file holds any are asked about, with what an import can do", async () => {
  const { written } = await tried({
    "patients.csv": PATIENTS,
    "visits.csv": visits((n) => String(n + 1)),
  });
  expect(written.undecided).toEqual([
    expect.objectContaining({
      key: "entities.visits.fields.doctorId.onUnknown",
      choices: ["reject", "null", "placeholder"],
    }),
  ]);
  const named = visits((n) => String(n + 1)).map((line, nth) =>
    line.replace("doctor_id", "doctor_name").replace(/,\d,2024/, `,Dr Holm ${nth},2024`),
  );
  const byName = await tried({ "patients.csv": PATIENTS, "visits.csv": named });
  expect(byName.written.undecided).toEqual([
    expect.objectContaining({
      key: "entities.visits.fields.doctorId",
      choices: ['{"column":"doctor_name","onUnknown":"placeholder"}'],
    }),
  ]);
});

test("of two columns of one name it is asked which is meant, and the other one is kept", async () => {
  const records = PATIENTS.slice(1);
  const twice = records.map((line, nth) => `${line},0207946${nth}12`);
  const { trial, written, found } = await tried({
    "patients.csv": ["patient_id,first_name,last_name,phone,phone", ...twice],
  });
  expect(trial.outcome).toBe("not tried");
  const key = "entities.patients.fields.phone";
  expect(written.undecided).toMatchObject([{ key, choices: ['"phone"', '"phone (column 5)"'] }]);
  const { undecided: _, entities, ...rest } = written;
  const fields = { ...entities["patients"]?.fields, phone: "phone (column 5)" };
  const answered = { ...rest, entities: { patients: { file: "patients.csv", fields, rules: {} } } };
  const again = await tryProposal(answered, found, { asOf });
  expect(again).toMatchObject({ entities: [{ records: 6, rejected: 0 }] });
});

test("days that a spreadsheet may have turned are tried the first way that is offered", async () => {
  const births = (nth: number) => (nth % 2 ? `198${nth}-0${nth + 1}-11` : `2${nth}/04/1984`);
  const lines = Array.from({ length: 16 }, (_, nth) => {
    const n = nth % 8;
    return `${nth + 1},Una,Berg,04423456${nth + 10},${births(n)}`;
  });
  const { trial, written } = await tried({
    "patients.csv": ["patient_id,first_name,last_name,phone,birth_date", ...lines],
  });
  const [question] = written.undecided ?? [];
  expect(question?.key).toBe("entities.patients.fields.dateOfBirth.format");
  expect(trial).toMatchObject({ outcome: "tried", entities: [{ records: 16, rejected: 0 }] });
});

test("years of another calendar are tried as the question about them says", async () => {
  const { trial, written } = await tried({
    "patients.csv": [
      "patient_id,first_name,last_name,phone,birth_date",
      ...rows((n) => `${n + 1},Ana${"abcdef"[n]},Lind,04423456${n}8,136${n}/02/1${n}`),
    ],
  });
  expect(written.undecided?.map(({ key }) => key)).toContain(
    "entities.patients.fields.dateOfBirth.calendar",
  );
  expect(trial).toMatchObject({ entities: [{ entity: "patients", records: 6, rejected: 0 }] });
});
