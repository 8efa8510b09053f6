import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { Mode, RunSummary } from "../../src/ledger/run-summary.ts";
import { CLEAN, exportOf } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";

const DIRTY = {
  patients: [...CLEAN.patients, "3,Noor,Khan,,71", "2,Tom,Novak,0209461234,39", "4,,,0441234567,"],
  doctors: [...CLEAN.doctors, "D2,"],
  visits: [
    ...CLEAN.visits,
    "V3,3,D1,2022-05-01,1.00",
    "V4,1,D1,2022-05-01,1.005",
    "V1,1,D1,2022-05-01,",
  ],
};

/** What a run reports of its records, without what a commit alone can make true. */
const reported = ({ entities, differences, complete }: RunSummary) => {
  const told = Object.entries(entities).map(([entity, figures]) => [
    entity,
    { ...figures, targetAfter: 0 },
  ]);
  return { entities: Object.fromEntries(told) as unknown, differences, complete };
};

test.each<[Mode, string, typeof CLEAN]>([
  ["strict", "clean", CLEAN],
  ["strict", "dirty", DIRTY],
  ["lenient", "dirty", DIRTY],
])("a dry run reports what the real run reports: %s, %s", async (mode, _, records) => {
  const db = await newDatabase();
  const source = exportOf(records);
  const rehearsed = await importFolder(db, source, { settings: { mode, dryRun: true } });
  const real = await importFolder(db, source, { settings: { mode } });
  expect(reported(rehearsed)).toEqual(reported(real));
  expect(rehearsed.exitCode).toBe(real.exitCode);
});

test.each<Mode>(["strict", "lenient"])(
  "a %s dry run leaves the file as it was, byte for byte",
  async (mode) => {
    const db = await newDatabase();
    await importFolder(db, exportOf({ ...CLEAN, visits: [] }));
    const before = readFileSync(db.path);
    const { mtimeMs } = statSync(db.path);
    const changed = ["1,Asha,Rao,0449999999,31", ...CLEAN.patients.slice(1), "9,Li,Wei,044,2"];
    const summary = await importFolder(db, exportOf({ ...DIRTY, patients: changed }), {
      settings: { mode, dryRun: true, batchSize: 1 },
    });
    expect(summary).toMatchObject({ committed: false, backup: null });
    expect(summary.entities["patients"]).toMatchObject({ updated: 1, inserted: 1, targetAfter: 2 });
    expect(readFileSync(db.path).equals(before)).toBe(true);
    expect(statSync(db.path).mtimeMs).toBe(mtimeMs);
    expect(existsSync(join(dirname(db.path), "backups"))).toBe(false);
  },
);

test("a dry run of what would be committed is called one, and exits 0", async () => {
  const summary = await importFolder(await newDatabase(), exportOf(CLEAN), {
    settings: { dryRun: true },
  });
  expect(summary).toMatchObject({ status: "dry-run", exitCode: 0, committed: false });
  expect(summary.entities["visits"]).toMatchObject({ targetAtBalance: 2, targetAfter: 0 });
});

test("a dry run leaves no trace in the ledger, whatever it comes to", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf(DIRTY), { settings: { dryRun: true, maxErrors: { count: 0 } } });
  const tables = db.prepare(
    "select name from sqlite_schema where name like 'ledger_%' and name <> 'ledger_schema_changes' and type = 'table'",
  );
  const rows = tables
    .all([])
    .map(([name]) => db.prepare(`select count(*) from ${name}`).get([])?.[0]);
  expect(rows.length).toBeGreaterThan(8);
  expect(rows).toEqual(rows.map(() => 0));
});
