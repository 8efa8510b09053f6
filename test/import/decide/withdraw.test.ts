import { expect, test } from "vitest";
import * as ledger from "../../../shared/ledger.ts";
import { patients } from "../../../shared/schema.ts";
import type { Database } from "../../../src/db/database.ts";
import { CLEAN, csv, exportOf, issues, outcomes } from "../../support/export.ts";
import type { ImportOptions } from "../../support/import.ts";
import { importFolder, newDatabase } from "../../support/import.ts";
import { mappingWith } from "../../support/mapping.ts";
import { rowsOf } from "../../support/rows.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

const A = "1,Asha,Rao,0441234567,31";
const B = "1,Asha,Rao,0441234567,32";
const C = "1,Asha,Rao,0441234567,33";
const BROKEN = "1,Asha,Rao,0441234567,151";
const OTHER = "2,Tom,Novak,0209461234,39";
const DUPLICATE = "patients.legacyId.duplicate";
const LENIENT: ImportOptions = { settings: { mode: "lenient", batchSize: 1 } };

const importPatients = (db: Database, records: readonly string[], options = LENIENT) =>
  importFolder(db, exportOf({ patients: records }), options);

/** What the ledger says last of each record: its outcome and the records that its issues name. */
function lastExceptions(db: Database) {
  const last = new Map(rowsOf(db, ledger.exceptions).map((row) => [row["record"], row]));
  return [...last].map(([record, { outcome, issues: found }]) => {
    const related = (JSON.parse(String(found)) as { related?: { record: number } }[]).flatMap(
      (issue) => issue.related?.record ?? [],
    );
    return { record, outcome, related };
  });
}

test.each([
  ["valid, valid", [A, B]],
  ["valid, not valid", [A, BROKEN]],
  ["not valid, valid", [BROKEN, B]],
])("the same id with other content rejects both, and each names the other: %s", async (_, two) => {
  const db = await newDatabase();
  const summary = await importPatients(db, [...two, OTHER]);
  expect(outcomes(summary, "patients")).toEqual({ records: 3, inserted: 1, rejected: 2 });
  expect(issues(summary)[DUPLICATE]).toBe(2);
  expect(lastExceptions(db)).toEqual([
    { record: 1, outcome: "rejected", related: [2] },
    { record: 2, outcome: "rejected", related: [1] },
  ]);
  expect(rowsOf(db, patients).map((row) => row["legacy_id"])).toEqual(["2"]);
});

test.each([
  ["last", [A, A, B]],
  ["between", [A, B, A]],
  ["first", [B, A, A]],
  ["everywhere", [A, B, C]],
  ["between, not valid", [A, BROKEN, A]],
  ["first, not valid", [BROKEN, BROKEN, A]],
])(
  "one contradiction rejects all records of the id, wherever it stands: %s",
  async (_, records) => {
    const db = await newDatabase();
    const summary = await importPatients(db, records);
    expect(outcomes(summary, "patients")).toEqual({ records: 3, rejected: 3 });
    expect(issues(summary)[DUPLICATE]).toBe(3);
    expect(summary.differences).toEqual([]);
    expect([db.count(patients), db.count(ledger.crosswalk)]).toEqual([0, 0]);
  },
);

test("the same id with the same content is a duplicate, and points to the row", async () => {
  const db = await newDatabase();
  const summary = await importPatients(db, [A, A, A]);
  expect(summary.exitCode).toBe(0);
  expect(outcomes(summary, "patients")).toEqual({ records: 3, inserted: 1, duplicate: 2 });
  const [row] = rowsOf(db, patients);
  expect(rowsOf(db, ledger.exceptions)).toMatchObject([
    { record: 2, outcome: "duplicate", target_id: row?.["id"] },
    { record: 3, outcome: "duplicate", target_id: row?.["id"] },
  ]);
});

test("cells that differ and mean the same are the same content", async () => {
  const db = await newDatabase();
  const blanks = "1,Asha ,  Rao,0441234567,+31";
  const summary = await importPatients(db, [A, blanks]);
  expect(outcomes(summary, "patients")).toEqual({ records: 2, inserted: 1, duplicate: 1 });
});

