import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, expect, inject, test } from "vitest";
import * as ledger from "../../shared/ledger.ts";
import { doctors, patients, visits } from "../../shared/schema.ts";
import type { Database } from "../../src/db/database.ts";
import { ReaderOfFiles } from "../../src/jobs/reader-thread.ts";
import type { RunSummary } from "../../src/ledger/run-summary.ts";
import { runsOf } from "../support/at-night.ts";
import { type DirtyExport, dirtyExport, writeExport } from "../support/dirty-export.ts";
import { CLEAN, csv, exportOf } from "../support/export.ts";
import { intercept } from "../support/faults.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { keptVersions } from "../support/kept-cells.ts";
import { mappingWith } from "../support/mapping.ts";
import { rowsOf } from "../support/rows.ts";
import { workspace, writeFiles } from "../support/workspace.ts";
import { storedArchive } from "../support/zip.ts";

// A large first import takes another way than a small one: records come from another thread, indexes
// and foreign keys wait, the crosswalk is written many rows at once. What it comes to is the same.

const module = pathToFileURL(join(dirname(inject("hmsync")), "reader-worker.js"));
const reader = new ReaderOfFiles({ archive: undefined, begins: { module }, smallest: 0 });
afterAll(() => reader.close());

/** Whether each file of the last import was read by the thread. */
const byThread: boolean[] = [];
const supplyFrom: typeof reader.supply = (job, means) => {
  const supply = reader.supply(job, means);
  byThread.push(supply !== undefined);
  return supply;
};
const LARGE: ImportOptions["way"] = { firstImport: "always", supplyFrom };
const USUAL: ImportOptions["way"] = { firstImport: "never" };

const TABLES = [
  ...[patients, doctors, visits, ledger.crosswalk, ledger.exceptions],
  ...[ledger.waiting, ledger.actions],
];
const SCHEMA = "select type, name, tbl_name, sql from sqlite_schema where name not like 'sqlite_%'";

