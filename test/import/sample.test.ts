import { expect, test } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { readResumption } from "../../src/import/request/resume.ts";
import { LowestRanks, sampleRank } from "../../src/import/selection/sample.ts";
import type { RunSettings } from "../../src/ledger/run-summary.ts";
import { exportOf, outcomes } from "../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { column } from "../support/rows.ts";
import { runNamed } from "../support/undo.ts";

const PEOPLE = 400;
const ids = Array.from({ length: PEOPLE }, (_, at) => String(1000 + at));

const wholeExport = () =>
  exportOf({
    patients: ids.map((id) => `${id},Asha,Rao,0441234567,31`),
    doctors: ["D1,Dr. Jane Smith", "D2,Dr. Vikram Patel"],
    visits: ids.flatMap((id) => [`A${id},${id},D1,2022-01-15,`, `B${id},${id},D1,2022-01-16,`]),
  });

const sampled = (
  db: Database,
  sample: NonNullable<RunSettings["sample"]>,
  options: ImportOptions = {},
) => importFolder(db, wholeExport(), { ...options, settings: { ...options.settings, sample } });

const patientsIn = (db: Database) => column(db, "select legacy_id from patients order by 1");

async function sampleOf(sample: NonNullable<RunSettings["sample"]>) {
  const db = await newDatabase();
  const summary = await sampled(db, sample);
  expect(summary).toMatchObject({ exitCode: 0, differences: [] });
  return patientsIn(db);
}

test("the rank of a record is the same on every machine", () => {
  expect(sampleRank("generic-csv", "1000")).toBe(253_685_088_744_460);
});

test("a share of the patients, their visits, all doctors; the rest is skipped and counted", async () => {
  const db = await newDatabase();
  const summary = await sampled(db, { percent: 10 });
  const taken = patientsIn(db);
  expect(taken).toEqual(ids.filter((id) => sampleRank("generic-csv", id) < 2 ** 48 / 10));
  const { length } = taken;
  expect(outcomes(summary, "patients")).toEqual({
    records: PEOPLE,
    inserted: length,
    skipped: PEOPLE - length,
  });
  expect(outcomes(summary, "visits")).toEqual({
    records: 2 * PEOPLE,
    inserted: 2 * length,
    skipped: 2 * (PEOPLE - length),
  });
  expect(outcomes(summary, "doctors")).toEqual({ records: 2, inserted: 2 });
  expect(
    column(
      db,
      "select distinct p.legacy_id from visits v join patients p on p.id = v.patient_id order by 1",
    ),
  ).toEqual(taken);
});

test("a larger sample holds the smaller; a number takes exactly so many", async () => {
  const five = await sampleOf({ percent: 5 });
  const ten = await sampleOf({ percent: 10 });
  const thirty = await sampleOf({ count: 30 });
  const forty = await sampleOf({ count: 40 });
  expect(ten).toEqual(expect.arrayContaining(five));
  expect(thirty).toHaveLength(30);
  expect(forty).toEqual(expect.arrayContaining(thirty));
  expect(await sampleOf({ count: PEOPLE * 2 })).toHaveLength(PEOPLE);
});

test("another legacy system has another sample", async () => {
  const ranks = (system: string) => ids.map((id) => sampleRank(system, id));
  expect(ranks("ward")).not.toEqual(ranks("generic-csv"));
});

test("a rerun with a larger sample adds; the whole export leaves it unchanged and inserts the rest", async () => {
  const db = await newDatabase();
  await sampled(db, { percent: 5 });
  const few = patientsIn(db).length;
  const more = await sampled(db, { percent: 20 }, { startedAt: new Date("2026-01-15T00:00:00Z") });
  const many = patientsIn(db).length;
  expect(outcomes(more, "patients")).toMatchObject({ unchanged: few, inserted: many - few });
  const whole = await importFolder(db, wholeExport(), {
    startedAt: new Date("2026-01-16T00:00:00Z"),
  });
  expect(outcomes(whole, "patients")).toEqual({
    records: PEOPLE,
    unchanged: many,
    inserted: PEOPLE - many,
  });
  const visits = outcomes(whole, "visits");
  expect(visits).toEqual({
    records: 2 * PEOPLE,
    unchanged: 2 * many,
    inserted: 2 * (PEOPLE - many),
  });
});

test("what was sampled out has not vanished", async () => {
  const db = await newDatabase();
  await importFolder(db, wholeExport());
  const later = { startedAt: new Date("2026-01-15T00:00:00Z"), settings: { markVanished: true } };
  const summary = await sampled(db, { percent: 5 }, later);
  expect(summary.entities["patients"]).toMatchObject({ vanished: 0, marked: 0, inserted: 0 });
  expect(column(db, "select distinct is_active from patients")).toEqual([1]);
});

test("a sample together with a limit takes the first of the sample", async () => {
  const taken = await sampleOf({ percent: 10 });
  const db = await newDatabase();
  await sampled(db, { percent: 10 }, { settings: { limit: 3 } });
  expect(patientsIn(db)).toEqual(taken.slice(0, 3));
});

test("the lowest ranks are found in little memory, each counted once", () => {
  const lowest = new LowestRanks(3);
  for (let round = 0; round < 2; round++) {
    for (let rank = 5_000; rank > 0; rank--) lowest.add(rank);
  }
  expect(lowest.below()).toBe(4);
});

test("a patient without an id, and a visit of nobody, are in no sample", async () => {
  const db = await newDatabase();
  const odd = exportOf({
    patients: [",Asha,Rao,0441234567,31"],
    doctors: ["D1,Dr. Jane Smith"],
    visits: ["V1,,D1,2022-01-15,"],
  });
  const summary = await importFolder(db, odd, { settings: { sample: { percent: 99 } } });
  expect(outcomes(summary, "patients")).toEqual({ records: 1, skipped: 1 });
  expect(outcomes(summary, "visits")).toEqual({ records: 1, skipped: 1 });
});

test("a stopped run goes on with the same sample", async () => {
  const whole = await newDatabase();
  const settings = { mode: "lenient", batchSize: 100, sample: { count: 60 } } as const;
  const source = wholeExport();
  await importFolder(whole, source, { settings });
  const db = await newDatabase();
  const stop = new AbortController();
  const stopped = await importFolder(db, source, {
    settings,
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  expect(stopped.status).toBe("interrupted");
  const resume = readResumption(db, runNamed(db, stopped.run));
  const resumed = await importFolder(db, source, { settings, resume });
  expect(resumed).toMatchObject({ exitCode: 0, differences: [] });
  expect(outcomes(resumed, "patients")).toEqual({ records: PEOPLE, inserted: 60, skipped: 340 });
  expect(patientsIn(db)).toEqual(patientsIn(whole));
});

test("interrupted while the export is looked through, nothing is begun", async () => {
  const db = await newDatabase();
  const signal = AbortSignal.abort();
  const summary = await sampled(db, { count: 3 }, { signal });
  expect(summary).toMatchObject({ status: "interrupted", exitCode: 130, committed: false });
  expect(column(db, "select count(*) from ledger_runs")).toEqual([0]);
});