test("ids that only look alike are not the same", async () => {
  const db = await newDatabase();
  const summary = await importPatients(db, ["007,Asha,Rao,0441234567,31", "7,Li,Wei,0441234568,"]);
  expect(outcomes(summary, "patients")).toEqual({ records: 2, inserted: 2 });
});

test.each([
  ["a row that was unchanged stays as it was", [A, B]],
  ["a row that was updated is restored", [B, C]],
  ["a row that was updated is restored, also for the very content it had", [B, A]],
  ["a row that two records left alone stays as it was", [A, A, B]],
])("of an earlier import, %s", async (_, records) => {
  const db = await newDatabase();
  await importPatients(db, [A]);
  const before = [patients, ledger.crosswalk].map((table) => rowsOf(db, table));
  const summary = await importPatients(db, records);
  expect(outcomes(summary, "patients")).toEqual({
    records: records.length,
    rejected: records.length,
  });
  expect(summary.entities["patients"]).toMatchObject({ balanced: true });
  expect([patients, ledger.crosswalk].map((table) => rowsOf(db, table))).toEqual(before);
});

test("a contradiction between two files is found", async () => {
  const source = writeFiles(workspace(), {
    "patients-1.csv": csv("patients", [OTHER, A]),
    "patients-2.csv": csv("patients", [B]),
  });
  const summary = await importFolder(await newDatabase(), source);
  const [finding] = summary.entities["patients"]?.findings ?? [];
  expect(finding).toMatchObject({ code: DUPLICATE, count: 2 });
  expect(finding?.places).toEqual([
    { file: "patients-1.csv", record: 2, line: 3 },
    { file: "patients-2.csv", record: 1, line: 2 },
  ]);
});

test("a row that a batch before had committed is taken out again", async () => {
  const db = await newDatabase();
  const many = Array.from({ length: 600 }, (_, at) => `9${at},Li,Wei,044123${1000 + at},40`);
  const summary = await importPatients(db, [A, ...many, B]);
  expect(outcomes(summary, "patients")).toEqual({ records: 602, inserted: 600, rejected: 2 });
  expect(summary.differences).toEqual([]);
  expect(rowsOf(db, patients).some((row) => row["legacy_id"] === "1")).toBe(false);
});

test("a visit of a withdrawn patient is rejected, and names the patient's place", async () => {
  const db = await newDatabase();
  const source = exportOf({ ...CLEAN, patients: [A, OTHER, B] });
  const summary = await importFolder(db, source, LENIENT);
  expect(outcomes(summary, "visits")).toEqual({ records: 2, inserted: 1, rejected: 1 });
  expect(summary.entities["visits"]?.findings).toMatchObject([
    { code: "visits.patient.unknown", ofRejectedParent: 1 },
  ]);
});

test("control totals agree after a withdrawal among other records", async () => {
  const db = await newDatabase();
  const visits = [...CLEAN.visits, "V1,2,D1,2022-05-01,1.00", "V3,2,D1,2022-05-01,7.25"];
  const summary = await importFolder(db, exportOf({ ...CLEAN, visits }), LENIENT);
  expect(summary.differences).toEqual([]);
  const { source, target } = summary.entities["visits"]?.controlTotals ?? {};
  expect(source?.["consultation_fee_minor"]?.sum).toBe(String(35050 + 725));
  expect(target?.["consultation_fee_minor"]?.sum).toBe(String(35050 + 725));
});

test.each([
  ["found later", ["V3,2,D1,2022-05-01,1.005", "V1,2,D1,2022-05-01,2"]],
  ["found first", ["V1,2,D1,2022-05-01,2", "V3,2,D1,2022-05-01,1.005"]],
])("what rounding took counts for rows that stand, a contradiction %s", async (_, last) => {
  const mapping = mappingWith({ fields: { "visits.consultationFee": { round: "half-up" } } });
  const visits = ["V1,1,D1,2022-01-15,500.004", ...last];
  const { entities } = await importFolder(await newDatabase(), exportOf({ ...CLEAN, visits }), {
    ...LENIENT,
    mapping,
  });
  expect(entities["visits"]?.rounding).toEqual({
    consultationFee: { amounts: 1, difference: "-0.005" },
  });
});