const stateOf = (db: Database) => [
  ...TABLES.map((table) => rowsOf(db, table)),
  // A large import packs many records' into one row.
  keptVersions(db),
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
const ofOneDoctor = mappingWith({
  entities: { visits: { where: { column: "doctorId", is: ["D1"] } } },
});
const partsOfNames = mappingWith({
  fields: {
    "doctors.fullName": { take: "without title" },
    "patients.lastName": { take: "family name" },
  },
});
const nothings = mappingWith({
  nullTokens: ["Tom"],
  entities: { visits: { nullTokens: ["free"] } },
  fields: { "patients.age": { nullTokens: ["151", "old"] } },
});
const asGermansWrite = mappingWith({
  fields: {
    "visits.visitDate": { format: "D. MMMM YYYY", language: "de" },
    "visits.consultationFee": { decimal: ",", group: ".", symbols: ["EUR"] },
  },
});

const options = fc.constantFrom<ImportOptions>(
  {},
  { settings: { dryRun: true } },
  { settings: { limit: 2 } },
  { settings: { batchSize: 3, maxErrors: { count: 3 } } },
  { settings: { mode: "lenient", batchSize: 4 } },
  { settings: { mode: "lenient" } },
  { settings: { mode: "lenient", maxErrors: { count: 2 } } },
  { settings: { mode: "lenient", onConflict: "reject" }, mapping: nothings },
  { settings: { mode: "lenient" }, mapping: placeholders },
  { mapping: abroad },
  { settings: { keepUnmapped: true }, mapping: narrow },
  { settings: { sample: { percent: 50 } } },
  { settings: { mode: "lenient", sample: { count: 3 } } },
  { settings: { pilot: oneDoctor } },
  { mapping: ofOneDoctor },
  { mapping: ofOneDoctor, settings: { mode: "lenient", limit: 3 } },
  { mapping: partsOfNames },
  { mapping: nothings },
);

test("the way of a large export comes to what the usual way comes to", async () => {
  const holds = async (dirty: DirtyExport, how: ImportOptions) => {
    const source = writeExport(dirty, 4);
    const large = await imported(source, { ...how, way: LARGE });
    expect(large).toEqual(await imported(source, { ...how, way: USUAL }));
  };
  await fc.assert(fc.asyncProperty(dirtyExport, options, holds), runsOf(48, 24));
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
    bulk: {
      ...real.bulk,
      putIndexesAside(tables) {
        const aside = real.bulk.putIndexesAside(tables);
        return {
          build() {
            real.exec("delete from patients");
            aside.build();
          },
        };
      },
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
  ["some records of a file", { mapping: ofOneDoctor }],
  ["parts of names", { mapping: partsOfNames }],
  ["cells that mean nothing", { mapping: nothings, settings: { mode: "lenient" } }],
])("%s: what comes of a clean export is the same, and balances", async (_, how) => {
  const source = exportOf(CLEAN);
  const large = await imported(source, { ...how, way: LARGE });
  expect(large.summary).toMatchObject({ status: "committed", exitCode: 0, differences: [] });
  expect(large).toEqual(await imported(source, { ...how, way: USUAL }));
});

const written = (name: string, content: string | Buffer) =>
  writeFiles(workspace(), { [name]: content });
const asJson = JSON.stringify([
  { patientId: 1, firstName: "Asha", lastName: "Rao", phoneNumber: "0441234567", age: 31 },
  { patientId: 2, firstName: "Zoë", lastName: 'van "Dijk"', phoneNumber: "0209461234", age: null },
]);
const asLines = csv("patients", CLEAN.patients);
const inGerman = {
  patients: CLEAN.patients,
  doctors: CLEAN.doctors,
  visits: ['V1,1,D1,15. Januar 2022,"1.500,00 EUR"', 'V2,2,D1,3. März 2022,"350,50"'],
};
const ofSheet = mappingWith({
  entities: {
    patients: {
      fields: { legacyId: "patient_id", fullName: "name", dateOfBirth: "born" },
      rules: { "patients.phone.missing": "off" },
    },
  },
});

interface Story {
  readonly source: () => string;
  readonly by: "thread" | "one thread";
  readonly options?: ImportOptions;
}

test.each<readonly [string, Story]>([
  [
    "days and amounts as a language writes them",
    { source: () => exportOf(inGerman), by: "thread", options: { mapping: asGermansWrite } },
  ],
  ["some records of a file", { source: () => "fixtures/doctors-among-the-staff", by: "thread" }],
  [
    "a file that is read for three entities",
    {
      source: () => "fixtures/patients-and-visits-in-one-file",
      by: "thread",
      options: { settings: { mode: "lenient" } },
    },
  ],
  [
    "names that mean nothing",
    { source: () => "fixtures/name-parts-that-mean-nothing", by: "thread" },
  ],
  [
    "fields that are looked up in other files",
    { source: () => "fixtures/names-in-another-file", by: "thread" },
  ],
  ["JSON", { source: () => written("patients.json", asJson), by: "thread" }],
  ["gzip", { source: () => written("patients.csv.gz", gzipSync(asLines)), by: "thread" }],
  [
    "a file of an archive",
    {
      source: () => written("all.zip", storedArchive({ "patients.csv": asLines })),
      by: "thread",
    },
  ],
  [
    "a sheet of a workbook",
    {
      source: () => "fixtures/workbook-of-two-sheets",
      by: "one thread",
      options: { mapping: ofSheet },
    },
  ],
  ["tables of a dump of MySQL", { source: () => "fixtures/dump-of-mysql", by: "one thread" }],
  [
    "tables of a dump of PostgreSQL",
    { source: () => "fixtures/dump-of-postgresql", by: "one thread" },
  ],
])("%s: the ways come to the same", async (_, { source, by, options = {} }) => {
  const from = source();
  byThread.length = 0;
  const large = await imported(from, { ...options, way: LARGE });
  expect(new Set(byThread)).toEqual(new Set([by === "thread"]));
  expect(large.summary).toMatchObject({ differences: [] });
  expect(["committed", "rejected"]).toContain(large.summary.status);
  expect(large).toEqual(await imported(from, { ...options, way: USUAL }));
});
