import { describe, expect, test } from "vitest";
import * as ledger from "../../../shared/ledger.ts";
import { visits } from "../../../shared/schema.ts";
import type { Database } from "../../../src/db/database.ts";
import { exportOf, outcomes } from "../../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../../support/import.ts";
import { mappingWith } from "../../support/mapping.ts";
import { rowsOf } from "../../support/rows.ts";

const LENIENT: ImportOptions = { settings: { mode: "lenient" } };
const DOCTORS = ["D1,Dr. Jane Smith"];
const ASHA = "1,Asha,Rao,0441234567,31";
const TOM = "2,Tom,Novak,0209461234,39";
/** Tom is not in the export. */
const EARLY = {
  patients: [ASHA],
  doctors: DOCTORS,
  visits: ["V1,1,D1,2022-01-15,500.00", "V2,2,D1,2022-02-03,350.50"],
};

async function withEarlyVisit(): Promise<Database> {
  const db = await newDatabase();
  const summary = await importFolder(db, exportOf(EARLY), LENIENT);
  expect(outcomes(summary, "visits")).toEqual({ records: 2, inserted: 1, rejected: 1 });
  expect(summary.entities["visits"]?.waiting).toBe(1);
  return db;
}

const counts = async (db: Database, records: Parameters<typeof exportOf>[0], options = LENIENT) => {
  const summary = await importFolder(db, exportOf(records), options);
  expect(summary.differences).toEqual([]);
  const {
    released = 0,
    waiting = 0,
    targetBefore = 0,
    targetAfter = 0,
  } = summary.entities["visits"] ?? {};
  return { released, waiting, grown: targetAfter - targetBefore, exitCode: summary.exitCode };
};

describe("a visit whose patient is not there yet", () => {
  test("waits, with its reason and its cells", async () => {
    const db = await withEarlyVisit();
    expect(rowsOf(db, ledger.waiting)).toMatchObject([
      { legacy_id: "V2", record: 2, line: 3, parent_entity: "patients", parent_legacy_id: "2" },
    ]);
  });

  test("has its cells kept as they stand in the file", async () => {
    const db = await newDatabase();
    const odd = ['V "3"\\', " é😀 ", "D1", "2022-02-03", "350.50"];
    const line = odd.map((cell) => `"${cell.replaceAll('"', '""')}"`).join();
    await importFolder(db, exportOf({ ...EARLY, visits: [...EARLY.visits, line] }), LENIENT);
    expect(rowsOf(db, ledger.waiting).map(({ cells }) => cells)).toEqual([
      '["V2","2","D1","2022-02-03","350.50"]',
      JSON.stringify(odd),
    ]);
  });

  test("that comes several times waits once, with the place that it has last", async () => {
    const twelve = Array.from({ length: 12 }, (_, nth) => `W${nth},2,D1,2022-02-03,350.50`);
    const visits = [...twelve, EARLY.visits[1] ?? "", ...twelve, EARLY.visits[1] ?? ""];
    const db = await newDatabase();
    const summary = await importFolder(db, exportOf({ ...EARLY, visits }), LENIENT);
    expect(outcomes(summary, "visits")).toEqual({ records: 26, rejected: 26 });
    const waits = rowsOf(db, ledger.waiting).map(({ legacy_id: id, record }) => [id, record]);
    expect(waits).toEqual([...twelve.map((_, nth) => [`W${nth}`, 14 + nth]), ["V2", 26]]);
    const indexes = db.prepare(
      "select name from pragma_index_list('ledger_waiting') order by name",
    );
    expect(indexes.all([])).toEqual([["ledger_waiting_legacy_id_idx"]]);
  });

  test("that comes twice beside one that waits already waits once", async () => {
    const db = await withEarlyVisit();
    const late = "W1,9,D1,2022-02-03,350.50";
    await importFolder(db, exportOf({ doctors: DOCTORS, visits: [late, late] }), LENIENT);
    const waits = rowsOf(db, ledger.waiting).map(({ legacy_id: id, record }) => [id, record]);
    expect(waits).toEqual([
      ["V2", 2],
      ["W1", 2],
    ]);
  });

  test.each([
    ["lenient", LENIENT],
    ["strict", {}],
  ])("is let in by the %s run that brings the patient, with its own place", async (_, options) => {
    const db = await withEarlyVisit();
    expect(await counts(db, { patients: [ASHA, TOM] }, options)).toEqual({
      released: 1,
      waiting: 0,
      grown: 1,
      exitCode: 0,
    });
    expect(rowsOf(db, ledger.waiting)).toEqual([]);
    const row = rowsOf(db, ledger.crosswalk).find(({ legacy_id: id }) => id === "V2");
    expect(row).toMatchObject({ record: 2, line: 3, run_id: 2, file_id: 3 });
    expect(rowsOf(db, ledger.actions)).toMatchObject([
      { kind: "released", legacy_id: "V2", detail: "released", run_id: 2 },
    ]);
    expect(rowsOf(db, visits).map((visit) => visit["consultation_fee_minor"])).toEqual([
      50000, 35050,
    ]);
  });

  test("is let in once, though it waited in two runs", async () => {
    const db = await withEarlyVisit();
    expect(await counts(db, EARLY)).toMatchObject({ waiting: 1, released: 0 });
    expect(rowsOf(db, ledger.waiting).length).toBe(1);
    expect(await counts(db, { patients: [TOM] })).toMatchObject({ released: 1, grown: 1 });
  });

  test("waits no longer when a later export brings both", async () => {
    const db = await withEarlyVisit();
    expect(await counts(db, { ...EARLY, patients: [ASHA, TOM] })).toEqual({
      released: 0,
      waiting: 0,
      grown: 1,
      exitCode: 0,
    });
    expect(rowsOf(db, ledger.waiting)).toEqual([]);
  });

  test("stays out when the export that brings the patient says something wrong of it", async () => {
    const db = await withEarlyVisit();
    const wrong = { patients: [TOM], doctors: DOCTORS, visits: ["V2,2,D1,2022-02-30,350.50"] };
    expect(await counts(db, wrong)).toMatchObject({ released: 0, grown: 0, exitCode: 3 });
  });

  test("that has another mistake too does not wait", async () => {
    const db = await newDatabase();
    const visit = ["V2,2,D1,2022-02-30,350.50"];
    expect(await counts(db, { ...EARLY, visits: visit })).toMatchObject({ waiting: 0 });
  });

  test("does not wait where another record contradicts it", async () => {
    const db = await newDatabase();
    const both = ["V2,2,D1,2022-02-03,350.50", "V2,2,D1,2022-02-04,350.50"];
    expect(await counts(db, { ...EARLY, visits: both })).toMatchObject({ waiting: 0 });
  });

  test("does not wait in a strict run, which writes nothing, nor in a rehearsal", async () => {
    const db = await newDatabase();
    await importFolder(db, exportOf(EARLY));
    await importFolder(db, exportOf(EARLY), { settings: { mode: "lenient", dryRun: true } });
    expect(rowsOf(db, ledger.waiting)).toEqual([]);
  });

  test("is not let in by another legacy system's patient of the same number", async () => {
    const db = await withEarlyVisit();
    const other = mappingWith({});
    const mapping = { ...other, legacySystem: "another" };
    expect(await counts(db, { patients: [TOM] }, { ...LENIENT, mapping })).toMatchObject({
      released: 0,
    });
  });
});
