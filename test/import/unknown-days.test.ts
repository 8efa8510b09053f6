import { expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { patients } from "../../shared/schema.ts";
import { findResumable, readResumption } from "../../src/import/request/resume.ts";
import { parseMapping } from "../../src/mapping/mapping.ts";
import { EXIT } from "../../src/plain/errors.ts";
import { failingAt } from "../support/faults.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { rowsOf } from "../support/rows.ts";

// Through a mapping that ships, days that may stand for an unknown one are counted in all records, not in the first ones alone.

const LATE = "fixtures/unknown-days-far-down-the-file";

async function imported(options: ImportOptions, source = LATE) {
  const db = await newDatabase();
  const way = { asksOfDays: true, ...options.way };
  const summary = await importFolder(db, source, { ...options, way });
  return { db, summary, rows: rowsOf(db, patients).length };
}

const REGISTERED =
  'entities.patients.fields.registrationDate.unknownDays of the mapping healthcare-plus decides: "unknownDays": ["1970-01-01"]';
const BORN =
  'fields.dateOfBirth.unknownDays of the mapping healthcare-plus decides: "unknownDays": ["1950-01-01"]';

test.each<[string, ImportOptions]>([
  ["a strict run", {}],
  ["a dry run", { settings: { dryRun: true } }],
  ["a lenient run of one commit", { settings: { mode: "lenient" } }],
  ["a run that commits each batch", { settings: { mode: "lenient", batchSize: 2 } }],
])("%s asks before anything is committed", async (_, options) => {
  const { summary, rows } = await imported(options);
  expect([summary.exitCode, summary.committed, rows]).toEqual([EXIT.decision, false, 0]);
  expect(summary.failure?.what).toContain(REGISTERED);
  expect(summary.failure?.what).toContain(BORN);
});

test("a run in batches that is resumed asks before it goes on, and keeps what was committed", async () => {
  const db = await newDatabase();
  const settings = { mode: "lenient", batchSize: 2 } as const;
  await importFolder(failingAt(db, 8), LATE, { settings });
  const resume = readResumption(db, findResumable(db));
  const summary = await importFolder(db, LATE, { settings, resume, way: { asksOfDays: true } });
  expect([summary.exitCode, summary.committed, db.count(patients)]).toEqual([
    EXIT.decision,
    true,
    6,
  ]);
});

test("the mapping that answers is not asked about", async () => {
  const shipped = structuredClone(HMSYNC.mappings["healthcare-plus"]) as ShippedMapping;
  const { fields } = shipped.entities.patients;
  fields["dateOfBirth"] = { column: "DOB", unknownDays: ["1950-01-01"] };
  fields["registrationDate"] = { column: "REGISTRATION_DATE", unknownDays: [] };
  const mapping = parseMapping("ours", JSON.stringify(shipped), HMSYNC.importers);
  const { db, summary } = await imported({ mapping });
  const rows = rowsOf(db, patients);
  expect(summary.exitCode).toBe(EXIT.clean);
  expect(rows.filter(({ date_of_birth }) => date_of_birth === null)).toHaveLength(12);
  expect(rows.filter(({ registration_date }) => registration_date === "1970-01-01")).toHaveLength(
    3,
  );
});

test("a mapping that was written for the export was asked about before", async () => {
  const { summary, rows } = await imported({ way: { asksOfDays: false } });
  expect([summary.exitCode, rows]).toEqual([EXIT.clean, 21]);
});

interface ShippedMapping {
  readonly entities: { readonly patients: { readonly fields: Record<string, unknown> } };
}
