import { describe, expect, test } from "vitest";
import * as ledger from "../../shared/ledger.ts";
import { patients, visits } from "../../shared/schema.ts";
import type { Database } from "../../src/db/database.ts";
import type { OnConflict } from "../../src/ledger/run-summary.ts";
import { CLEAN, exportOf, issues, outcomes } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { mappingWith } from "../support/mapping.ts";
import { rowsOf } from "../support/rows.ts";

const ASHA = "1,Asha,Rao,0441234567,31";
const MOVED = "1,Asha,Rao,0449999999,31";
const TOM = "2,Tom,Novak,0209461234,39";

const importPatients = (db: Database, records: readonly string[], onConflict?: OnConflict) =>
  importFolder(db, exportOf({ patients: records }), {
    settings: { mode: "lenient", ...(onConflict && { onConflict }) },
  });

/** Asha's phone was mended in HMSync after the import. */
async function edited(): Promise<Database> {
  const db = await newDatabase();
  await importPatients(db, [ASHA, TOM]);
  db.exec("update patients set phone = '0000000' where legacy_id = '1'");
  return db;
}

async function deleted(): Promise<Database> {
  const db = await newDatabase();
  await importPatients(db, [ASHA, TOM]);
  db.exec("delete from patients where legacy_id = '1'");
  return db;
}

const phones = (db: Database) => rowsOf(db, patients).map(({ phone }) => phone);

describe("a record that changed while its row was edited in HMSync", () => {
  test.each([
    ["keep", { records: 2, unchanged: 2 }, "0000000"],
    ["overwrite", { records: 2, updated: 1, unchanged: 1 }, "0449999999"],
    ["reject", { records: 2, unchanged: 1, rejected: 1 }, "0000000"],
  ] as const)("is a conflict: %s", async (onConflict, counts, phone) => {
    const db = await edited();
    const summary = await importPatients(db, [MOVED, TOM], onConflict);
    expect(outcomes(summary, "patients")).toEqual(counts);
    expect(issues(summary)).toEqual({ "patients.target.edited": 1 });
    expect(phones(db)).toEqual([phone, "0209461234"]);
    expect(summary.exitCode).toBe(onConflict === "reject" ? 3 : 0);
  });

  test("is told with the columns that differ, and none of their values", async () => {
    const db = await edited();
    db.exec("update patients set first_name = 'Aisha' where legacy_id = '1'");
    await importPatients(db, [MOVED, TOM]);
    const [kept] = rowsOf(db, ledger.exceptions);
    expect(JSON.parse(String(kept?.["issues"]))).toMatchObject([
      { detail: "edited in HMSync: firstName, phone; changed in the export: firstName, phone" },
    ]);
  });

  test("is none where HMSync holds what the record says", async () => {
    const db = await edited();
    db.exec("update patients set phone = '0449999999' where legacy_id = '1'");
    const summary = await importPatients(db, [MOVED, TOM], "reject");
    expect(outcomes(summary, "patients")).toEqual({ records: 2, unchanged: 2 });
  });

  test("stays one, run after run, until somebody decides", async () => {
    const db = await edited();
    for (const _ of [1, 2]) {
      expect(issues(await importPatients(db, [MOVED]))).toEqual({ "patients.target.edited": 1 });
    }
    await importPatients(db, [MOVED], "overwrite");
    expect(issues(await importPatients(db, [MOVED]))).toEqual({});
  });

  test("keeps what was overwritten, so that it can be taken back", async () => {
    const db = await edited();
    await importPatients(db, [MOVED], "overwrite");
    const [kept] = rowsOf(db, ledger.exceptions);
    expect(JSON.parse(String(kept?.["former"]))).toMatchObject({
      row: { phone: "0000000" },
      changed: ["phone"],
    });
  });
});

describe("a record whose row was deleted in HMSync", () => {
  test.each([
    ["keep", { records: 2, unchanged: 2 }, 1],
    ["overwrite", { records: 2, inserted: 1, unchanged: 1 }, 2],
    ["reject", { records: 2, unchanged: 1, rejected: 1 }, 1],
  ] as const)("%s", async (onConflict, counts, rows) => {
    const db = await deleted();
    const summary = await importPatients(db, [ASHA, TOM], onConflict);
    expect(outcomes(summary, "patients")).toEqual(counts);
    expect(issues(summary)).toEqual({ "patients.target.deleted": 1 });
    expect(db.count(patients)).toBe(rows);
    expect(summary.differences).toEqual([]);
  });

  test("may be made an error by the mapping", async () => {
    const db = await deleted();
    const mapping = mappingWith({ rules: { "patients.target.deleted": "error" } });
    const summary = await importFolder(db, exportOf({ patients: [ASHA, TOM] }), { mapping });
    expect(summary.exitCode).toBe(3);
  });

  test("and another that contradicts it are both rejected, whatever their order", async () => {
    const db = await deleted();
    for (const both of [
      [ASHA, MOVED],
      [MOVED, ASHA],
    ]) {
      for (const onConflict of ["keep", "overwrite"] as const) {
        const summary = await importPatients(db, both, onConflict);
        expect(outcomes(summary, "patients")).toEqual({ records: 2, rejected: 2 });
        expect(db.count(patients)).toBe(1);
      }
    }
  });

  test("takes its visits along: none of them is a mistake of the export", async () => {
    const db = await newDatabase();
    await importFolder(db, exportOf(CLEAN));
    db.exec("delete from visits; delete from patients");
    const summary = await importFolder(db, exportOf(CLEAN));
    expect(summary.exitCode).toBe(0);
    expect(db.count(visits)).toBe(0);
    expect(outcomes(summary, "visits")["rejected"]).toBeUndefined();
    const again = await importFolder(db, exportOf(CLEAN), {
      settings: { onConflict: "overwrite" },
    });
    expect(again.exitCode).toBe(0);
    expect(db.count(visits)).toBe(again.entities["visits"]?.records);
  });
});
