import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { patients as importer } from "../../../importers/patients.ts";
import * as ledger from "../../../shared/ledger.ts";
import { patients } from "../../../shared/schema.ts";
import type { Database } from "../../../src/db/database.ts";
import type { RunSettings } from "../../../src/ledger/run-summary.ts";
import { absentFiles, checkAbsent } from "../../../src/mapping/absent-files.ts";
import { exportOf } from "../../support/export.ts";
import { importFolder, newDatabase } from "../../support/import.ts";
import { mappingWith } from "../../support/mapping.ts";
import { rowsOf } from "../../support/rows.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

const ASHA = "1,Asha,Rao,0441234567,31";
const TOM = "2,Tom,Novak,0209461234,39";
const LI = "3,Li,Wei,0331234567,40";

async function imported(
  db: Database,
  records: readonly string[],
  settings: Partial<RunSettings> = {},
) {
  const summary = await importFolder(db, exportOf({ patients: records }), { settings });
  const { vanished, marked, unmarked } = summary.entities["patients"] ?? {};
  expect(summary.differences).toEqual([]);
  return { vanished, marked, unmarked };
}

const active = (db: Database) => rowsOf(db, patients).map((row) => row["is_active"]);

test("records that an export holds no more are listed, and their rows stay", async () => {
  const db = await newDatabase();
  expect(await imported(db, [ASHA, TOM, LI])).toEqual({ vanished: 0, marked: 0, unmarked: 0 });
  expect(await imported(db, [TOM])).toEqual({ vanished: 2, marked: 0, unmarked: 0 });
  expect(active(db)).toEqual([1, 1, 1]);
});

test("the report names where a vanished record stood last, for its owner alone", async () => {
  const db = await newDatabase();
  await imported(db, [ASHA, TOM]);
  const reportFolder = join(workspace(), "report");
  await importFolder(db, exportOf({ patients: [TOM] }), { reportFolder });
  const [, line] = readFileSync(join(reportFolder, "vanished.csv"), "utf8").split("\r\n");
  expect(line?.split(",")).toMatchObject({
    0: "patients",
    1: "1",
    4: "patients.csv",
    5: "1",
    6: "2",
  });
});

test("a record that is rejected, or unchanged, or changed, has not vanished", async () => {
  const db = await newDatabase();
  await imported(db, [ASHA, TOM, LI]);
  const now = ["1,Asha,Rao,,31", "2,Tom,Novak,0209461235,39", LI];
  expect(await imported(db, now, { mode: "lenient" })).toMatchObject({ vanished: 0 });
});

test("a part of an export says nothing of the rest", async () => {
  const db = await newDatabase();
  await imported(db, [ASHA, TOM, LI]);
  expect(await imported(db, [ASHA, TOM], { limit: 1 })).toMatchObject({ vanished: 0 });
});

test("vanished rows are marked as not active where that is asked for, once", async () => {
  const db = await newDatabase();
  await imported(db, [ASHA, TOM]);
  const marking = { markVanished: true };
  expect(await imported(db, [TOM], marking)).toEqual({ vanished: 1, marked: 1, unmarked: 0 });
  expect(active(db)).toEqual([0, 1]);
  expect(rowsOf(db, ledger.actions)).toMatchObject([
    { kind: "marked", entity: "patients", legacy_id: "1", run_id: 2 },
  ]);
  expect(await imported(db, [TOM], marking)).toEqual({ vanished: 1, marked: 0, unmarked: 0 });
});

test("a row is active again as soon as its record is back", async () => {
  const db = await newDatabase();
  await imported(db, [ASHA, TOM]);
  await imported(db, [TOM], { markVanished: true });
  expect(await imported(db, [ASHA, TOM])).toEqual({ vanished: 0, marked: 0, unmarked: 1 });
  expect(active(db)).toEqual([1, 1]);
  expect(await imported(db, [ASHA, TOM])).toMatchObject({ unmarked: 0 });
});

test("a row that HMSync itself made inactive stays so", async () => {
  const db = await newDatabase();
  await imported(db, [ASHA, TOM]);
  db.exec("update patients set is_active = 0 where legacy_id = '1'");
  await imported(db, [TOM], { markVanished: true });
  expect(await imported(db, [ASHA, TOM])).toMatchObject({ unmarked: 0 });
  expect(active(db)).toEqual([0, 1]);
});

const HEAD = "patientId,firstName,lastName,phoneNumber,age\n";
const twoFiles = (optional: boolean) =>
  mappingWith({ entities: { patients: { file: ["a.csv", "b.csv"], optional } } });

test("nothing vanishes on account of a file that the mapping names and the export lacks", async () => {
  const db = await newDatabase();
  const [a, b] = [`${HEAD}${ASHA}\n`, `${HEAD}${TOM}\n${LI}\n`];
  const mapping = twoFiles(true);
  await importFolder(db, writeFiles(workspace(), { "a.csv": a, "b.csv": b }), { mapping });
  const settings = { markVanished: true };
  const less = writeFiles(workspace(), { "a.csv": a });
  const { entities } = await importFolder(db, less, { mapping, settings });
  expect(entities["patients"]).toMatchObject({ unchanged: 1, vanished: 0, marked: 0 });
  expect(entities["patients"]?.vanishedUnknown).toContain("b.csv");
  expect(active(db)).toEqual([1, 1, 1]);
  const both = writeFiles(workspace(), { "a.csv": a, "b.csv": HEAD });
  const gone = await importFolder(db, both, { mapping, settings });
  expect(gone.entities["patients"]).toMatchObject({ vanished: 2, marked: 2 });
});

test("nothing vanishes behind a record whose id cannot be read", async () => {
  const db = await newDatabase();
  await imported(db, [ASHA, TOM, LI]);
  const settings = { mode: "lenient", markVanished: true } as const;
  const cut = await imported(db, [ASHA, TOM, '3,Li,"Wei'], settings);
  expect(cut).toEqual({ vanished: 0, marked: 0, unmarked: 0 });
  expect(await imported(db, [ASHA, TOM], settings)).toMatchObject({ vanished: 1, marked: 1 });
});

test("asked is where an export lacks a file that the mapping names", () => {
  const files = [{ name: "A.csv" }];
  const mapping = twoFiles(false);
  const absent = absentFiles(mapping, [importer], files);
  expect(absent).toEqual([{ entity: "patients", file: "b.csv" }]);
  expect(() => checkAbsent(mapping, absent)).toThrow(/b\.csv of patients/);
  expect(() => checkAbsent(twoFiles(true), absent)).not.toThrow();
});
