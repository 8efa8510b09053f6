import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunSummary } from "../../src/ledger/run-summary.ts";
import { parseMapping } from "../../src/mapping/mapping.ts";
import { importReport } from "../../src/report/import-report.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { FLAWED, SMALL } from "../support/small-exports.ts";
import { IMPORTERS } from "../support/target.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const GENERIC = JSON.parse(readFileSync("importers/mappings/generic-csv.json", "utf8"));

const plain = (text: string): string => text;

function written(summary: RunSummary): string {
  return importReport(summary, {
    paint: { bad: (text) => `!${text}`, warn: plain, good: plain, strong: plain },
    typed: (command, flags) => `hmsync ${command} ${flags}`,
    again: "--source legacy --db other.db",
  });
}

/** What is written of an import of these files into an empty database. */
async function reportOf(files: Readonly<Record<string, string>>, options: ImportOptions = {}) {
  const folder = workspace();
  const db = await newDatabase(join(folder, "hmsync.db"));
  const source = writeFiles(join(folder, "legacy"), files);
  return written(await importFolder(db, source, options));
}

test("a clean run has nothing to do next", async () => {
  const text = await reportOf(SMALL);
  expect(text).toMatch(/patients +2 +2 +0 +0 +0 +0 +0 -> 2 +balanced/);
  expect(text).toContain("5 records were written.");
  expect(text).not.toContain("Next");
});

test("a rejected run says what was found where, and the two ways on", async () => {
  const text = await reportOf(FLAWED);
  expect(text).toContain("!2 records were rejected, so nothing was written.");
  expect(text).toMatch(/patients\.phone\.missing +1 +patients\.csv line 3/);
  expect(text).toMatch(/visits\.patient\.unknown +1 .*\(1 of them names a record rejected above\)/);
  expect(text).toContain("3 good records");
  expect(text).toContain("hmsync import --source legacy --db other.db --continue-on-error");
});

test("where no record is good, writing the good ones is not offered", async () => {
  const text = await reportOf({ "doctors.csv": "doctorId,fullName\nD1,\n" });
  expect(text).toContain("!1 record was rejected");
  expect(text).not.toContain("--continue-on-error");
});

test("a lenient run says how many were written and how many set aside", async () => {
  const text = await reportOf(FLAWED, { settings: { mode: "lenient" } });
  expect(text).toContain("3 records were written.\n2 records were rejected and set aside.");
});

test("a dry run says what would be written, and names the real run", async () => {
  const text = await reportOf(SMALL, { settings: { dryRun: true } });
  expect(text).toContain("5 records would be written");
  expect(text).toContain("Next: hmsync import --source legacy --db other.db");
});

test("a run over its limit of rejections names the limit", async () => {
  const settings = { mode: "lenient", maxErrors: { count: 0 } } as const;
  expect(await reportOf(FLAWED, { settings })).toContain("--max-errors 0");
  const share = { mode: "lenient", maxErrors: { percent: 0.5 } } as const;
  expect(await reportOf(FLAWED, { settings: share })).toContain("--max-errors 0.5%");
});

test("a figure that differs is shown with its entity, column, source and target", async () => {
  const lost = await reportOf(SMALL, { tap: { prepared: (records) => records.slice(1) } });
  expect(lost).toContain("!Source and target do not agree.");
  expect(lost).toMatch(/ {2}patients +records with an outcome +2 +1/);
  expect(lost).toMatch(/^!patients .*NOT BALANCED$/m);
});

test("a file without a record is noted", async () => {
  const text = await reportOf({ ...SMALL, "visits.csv": "visitId,patientId,doctorId,visitDate\n" });
  expect(text).toContain("visits.csv has a header but no records");
});

test("what rounding took and which parents were stood in for is noted", async () => {
  const mapping = structuredClone(GENERIC);
  mapping.entities.visits.fields.consultationFee = { column: "consultationFee", round: "half-up" };
  mapping.entities.visits.fields.doctorId = { column: "doctorId", onUnknown: "placeholder" };
  const visits = SMALL["visits.csv"].replace("D1,2022-01-15,500", "D9,2022-01-15,500.004");
  const parsed = parseMapping("generic", JSON.stringify(mapping), IMPORTERS);
  const text = await reportOf({ ...SMALL, "visits.csv": visits }, { mapping: parsed });
  expect(text).toContain("visits.consultationFee: 1 amount was rounded");
  expect(text).toContain("0.004 INR");
  expect(text).toContain("doctors: 1 placeholder row stands");
});

test("more places than are shown end in dots", async () => {
  const records = Array.from({ length: 9 }, (_, at) => `D${at},`).join("\n");
  const text = await reportOf({ "doctors.csv": `doctorId,fullName\n${records}\n` });
  expect(text).toMatch(/doctors\.fullName\.missing +9 +doctors\.csv lines 2, 3, 4, 5, 6 \.\.\./);
});
