import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import * as ledger from "../../shared/ledger.ts";
import { doctors, patients, visits } from "../../shared/schema.ts";
import type { Database } from "../../src/db/database.ts";
import type { RunSummary } from "../../src/ledger/run-summary.ts";
import { DatabaseError } from "../../src/plain/errors.ts";
import { runsOf } from "../support/at-night.ts";
import { type DirtyExport, dirtyExport, shuffled, writeExport } from "../support/dirty-export.ts";
import { expectedOutcomes } from "../support/expected-outcomes.ts";
import { issues, outcomes } from "../support/export.ts";
import { meddlingWith } from "../support/faults.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { mappingWith } from "../support/mapping.ts";
import { rowsOf } from "../support/rows.ts";

const LENIENT: ImportOptions = { settings: { mode: "lenient" } };
const ENTITIES = ["patients", "doctors", "visits"] as const;

/** What a mapping may say of unknown parents. */
const options = fc.constantFrom<ImportOptions>(LENIENT, {
  ...LENIENT,
  mapping: mappingWith({
    fields: {
      "visits.patientId": { onUnknown: "placeholder" },
      "visits.doctorId": { onUnknown: "null" },
      "visits.consultationFee": { round: "half-even" },
    },
    rules: { "visits.doctor.missing": "warning", "patients.phone.missing": "warning" },
  }),
});

async function database(): Promise<Database> {
  const db = await newDatabase();
  // Thousands of small imports: whether they survive a power cut is not what is tested here.
  db.exec("pragma synchronous = off");
  return db;
}

/** The state of the target, and which legacy record each row is of. */
const stateOf = (db: Database) => [
  ...[patients, doctors, visits].map((table) => rowsOf(db, table)),
  rowsOf(db, ledger.crosswalk)
    .map((row) => [row["entity"], row["legacy_id"], row["target_id"], row["content_hash"]])
    .sort(),
];

const counts = (summary: RunSummary) =>
  ENTITIES.map((entity) => [outcomes(summary, entity), summary.entities[entity]?.placeholders]);

/** What must not depend on the order of the records. */
const figures = (summary: RunSummary) => ({
  counts: counts(summary),
  issues: issues(summary),
  differences: summary.differences,
  roundings: ENTITIES.map((entity) => summary.entities[entity]?.rounding),
  grown: ENTITIES.map((entity) => summary.entities[entity]?.targetAfter),
});

const RUNS = runsOf(60, 8);

test("outcomes are what a second opinion says, and add up to what another reader counts", async () => {
  const holds = async (dirty: DirtyExport) => {
    const source = writeExport(dirty, 4);
    const summary = await importFolder(await database(), source, LENIENT);
    const read = readdirSync(source).flatMap((name): unknown[] =>
      parse(readFileSync(join(source, name)), { from: 2, relax_column_count: true }),
    );
    const settled = ENTITIES.map((entity) => outcomes(summary, entity)["records"] ?? 0);
    expect(settled.reduce((sum, records) => sum + records, 0)).toBe(read.length);
    const expected = expectedOutcomes(dirty);
    for (const entity of ENTITIES) expect(summary.entities[entity]).toMatchObject(expected[entity]);
  };
  await fc.assert(fc.asyncProperty(dirtyExport, holds), runsOf(200, 25));
});

test("after - before is inserted, placeholders and released, and every run balances", async () => {
  const holds = async (first: DirtyExport, second: DirtyExport, how: ImportOptions) => {
    const db = await database();
    for (const dirty of [first, second]) {
      const { entities, differences } = await importFolder(db, writeExport(dirty), how);
      expect(differences).toEqual([]);
      for (const { targetBefore, targetAfter, inserted, ...more } of Object.values(entities)) {
        expect(targetAfter - targetBefore).toBe(inserted + more.placeholders + more.released);
      }
    }
  };
  await fc.assert(fc.asyncProperty(dirtyExport, dirtyExport, options, holds), RUNS);
});

const inAnyOrder = dirtyExport.chain((dirty) => fc.tuple(fc.constant(dirty), shuffled(dirty)));

test("the order of records and files changes nothing but places, whatever was imported before", async () => {
  const holds = async (
    before: DirtyExport,
    orders: DirtyExport[],
    [cut, how]: [number, ImportOptions],
  ) => {
    const found = [];
    for (const [at, dirty] of orders.entries()) {
      const db = await database();
      await importFolder(db, writeExport(before), how);
      const summary = await importFolder(db, writeExport(dirty, at === 0 ? 100 : cut), how);
      found.push({ figures: figures(summary), state: stateOf(db) });
    }
    expect(found[1]).toEqual(found[0]);
  };
  const others = fc.tuple(fc.integer({ min: 0, max: 6 }), options);
  await fc.assert(fc.asyncProperty(dirtyExport, inAnyOrder, others, holds), RUNS);
});

test("a dry run reports what the real run reports, and changes nothing", async () => {
  const holds = async (before: DirtyExport, dirty: DirtyExport, how: ImportOptions) => {
    const db = await database();
    await importFolder(db, writeExport(before), how);
    const bytes = readFileSync(db.path);
    const source = writeExport(dirty);
    const rehearsal = { ...how, settings: { ...how.settings, dryRun: true } };
    const rehearsed = await importFolder(db, source, rehearsal);
    expect(readFileSync(db.path).equals(bytes)).toBe(true);
    const real = await importFolder(db, source, how);
    const told = (summary: RunSummary) => ({ ...figures(summary), grown: undefined });
    expect(told(rehearsed)).toEqual(told(real));
    expect(rehearsed.exitCode).toBe(real.exitCode);
  };
  await fc.assert(fc.asyncProperty(dirtyExport, dirtyExport, options, holds), RUNS);
});

test("an export that is imported twice is as if it were imported once", async () => {
  const holds = async (dirty: DirtyExport, how: ImportOptions) => {
    const db = await database();
    const source = writeExport(dirty, 3);
    const first = await importFolder(db, source, how);
    const once = stateOf(db);
    const second = await importFolder(db, source, how);
    expect(stateOf(db)).toEqual(once);
    expect(issues(second)).toEqual(issues(first));
    for (const entity of ENTITIES) {
      const { inserted, duplicate, rejected } = first.entities[entity] ?? {};
      const again = { unchanged: inserted, inserted: 0, updated: 0, duplicate, rejected };
      expect(second.entities[entity]).toMatchObject(again);
    }
  };
  await fc.assert(fc.asyncProperty(dirtyExport, options, holds), RUNS);
});

test("batches of any size, and a breakdown between them, end in the same state", async () => {
  const holds = async (dirty: DirtyExport, batchSize: number, nth: number) => {
    const [whole, broken] = [await database(), await database()];
    const source = writeExport(dirty);
    await importFolder(whole, source, LENIENT);
    let rows = 0;
    const failing = meddlingWith(broken, visits, (row) => {
      if (++rows === nth) throw new DatabaseError("The disk is full.", { cure: "Free some." });
      return [row];
    });
    await importFolder(failing, source, { settings: { mode: "lenient", batchSize } });
    const resumed = await importFolder(broken, source, {
      settings: { mode: "lenient", batchSize },
    });
    expect(resumed.differences).toEqual([]);
    expect(stateOf(broken)).toEqual(stateOf(whole));
  };
  const small = fc.integer({ min: 1, max: 7 });
  await fc.assert(fc.asyncProperty(dirtyExport, small, small, holds), RUNS);
});
