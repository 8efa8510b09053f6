import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, expect, inject, test } from "vitest";
import * as ledger from "../../shared/ledger.ts";
import { doctors, patients, visits } from "../../shared/schema.ts";
import { ReaderOfFiles } from "../../src/cli/reader-thread.ts";
import type { Database } from "../../src/db/database.ts";
import type { RunSummary } from "../../src/import/run-summary.ts";
import { type DirtyExport, dirtyExport, writeExport } from "../support/dirty-export.ts";
import { CLEAN, exportOf } from "../support/export.ts";
import { intercept } from "../support/faults.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { mappingWith } from "../support/mapping.ts";
import { rowsOf } from "../support/rows.ts";

// A large first import takes another way than a small one: records come from another thread, indexes
// and foreign keys wait, the crosswalk is written many rows at once. What it comes to is the same.

const module = pathToFileURL(join(dirname(inject("hmsync")), "reader-worker.js"));
const reader = new ReaderOfFiles({ archive: undefined, module, smallest: 0 });
afterAll(() => reader.close());

const LARGE: ImportOptions["way"] = { firstImport: "always", supplyFrom: reader.supply };
const USUAL: ImportOptions["way"] = { firstImport: "never" };

const TABLES = [
  ...[patients, doctors, visits, ledger.crosswalk, ledger.exceptions],
  ...[ledger.waiting, ledger.actions, ledger.unmapped],
];
const SCHEMA = "select type, name, tbl_name, sql from sqlite_schema where name not like 'sqlite_%'";

const stateOf = (db: Database) => [
  ...TABLES.map((table) => rowsOf(db, table)),
  db.prepare(`${SCHEMA} order by name`).all([]),
];

/** Without what tells one run from another. */
function told(summary: RunSummary) {
  const { entities, files, differences, status, exitCode, committed } = summary;
  return { entities, files, differences, status, exitCode, committed };
}

async function imported(source: string, options: ImportOptions) {
  const db = await newDatabase();
  db.exec("pragma synchronous = off");
  const summary = await importFolder(db, source, options);
  return { summary: told(summary), state: stateOf(db) };
}

const placeholders = mappingWith({ fields: { "visits.patientId": { onUnknown: "placeholder" } } });

const abroad = mappingWith({ country: "IN" });
const narrow = mappingWith({ fields: { "patients.age": null, "visits.notes": null } });
const oneDoctor = { entity: "visits", field: "doctorId", value: "D1" };

const options = fc.constantFrom<ImportOptions>(
  {},
  { settings: { dryRun: true } },
  { settings: { limit: 2 } },
  { settings: { batchSize: 3, maxErrors: { count: 3 } } },
  { settings: { mode: "lenient", batchSize: 4 } },
  { settings: { mode: "lenient" }, mapping: placeholders },
  { mapping: abroad },
  { settings: { keepUnmapped: true }, mapping: narrow },
  { settings: { sample: { percent: 50 } } },
  { settings: { mode: "lenient", sample: { count: 3 } } },
  { settings: { pilot: oneDoctor } },
);

test("the way of a large export comes to what the usual way comes to", async () => {
  const holds = async (dirty: DirtyExport, how: ImportOptions) => {
    const source = writeExport(dirty, 4);
    const large = await imported(source, { ...how, way: LARGE });
    expect(large).toEqual(await imported(source, { ...how, way: USUAL }));
  };
  const runs = { seed: 20260114, numRuns: 25 };
  await fc.assert(fc.asyncProperty(dirtyExport, options, holds), runs);
});

test("a clean export is written in the same rows, with the same numbers", async () => {
  const source = exportOf(CLEAN);
  const large = await imported(source, { way: LARGE });
  expect(large.summary).toMatchObject({ status: "committed", exitCode: 0 });
  expect(large).toEqual(await imported(source, { way: USUAL }));
});

test("a reference that leads nowhere when all rows are in fails the run, and nothing is written", async () => {
  const db = await newDatabase();
  const losing = intercept(db, (real) => ({
    exec(sql) {
      if (sql.startsWith("CREATE INDEX `visits_patient_id_idx`")) real.exec("delete from patients");
      real.exec(sql);
    },
  }));
  const summary = await importFolder(losing, exportOf(CLEAN), { way: LARGE });
  expect(summary).toMatchObject({ status: "failed", exitCode: 1, committed: false });
  expect([patients, visits, ledger.crosswalk].map((table) => db.count(table))).toEqual([0, 0, 0]);
  expect(db.prepare("pragma foreign_keys").get([])).toEqual([1]);
});

test.each<readonly [string, ImportOptions]>([
  ["phones of a country", { mapping: abroad }],
  ["unmapped cells", { settings: { keepUnmapped: true }, mapping: narrow }],
  ["a sample", { settings: { sample: { count: 1 } } }],
  ["a pilot", { settings: { pilot: oneDoctor } }],
])("%s: what comes of a clean export is the same, and balances", async (_, how) => {
  const source = exportOf(CLEAN);
  const large = await imported(source, { ...how, way: LARGE });
  expect(large.summary).toMatchObject({ status: "committed", exitCode: 0, differences: [] });
  expect(large).toEqual(await imported(source, { ...how, way: USUAL }));
});
