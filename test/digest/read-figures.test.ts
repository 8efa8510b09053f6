import { expect, test } from "vitest";
import type { RunSummary } from "../../src/ledger/run-summary.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const text = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
const VISITS = "visitId,patientId,doctorId,visitDate,consultationFee,notes,status";
const IN_2021 = ["13,2,7,2021-12-31,,,cancelled"];
const IN_2022 = [
  "11,1,7,2022-01-15,100.50,,completed",
  "12,1,7,2022-01-16,0.25,,completed",
  "14,3,7,2022-02-01,50,,completed",
];

/** Three patients, of whom the last lacks a phone; four visits, of which the last is of that one. */
const EXPORT: Readonly<Record<string, string>> = {
  "patients.csv": text(
    "patientId,firstName,lastName,phoneNumber,age,gender,registrationDate",
    "1,Asha,Rao,0441234567,31,F,2020-02-01",
    "2,Tom,Novak,0441234568,,,2021-03-04",
    "3,Noor,Khan,,71,Male,2019-05-06",
  ),
  "doctors.csv": text("doctorId,fullName", "7,Ira Sen"),
  "visits.csv": text(VISITS, ...IN_2022, ...IN_2021),
};

const figures = (summary: RunSummary, entity: string) => summary.entities[entity]?.keyFigures;

async function lenient(files = EXPORT, settings = {}) {
  const db = await newDatabase();
  const source = writeFiles(workspace(), files);
  const options = { settings: { mode: "lenient", ...settings } } as const;
  return { db, source, options, summary: await importFolder(db, source, options) };
}

test("the export is counted with its rejected records, HMSync with what arrived", async () => {
  const { summary } = await lenient();
  const { export: old, landed } = figures(summary, "visits") ?? {};
  expect([old?.records, landed?.records]).toEqual([4, 3]);
  expect(old?.fields).toMatchObject({
    patientId: { distinct: 3 },
    doctorId: { distinct: 1 },
    visitDate: { first: "2021-12-31", last: "2022-02-01", held: 4, empty: 0 },
    consultationFee: { sum: "150.75", empty: 1 },
    status: {
      values: [
        ["completed", 3],
        ["cancelled", 1],
      ],
    },
    notes: { empty: 4 },
  });
  expect(landed?.fields).toMatchObject({
    patientId: { distinct: 2 },
    visitDate: { first: "2021-12-31", last: "2022-01-16" },
    consultationFee: { sum: "100.75", empty: 1 },
    status: {
      values: [
        ["completed", 2],
        ["cancelled", 1],
      ],
    },
  });
});

test("codes stand as the export writes them, beside what they become", async () => {
  const { summary } = await lenient();
  const { export: old, landed } = figures(summary, "patients") ?? {};
  expect(old?.fields["gender"]).toMatchObject({
    empty: 0,
    values: [
      ["(empty)", 1],
      ["F", 1],
      ["Male", 1],
    ],
    becomes: [
      ["F", 1],
      ["M", 1],
      ["U", 1],
    ],
  });
  expect(landed?.fields["gender"]?.values).toEqual([
    ["F", 1],
    ["U", 1],
  ]);
});

test("the export again shows the same figures, though nothing is written", async () => {
  const { db, source, options, summary } = await lenient();
  const again = await importFolder(db, source, options);
  expect(again.entities["visits"]).toMatchObject({ inserted: 0, unchanged: 3 });
  for (const entity of ["patients", "doctors", "visits"]) {
    expect(figures(again, entity)).toEqual(figures(summary, entity));
  }
});

test("a large first import and one row by row show the same figures", async () => {
  const { summary } = await lenient();
  const { summary: slow } = await lenient(EXPORT, { batchSize: 2 });
  expect(figures(slow, "visits")).toEqual(figures(summary, "visits"));
  expect(figures(slow, "patients")).toEqual(figures(summary, "patients"));
});

test("files of one entity are added up", async () => {
  const db = await newDatabase();
  const { "visits.csv": _, ...others } = EXPORT;
  const files = {
    ...others,
    "visits-2021.csv": text(VISITS, ...IN_2021),
    "visits-2022.csv": text(VISITS, ...IN_2022),
  };
  const summary = await importFolder(db, writeFiles(workspace(), files), {
    settings: { mode: "lenient" },
  });
  const whole = (await lenient()).summary;
  expect(figures(summary, "visits")).toEqual(figures(whole, "visits"));
});

test("of a part of the export no old figures are shown", async () => {
  const { summary } = await lenient(EXPORT, { limit: 1 });
  expect(figures(summary, "visits")).toMatchObject({ export: null, landed: { records: 2 } });
});
