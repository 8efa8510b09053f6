import { expect, test } from "vitest";
import { patients } from "../../shared/schema.ts";
import type { RunSettings } from "../../src/ledger/run-summary.ts";
import { CLEAN, exportOf } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";

type MaxErrors = NonNullable<RunSettings["maxErrors"]>;

const good = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => `${from + at},Li,Wei,0441234567,40`);
const bad = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => `${from + at},Li,Wei,,40`);

async function runWith(
  records: readonly string[],
  maxErrors: MaxErrors,
  mode: RunSettings["mode"],
) {
  const db = await newDatabase();
  const source = exportOf({ ...CLEAN, patients: [...CLEAN.patients, ...records] });
  const summary = await importFolder(db, source, { settings: { mode, maxErrors, batchSize: 500 } });
  return { db, summary };
}

test.each([
  ["as many as allowed: the run goes on", 2, { status: "committed", complete: true }],
  ["one more: the run stops", 3, { status: "stopped", complete: false }],
])("a count: %s", async (_, rejected, ended) => {
  const { summary } = await runWith(bad(10, rejected), { count: 2 }, "lenient");
  expect(summary).toMatchObject({ ...ended, exitCode: 3 });
});

test("a strict run that stops has written nothing", async () => {
  const { db, summary } = await runWith(bad(10, 1), { count: 0 }, "strict");
  expect(summary).toMatchObject({ status: "stopped", exitCode: 3, committed: false });
  expect(db.count(patients)).toBe(0);
});

test("a lenient run that stops keeps what it had loaded, and the balance holds", async () => {
  const records = [...good(1_000, 498), ...bad(2_000, 3), ...good(3_000, 700)];
  const { db, summary } = await runWith(records, { count: 2 }, "lenient");
  expect(summary).toMatchObject({ status: "stopped", committed: true, differences: [] });
  const { inserted, rejected } = summary.entities["patients"] ?? {};
  expect([inserted, rejected]).toEqual([db.count(patients), 3]);
  expect(inserted).toBeLessThan(1_200);
});

test.each([
  ["just within", 8, "committed"],
  ["beyond", 9, "stopped"],
])("a share of all records: %s", async (_, rejected, status) => {
  const records = [...good(1_000, 795 - rejected), ...bad(5_000, rejected)];
  const { summary } = await runWith(records, { percent: 1 }, "lenient");
  expect(summary.status).toBe(status);
});

test("a share is not judged on a small first file", async () => {
  const visits = Array.from({ length: 97 }, (_, at) => `V${at},1,D1,2022-01-15,500.00`);
  const source = exportOf({ ...CLEAN, visits, patients: [...CLEAN.patients, ...bad(10, 1)] });
  const settings: Partial<RunSettings> = { mode: "lenient", maxErrors: { percent: 1 } };
  const summary = await importFolder(await newDatabase(), source, { settings });
  expect(summary).toMatchObject({ status: "committed", complete: true });
});

test("a share beyond the limit stops early, once there are enough records to judge", async () => {
  const { summary } = await runWith(
    [...bad(10, 998), ...good(5_000, 600)],
    { percent: 50 },
    "strict",
  );
  expect(summary).toMatchObject({ status: "stopped", complete: false });
  expect(summary.entities["patients"]?.records).toBeLessThan(1_600);
});
