import { cpSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import type { Database } from "../../src/db/database.ts";
import { findResumable, readResumption } from "../../src/import/request/resume.ts";
import { importExport } from "../../src/jobs/import.ts";
import { retry } from "../../src/jobs/retry.ts";
import { Fixes } from "../../src/mapping/fixes.ts";
import { parseMapping } from "../../src/mapping/mapping.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { keptVersions } from "../support/kept-cells.ts";
import { column } from "../support/rows.ts";
import { IMPORTERS } from "../support/target.ts";
import { textRow, writeWorkbook } from "../support/workbook.ts";
import { workspace } from "../support/workspace.ts";

const REGISTRATIONS = "fixtures/patients-and-visits-in-one-file";
const PERSONS = "fixtures/doctors-and-patients-in-one-file";
const LENIENT = { settings: { mode: "lenient" } } as const;

const keptOf = (db: Database) =>
  keptVersions(db)
    .map((row) => [row["entity"], row["legacy_id"], JSON.parse(String(row["cells"]))])
    .sort();

test("rows of a patient, a doctor and a visit are counted for each; a patient that comes again alike is a duplicate", async () => {
  const db = await newDatabase();
  const { entities, differences } = await importFolder(db, REGISTRATIONS, LENIENT);
  expect(differences).toEqual([]);
  expect(entities).toMatchObject({
    patients: { records: 7, inserted: 3, duplicate: 2, rejected: 2, skipped: 0 },
    doctors: { records: 7, inserted: 2, duplicate: 4, rejected: 0, skipped: 1 },
    visits: { records: 7, inserted: 3, duplicate: 0, rejected: 3, skipped: 1 },
  });
  // Two rows of one patient without a phone are no two patients of one id.
  expect(entities["patients"]?.issues).toEqual({ "patients.phone.missing": 2 });
  expect(entities["visits"]?.findings.find(({ code }) => code.includes("unknown"))).toMatchObject({
    count: 2,
    ofRejectedParent: 2,
  });
});

test("a column that no entity takes is kept once: with the visit, or with the patient of a row without one", async () => {
  const db = await newDatabase();
  const { files } = await importFolder(db, REGISTRATIONS, LENIENT);
  const kept = [
    ["patients", "P4", { ward_note: "waits" }],
    ["visits", "V1", { ward_note: "bed 4" }],
    ["visits", "V3", { ward_note: "bed 9" }],
  ];
  expect(keptOf(db)).toEqual(kept);
  const told = files.map(({ entity, columnsAside = [] }) => {
    return [entity, columnsAside.map((one) => [one.column, one.cells])];
  });
  expect(told).toEqual([
    ["patients", [["ward_note", 1]]],
    ["doctors", []],
    ["visits", [["ward_note", 3]]],
  ]);
  const again = await importFolder(db, REGISTRATIONS, LENIENT);
  expect(again.entities).toMatchObject({
    patients: { unchanged: 3, duplicate: 2, unmapped: 0 },
    visits: { unchanged: 3, unmapped: 0 },
  });
  expect(keptOf(db)).toEqual(kept);
});

test("where of each says which entity a row is; what a field of the other would take is kept; a row of none is told", async () => {
  const db = await newDatabase();
  const { entities, exitCode } = await importFolder(db, PERSONS);
  expect(exitCode).toBe(0);
  expect(entities).toMatchObject({
    patients: { records: 5, inserted: 3, skipped: 2, issues: { "patients.row.of-none": 1 } },
    doctors: { records: 5, inserted: 2, skipped: 3, issues: {} },
  });
  const [none] = entities["patients"]?.findings ?? [];
  expect(none).toMatchObject({ severity: "warning", places: [{ record: 4, line: 5 }] });
  expect(column(db, "select legacy_id from doctors order by 1")).toEqual(["10", "7"]);
  expect(keptOf(db)).toEqual([
    ["doctors", "7", { role: "doctor" }],
    ["patients", "10", { role: "both", blood: "AB" }],
    ["patients", "7", { role: "patient", blood: "O+" }],
    ["patients", "8", { role: "patient", unit: "Wards", licence: "L-odd", blood: "A-" }],
  ]);
});

test("a fix is for the entity whose field reads the column: another one of that id is not stale by it", async () => {
  const db = await newDatabase();
  const text = "file,legacy id,column,old value,new value\npersons.csv,7,unit,Cardiology,Heart\n";
  const { entities } = await importFolder(db, PERSONS, { fixes: Fixes.parse("fixes.csv", text) });
  expect(entities).toMatchObject({ patients: { inserted: 3 }, doctors: { inserted: 2 } });
  expect(column(db, "select department from doctors where legacy_id = '7'")).toEqual(["Heart"]);
});

test("a sheet of a workbook is read for two entities as a file is", async () => {
  const db = await newDatabase();
  const [text, written] = ["persons.csv", "mapping.json"].map((name) =>
    readFileSync(join(PERSONS, name), "utf8"),
  ) as [string, string];
  const rows = text
    .trim()
    .split("\n")
    .map((line, at) => textRow(at + 1, line.split(",")));
  const book = writeWorkbook(
    { sheets: { Staff: { rows: rows.join("") }, Notes: { rows: textRow(1, ["memo"]) } } },
    "persons.xlsx",
  );
  const json = written.replaceAll("persons.csv", "persons.xlsx#Staff");
  const mapping = parseMapping("book", json, IMPORTERS);
  const { entities } = await importFolder(db, book, { mapping });
  expect(entities).toMatchObject({
    patients: { records: 5, inserted: 3, skipped: 2, issues: { "patients.row.of-none": 1 } },
    doctors: { records: 5, inserted: 2, skipped: 3 },
  });
  expect(keptOf(db)).toContainEqual(["patients", "10", { role: "both", blood: "AB" }]);
});

test("a strict run of a shared file is retried: a record is corrected for the entity that it was rejected of", async () => {
  const cwd = workspace();
  const database = join(cwd, "hmsync.db");
  const db = await newDatabase(database);
  const source = join(cwd, "legacy");
  cpSync(REGISTRATIONS, source, { recursive: true });
  const mapping = join(cwd, "mapping.json");
  renameSync(join(source, "mapping.json"), mapping);
  const reports = join(cwd, "first");
  const target = HMSYNC;
  const run = await importExport({ target, database, source, mapping, report: reports });
  expect([run.summary.exitCode, column(db, "select 1 from patients")]).toEqual([3, []]);
  for (const [name, was, is] of [
    ["patients.csv", "Cho Kim,,F", "Cho Kim,9876543219,F"],
    ["visits.csv", "not a day", "2023-01-10"],
  ] as const) {
    const path = join(reports, "rejected", name);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(was, is));
  }
  const { summary } = await retry({ target, database, report: join(cwd, "second") });
  expect(summary).toMatchObject({
    exitCode: 0,
    entities: {
      patients: { records: 7, inserted: 4, duplicate: 3, rejected: 0 },
      doctors: { records: 7, inserted: 2, duplicate: 4, skipped: 1 },
      visits: { records: 7, inserted: 6, rejected: 0, skipped: 1 },
    },
  });
  expect(keptOf(db)).toContainEqual(["visits", "V4", { ward_note: "window" }]);
});

test.each([3, 9, 14])(
  "a run that stops after %i records goes on where it was, for each entity of the file",
  async (records) => {
    const whole = await newDatabase();
    const { entities } = await importFolder(whole, REGISTRATIONS, LENIENT);
    const db = await newDatabase();
    const stop = new AbortController();
    let groups = 0;
    const how = { settings: { mode: "lenient", batchSize: 1 } } as const;
    const onProgress = () => {
      groups++;
      if (groups === records) stop.abort();
    };
    await importFolder(db, REGISTRATIONS, { ...how, signal: stop.signal, onProgress });
    const resume = readResumption(db, findResumable(db));
    const resumed = await importFolder(db, REGISTRATIONS, { ...how, resume });
    expect(resumed.differences).toEqual([]);
    for (const [entity, { inserted, duplicate, rejected, issues }] of Object.entries(entities)) {
      expect(resumed.entities[entity]).toMatchObject({ inserted, duplicate, rejected, issues });
    }
    expect(keptOf(db)).toEqual(keptOf(whole));
  },
);
