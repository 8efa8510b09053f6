import fc from "fast-check";
import { expect, test } from "vitest";
import * as ledger from "../../shared/ledger.ts";
import { doctors, patients, visits } from "../../shared/schema.ts";
import type { Database } from "../../src/db/database.ts";
import { runsOf } from "../support/at-night.ts";
import { type DirtyExport, dirtyExport, writeExport } from "../support/dirty-export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { mappingWith } from "../support/mapping.ts";
import { rowsOf } from "../support/rows.ts";
import { blocked, runNamed, stateOf, undo } from "../support/undo.ts";

const RUNS = runsOf(80, 5);
const lenient = (mapping: ImportOptions["mapping"], batchSize = 20_000): ImportOptions => ({
  settings: { mode: "lenient", batchSize },
  ...(mapping && { mapping }),
});

const options = fc.constantFrom(
  lenient(undefined),
  lenient(
    mappingWith({
      fields: {
        "visits.patientId": { onUnknown: "placeholder" },
        "visits.doctorId": { onUnknown: "null" },
      },
      rules: { "visits.doctor.missing": "warning", "patients.phone.missing": "warning" },
    }),
    3,
  ),
);

async function database(): Promise<Database> {
  const db = await newDatabase();
  db.exec("pragma synchronous = off");
  return db;
}

const day = (number: number) => ({ startedAt: new Date(Date.UTC(2026, 0, number)) });

/** The rows of a legacy system's export, wherever they came from. */
const otherSystem = { mapping: mappingWith({ legacySystem: "other" }) };

test("import A, undo A is the database before A", async () => {
  const holds = async (before: DirtyExport, dirty: DirtyExport, how: ImportOptions) => {
    const db = await database();
    await importFolder(db, writeExport(before), { ...how, ...day(1) });
    const was = stateOf(db);
    const { run } = await importFolder(db, writeExport(dirty), { ...how, ...day(2) });
    const summary = await undo(db, run);
    expect(blocked(summary)).toEqual({});
    expect(stateOf(db)).toEqual(was);
  };
  await fc.assert(fc.asyncProperty(dirtyExport, dirtyExport, options, holds), RUNS);
});

test("import A, undo, undo the undo is import A", async () => {
  const holds = async (before: DirtyExport, dirty: DirtyExport, how: ImportOptions) => {
    const db = await database();
    await importFolder(db, writeExport(before), { ...how, ...day(1) });
    const { run } = await importFolder(db, writeExport(dirty), { ...how, ...day(2) });
    const after = stateOf(db);
    const first = await undo(db, run);
    if (first === undefined) return;
    expect(await undo(db, first.run)).toMatchObject({ status: "committed" });
    expect(stateOf(db)).toEqual(after);
    expect(runNamed(db, run)).toMatchObject({ status: "committed", committed: true });
  };
  await fc.assert(fc.asyncProperty(dirtyExport, dirtyExport, options, holds), RUNS);
});

/** Everything but the numbers that depend on how many runs there were. */
const timeless = (db: Database) => [
  ...[patients, doctors, visits].map((table) => rowsOf(db, table)),
  rowsOf(db, ledger.crosswalk)
    .map((row) => [row["legacy_system"], row["entity"], row["legacy_id"], row["content_hash"]])
    .sort(),
];

test("import A, import B, undo A is import B, where A and B are independent", async () => {
  const holds = async (one: DirtyExport, other: DirtyExport, how: ImportOptions) => {
    const db = await database();
    const { run } = await importFolder(db, writeExport(one), { ...how, ...day(1) });
    await importFolder(db, writeExport(other), { ...how, ...otherSystem, ...day(2) });
    expect(blocked(await undo(db, run))).toEqual({});
    const alone = await database();
    await importFolder(alone, writeExport(other), { ...how, ...otherSystem, ...day(2) });
    expect(timeless(db)).toEqual(timeless(alone));
  };
  await fc.assert(fc.asyncProperty(dirtyExport, dirtyExport, options, holds), RUNS);
});

test("import A, import B, undo as much of A as can be: what B says holds, and nothing dangles", async () => {
  const holds = async (one: DirtyExport, other: DirtyExport, how: ImportOptions) => {
    const db = await database();
    const { run } = await importFolder(db, writeExport(one), { ...how, ...day(1) });
    const second = await importFolder(db, writeExport(other), { ...how, ...day(2) });
    const written = () =>
      rowsOf(db, ledger.crosswalk).filter(({ run_id }) => run_id === runNamed(db, second.run).id);
    const [before, after] = [written(), stateOf(db)];
    const summary = await undo(db, run, { partial: true });
    expect(written()).toEqual(before);
    expect(db.prepare("pragma foreign_key_check").all([])).toEqual([]);
    expect(summary?.differences ?? []).toEqual([]);
    if (summary?.status !== "committed") return;
    await undo(db, summary.run);
    expect(stateOf(db)).toEqual(after);
  };
  await fc.assert(fc.asyncProperty(dirtyExport, dirtyExport, options, holds), RUNS);
});
