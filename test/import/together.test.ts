import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findResumable, readResumption } from "../../src/import/request/resume.ts";
import type { FilePlace, RunSummary } from "../../src/ledger/run-summary.ts";
import { importFindings } from "../../src/report/import-report.ts";
import { issues } from "../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { mappingWith } from "../support/mapping.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

// Rules over several records of a patient, a bed, a doctor: whatever way the records come, a pair is told once.

const BEDS = "fixtures/two-patients-in-one-bed";
const OF_BEDS = {
  "admissions.admittedDate.overlap": [
    "admissions.csv:5 with admissions.csv:2",
    "admissions.csv:7 with admissions.csv:6",
  ],
  "admissions.bed.taken": [
    "admissions.csv:3 with admissions.csv:2",
    "admissions.csv:9 with admissions.csv:6",
  ],
};

const nameOf = ({ file, line }: FilePlace) => `${file}:${line}`;

/** By code, the places of the records that a rule is about: `file:line with file:line`. */
function pairs({ entities }: RunSummary): Record<string, string[]> {
  const found = Object.values(entities).flatMap(({ findings }) => findings);
  const told = found.map(({ code, places }) => [
    code,
    places.map(({ related, ...place }) =>
      related === undefined ? nameOf(place) : `${nameOf(place)} with ${nameOf(related)}`,
    ),
  ]);
  return Object.fromEntries(told) as Record<string, string[]>;
}

const PATIENTS = `patientId,firstName,lastName,phoneNumber
P1,Ines,Okoro,5550100
P2,Tom,Ferrer,5550101
`;
const PAYMENTS = "paymentId,patientId,amount,paymentDate,reference\n";

const payments = (...lines: string[]) => `${PAYMENTS}${lines.map((line) => `${line}\n`).join("")}`;

const exportOf = (files: Readonly<Record<string, string>>) =>
  writeFiles(workspace(), { "patients.csv": PATIENTS, ...files });

const LENIENT = { mode: "lenient" } as const;

test.each<[string, ImportOptions]>([
  ["row by row", { way: { firstImport: "never" } }],
  ["in batches of one", { settings: { ...LENIENT, batchSize: 1 } }],
  ["in a lenient first import", { settings: LENIENT }],
  ["in a dry run", { settings: { dryRun: true } }],
])("%s the same pairs are told", async (_, options) => {
  expect(pairs(await importFolder(await newDatabase(), BEDS, options))).toEqual(OF_BEDS);
});

test("a rerun tells them again", async () => {
  const db = await newDatabase();
  for (const _ of ["first", "again"]) expect(pairs(await importFolder(db, BEDS))).toEqual(OF_BEDS);
});

test("records of one rule may stand in several files, and in any order", async () => {
  const source = exportOf({
    "payments-2.csv": payments("Y3,P1,5,2024-01-01,T2", "Y1,P1,5,2024-01-01,T1"),
    "payments-1.csv": payments("Y2,P2,5,2024-01-02,T1"),
  });
  expect(pairs(await importFolder(await newDatabase(), source))).toEqual({
    "payments.reference.twice": ["payments-1.csv:2 with payments-2.csv:3"],
  });
});

test("a record of a later export stands beside one of an earlier run, which keeps its place", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf({ "payments.csv": payments("Y1,P1,5,2024-01-03,T1") }));
  const next = exportOf({ "payments-2.csv": payments("Y2,P1,5,2024-01-02,T1") });
  // The earlier record is the later one by its day: it is told of the one that the run has.
  expect(pairs(await importFolder(db, next))).toEqual({
    "payments.reference.twice": ["payments-2.csv:2 with payments.csv:2"],
  });
  const third = exportOf({ "payments-3.csv": payments("Y3,P2,5,2024-01-02,T3") });
  expect(pairs(await importFolder(db, third))).toEqual({});
});

test("a row that no import made has no place", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf({ "payments.csv": payments("Y1,P1,5,2024-01-01,T1") }));
  db.exec("update payments set reference = 'T9', legacy_id = null, id = 'own'");
  const next = exportOf({ "payments-2.csv": payments("Y2,P1,5,2024-01-02,t9") });
  expect(pairs(await importFolder(db, next))).toEqual({
    "payments.reference.twice": ["payments-2.csv:2"],
  });
});

test("a record that is changed so that it stands against no other is not told any more", async () => {
  const db = await newDatabase();
  const both = (reference: string) =>
    exportOf({
      "payments.csv": payments("Y1,P1,5,2024-01-01,T1", `Y2,P1,5,2024-01-02,${reference}`),
    });
  expect(issues(await importFolder(db, both("T1")))).toEqual({ "payments.reference.twice": 1 });
  expect(issues(await importFolder(db, both("T2")))).toEqual({});
});

test("a rejected record stands against none; the good ones are told in the run that rejects it", async () => {
  const source = exportOf({
    "payments.csv": payments("Y1,P1,5,2024-01-01,T1", "Y2,P9,5,2024-01-02,T1", "Y3,P1,5,,T1"),
  });
  const { entities } = await importFolder(await newDatabase(), source, {
    settings: { mode: "lenient" },
  });
  expect(entities["payments"]?.issues["payments.reference.twice"]).toBeUndefined();
});

test("a run that was stopped tells its pairs when it is resumed, each once", async () => {
  const lenient = { mode: "lenient", batchSize: 2 } as const;
  const stop = new AbortController();
  let left = 2;
  const db = await newDatabase();
  const stopped = await importFolder(db, BEDS, {
    settings: lenient,
    signal: stop.signal,
    onProgress: () => --left === 0 && stop.abort(),
  });
  expect(stopped.status).toBe("interrupted");
  const resume = readResumption(db, findResumable(db));
  const whole = await importFolder(db, BEDS, { settings: lenient, resume });
  expect(pairs(whole)).toEqual(OF_BEDS);
});

test("a mapping turns a rule off; it cannot make a rejection of two records that are in", async () => {
  const off = mappingWith({ rules: { "admissions.bed.taken": "off" } });
  const { entities } = await importFolder(await newDatabase(), BEDS, { mapping: off });
  expect(entities["admissions"]?.issues).toEqual({ "admissions.admittedDate.overlap": 2 });
  expect(() => mappingWith({ rules: { "admissions.bed.taken": "error" } })).toThrow(
    'takes "warning" or "off"',
  );
});

test("an export without discharges does not say that a stay goes on", async () => {
  const admissions = "admissionId,patientId,bed,admissionDate\n";
  const source = exportOf({
    "admissions.csv": `${admissions}A1,P1,3,2024-01-01\nA2,P1,3,2024-02-01\nA3,P2,3,2024-03-01\n`,
  });
  expect(issues(await importFolder(await newDatabase(), source))).not.toHaveProperty(
    "admissions.bed.taken",
  );
});

test("the report has both places, and issues.csv too", async () => {
  const folder = workspace();
  const summary = await importFolder(await newDatabase(), BEDS, { reportFolder: folder });
  const lines = importFindings(summary, { paint: { warn: String, bad: String } as never });
  expect(lines.join("\n")).toContain("admissions.csv lines 3 (with 2), 9 (with 6)");
  const told = readFileSync(`${folder}/issues.csv`, "utf8").split("\n");
  expect(
    told.filter((line) => line.includes("bed.taken")).map((line) => line.trim().slice(-18)),
  ).toEqual(["admissions.csv,1,2", "admissions.csv,5,6"]);
});
