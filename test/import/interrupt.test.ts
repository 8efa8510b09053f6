import { expect, test } from "vitest";
import * as ledger from "../../shared/ledger.ts";
import { patients } from "../../shared/schema.ts";
import type { Database } from "../../src/db/database.ts";
import type { Mode } from "../../src/ledger/run-summary.ts";
import { exportOf, outcomes } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { rowsOf } from "../support/rows.ts";

const SOURCE = {
  patients: Array.from({ length: 10 }, (_, at) => `${at + 1},Li,Wei,0441234${100 + at},40`),
  doctors: ["D1,Dr. Jane Smith"],
};

/** Interrupts a run when it has shown its progress so many times: each time is three records more. */
async function interruptAfter(db: Database, times: number, mode: Mode) {
  const interrupt = new AbortController();
  let shown = 0;
  return importFolder(db, exportOf(SOURCE), {
    settings: { mode, batchSize: 3 },
    signal: interrupt.signal,
    onProgress: () => {
      if (++shown === times) interrupt.abort();
    },
  });
}

test("strict: an interrupted run is rolled back, exits 130, and the ledger says so", async () => {
  const db = await newDatabase();
  const summary = await interruptAfter(db, 2, "strict");
  expect(summary).toMatchObject({ status: "interrupted", exitCode: 130, committed: false });
  expect(summary.complete).toBe(false);
  expect([db.count(patients), db.count(ledger.crosswalk)]).toEqual([0, 0]);
  expect(rowsOf(db, ledger.runs)).toMatchObject([{ status: "interrupted", exit_code: 130 }]);
});

test("lenient: the batch at hand is finished, what is written is known, exit 130", async () => {
  const db = await newDatabase();
  const summary = await interruptAfter(db, 2, "lenient");
  expect(summary).toMatchObject({ status: "interrupted", exitCode: 130, committed: true });
  expect(outcomes(summary, "patients")).toEqual({ records: 6, inserted: 6 });
  expect(summary.entities["patients"]).toMatchObject({ balanced: true, targetAfter: 6 });
  expect(db.count(patients)).toBe(6);
});

test.each<Mode>(["strict", "lenient"])(
  "a %s run goes on where an interrupted one ended",
  async (mode) => {
    const [broken, whole] = [await newDatabase(), await newDatabase()];
    await interruptAfter(broken, 2, mode);
    await importFolder(broken, exportOf(SOURCE), { settings: { mode } });
    await importFolder(whole, exportOf(SOURCE), { settings: { mode } });
    expect(rowsOf(broken, patients)).toEqual(rowsOf(whole, patients));
  },
);

test("an interrupt before the first record writes nothing but the run", async () => {
  const db = await newDatabase();
  const signal = AbortSignal.abort();
  const summary = await importFolder(db, exportOf(SOURCE), { signal, settings: { batchSize: 3 } });
  expect(summary).toMatchObject({ status: "interrupted", exitCode: 130 });
  expect(db.count(patients)).toBe(0);
});

test("a file that was not read to its end has no size and no hash", async () => {
  const db = await newDatabase();
  const summary = await interruptAfter(db, 2, "strict");
  expect(summary.files).toMatchObject([
    { file: "patients.csv", records: 6, size: null, sha256: null },
    { file: "doctors.csv", records: 0, size: null, sha256: null },
  ]);
  expect(rowsOf(db, ledger.files)).toMatchObject([{ sha256: null }, { sha256: null }]);
});
