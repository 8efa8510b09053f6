import { expect, test } from "vitest";
import { patients as importer } from "../../importers/patients.ts";
import * as ledger from "../../shared/ledger.ts";
import { patients } from "../../shared/schema.ts";
import type { Database } from "../../src/db/database.ts";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import { validateLedger } from "../../src/ledger/validate-ledger.ts";
import { DatabaseError } from "../../src/plain/errors.ts";
import { exportOf, outcomes } from "../support/export.ts";
import { failingAt, intercept, withRun } from "../support/faults.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { rowsOf } from "../support/rows.ts";

const MANY = Array.from({ length: 10 }, (_, at) => `${at + 1},Li,Wei,0441234${100 + at},40`);
const BAD = "11,Li,Wei,,40";
const LENIENT: ImportOptions = { settings: { mode: "lenient", batchSize: 3 } };

/** What another connection sees after each commit: patients, exceptions, crosswalk rows. */
function watched(db: Database): { db: Database; seen: number[][] } {
  const seen: number[][] = [];
  const watching = intercept(db, (real) => ({
    async settle() {
      await real.settle();
      const other = openSqlite(real.path, { ifMissing: "refuse" });
      seen.push([patients, ledger.exceptions, ledger.crosswalk].map((table) => other.count(table)));
      other.close();
    },
  }));
  return { db: watching, seen };
}

test("lenient: rows, crosswalk and exceptions are committed together, a batch at a time", async () => {
  const { db, seen } = watched(await newDatabase());
  await importFolder(
    db,
    exportOf({ patients: [...MANY.slice(0, 4), BAD, ...MANY.slice(4)] }),
    LENIENT,
  );
  expect(seen).toEqual([
    [0, 0, 0],
    ...[
      [3, 0, 3],
      [5, 1, 5],
      [8, 1, 8],
    ],
    [10, 1, 10],
  ]);
});

test("strict: nothing is to be seen before the end", async () => {
  const { db, seen } = watched(await newDatabase());
  await importFolder(db, exportOf({ patients: MANY }), { settings: { batchSize: 3 } });
  expect(seen).toEqual([
    [0, 0, 0],
    [10, 0, 10],
  ]);
});

test("a lenient run that breaks down keeps its batches, says so, and is resumed by the same export", async () => {
  const db = await newDatabase();
  const source = exportOf({ patients: MANY });
  const broken = await importFolder(failingAt(db, 8), source, LENIENT);
  expect(broken).toMatchObject({ status: "failed", exitCode: 1, committed: true });
  expect(broken.failure).toEqual({ what: "The disk is full.", cure: "Free some space." });
  expect(outcomes(broken, "patients")).toEqual({ records: 6, inserted: 6 });
  expect(broken.entities["patients"]).toMatchObject({ targetAfter: 6 });
  expect(outcomes(await importFolder(db, source, LENIENT), "patients")).toEqual({
    records: 10,
    inserted: 4,
    unchanged: 6,
  });
});

test("a strict run that breaks down has written nothing but the run", async () => {
  const db = await newDatabase();
  const broken = await importFolder(failingAt(db, 8), exportOf({ patients: [BAD, ...MANY] }));
  expect(broken).toMatchObject({ status: "failed", exitCode: 1, committed: false });
  expect([db.count(patients), db.count(ledger.crosswalk)]).toEqual([0, 0]);
  expect(rowsOf(db, ledger.runs)).toMatchObject([{ status: "failed", committed: 0 }]);
  expect(rowsOf(db, ledger.exceptions)).toMatchObject([{ legacy_id: "11", outcome: "rejected" }]);
});

test("what a dead run had committed is known: it stays `running`, and its rows can be compared", async () => {
  const db = await newDatabase();
  const dying = intercept(failingAt(db, 8), (real) => ({
    prepareUpdate(table, columns) {
      if (table === ledger.runs && columns.includes("finishedAt")) throw new Error("killed");
      return real.prepareUpdate(table, columns);
    },
  }));
  await importFolder(dying, exportOf({ patients: MANY }), LENIENT);
  expect(rowsOf(db, ledger.runs)).toMatchObject([
    { status: "running", committed: 1, finished_at: null },
  ]);
  db.exec("update patients set phone = '0' where legacy_id = '2'");
  expect(validateLedger(db, importer)).toMatchObject({
    imported: 6,
    asImported: 5,
    changed: 1,
    deviations: [{ record: 2, columns: ["phone"] }],
  });
});

test("a lenient run that breaks down before its first commit has written nothing", async () => {
  const db = await newDatabase();
  const summary = await importFolder(failingAt(db, 2), exportOf({ patients: MANY }), LENIENT);
  expect(summary).toMatchObject({ status: "failed", committed: false });
  expect([db.count(patients), summary.entities["patients"]?.targetAfter]).toEqual([0, 0]);
});

test.each(["strict", "lenient"] as const)(
  "%s: a ledger that cannot be written once tells of each record once in the end",
  async (mode) => {
    const db = await newDatabase();
    let writes = 0;
    const failing = intercept(db, (real) => ({
      prepareInserts(into, columns, rows) {
        const statement = real.prepareInserts(into, columns, rows);
        if (into !== ledger.exceptions) return statement;
        return withRun(statement, (values) => {
          if (++writes === 2) throw new DatabaseError("The disk is full.", { cure: "Free some." });
          return statement.run(values);
        });
      },
    }));
    const many = Array.from({ length: 35 }, (_, nth) => `${nth + 1},Asha,Rao,,31`);
    const summary = await importFolder(failing, exportOf({ patients: many }), {
      settings: { mode, batchSize: 100 },
    });
    expect(summary).toMatchObject({ status: "failed", exitCode: 1, committed: false });
    const told = rowsOf(db, ledger.exceptions).map(({ record }) => record);
    const all = Array.from({ length: 35 }, (_, nth) => nth + 1);
    expect(told).toEqual(all);
  },
);
