import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as ledger from "../../shared/ledger.ts";
import type { Database } from "../../src/db/database.ts";
import { readRuns, runNames } from "../../src/ledger/run-ledger.ts";
import { CLEAN, exportOf } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { rowsOf } from "../support/rows.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

/** Every cell is a word that stands nowhere else, in records that are accepted and that are not. */
const CANARIES = {
  "patients.csv": `patientId,firstName,lastName,phoneNumber,age,gender,email,address
QID1,QFIRST1,QLAST1,QPHONE1,31,M,QMAIL1,QADDRESS1
QID2,QFIRST2,QLAST2,,QAGE2,QGENDER2,QMAIL2,QADDRESS2
QID3,QFIRST3,QLAST3,2.5E+09,7e+77,F,QMAIL3,QADDRESS3
QID4,QFIRST4,QLAST4,QPHONE4,44,F,QMAIL4,QADDRESS4
QID4,QFIRST5,QLAST5,QPHONE5,45,F,QMAIL5,QADDRESS5
QID6,QFIRST6,QLAST6,QPHONE6,"QUNCLOSED6,F,QMAIL6,QADDRESS6
QID7,QFIRST7,QLAST7
`,
  "doctors.csv": "doctorId,fullName,joinDate\nQDOC1,QDOCTOR1,\nQDOC2,QDOCTOR2,QJOIN2\n",
  "visits.csv": `visitId,patientId,doctorId,visitDate,status,consultationFee,notes
QVISIT1,QID1,QDOC1,2022-01-15,completed,1.00,QNOTE1
QVISIT2,QID2,QDOC2,QDAY2,QSTATUS2,QFEE2,QNOTE2
QVISIT3,QNOBODY3,QDOC1,1822-01-15,,77777.777,QNOTE3
`,
};

const canaryRun = async (db: Database, reportFolder: string) =>
  importFolder(db, writeFiles(workspace(), CANARIES), {
    settings: { mode: "lenient" },
    reportFolder,
  });

/**
 * None of them can stand by chance in a hash, an id or a time, as `7e77` could; nor in the name of a
 * folder that is made for a test, as any Q, letters and a digit could.
 */
const WORDS = Object.values(CANARIES).flatMap((text) => text.match(/Q[A-Z]+\d/g) ?? []);
const CELLS = new RegExp([...WORDS, "2\\.5E\\+09|7e\\+77|77777\\.?777|1822-01-15"].join("|"));

test("no cell stands in the issues or the summary of the ledger", async () => {
  const db = await newDatabase();
  const summary = await canaryRun(db, join(workspace(), "report"));
  expect(Object.values(summary.entities).map((one) => one.rejected)).toEqual([6, 1, 2]);
  const kept = rowsOf(db, ledger.exceptions);
  expect(kept.length).toBeGreaterThanOrEqual(9);
  for (const row of kept) expect(row["issues"]).not.toMatch(CELLS);
  expect(rowsOf(db, ledger.runs)[0]?.["summary"]).not.toMatch(CELLS);
});

test("no cell stands in issues.csv or reconciliation.json", async () => {
  const folder = join(workspace(), "report");
  await canaryRun(await newDatabase(), folder);
  for (const name of ["issues.csv", "reconciliation.json"]) {
    const text = readFileSync(join(folder, name), "utf8");
    expect(text.length).toBeGreaterThan(500);
    expect(text).not.toMatch(CELLS);
  }
});

test("a run has its files with size, hash and records", async () => {
  const db = await newDatabase();
  const source = exportOf(CLEAN);
  await importFolder(db, source);
  const bytes = readFileSync(join(source, "visits.csv"));
  expect(rowsOf(db, ledger.files)[2]).toMatchObject({
    run_id: 1,
    entity: "visits",
    name: "visits.csv",
    size: bytes.length,
    records: 2,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  });
});

test("a run says its legacy system, as-of day, times and report folder", async () => {
  const db = await newDatabase();
  const reportFolder = join(workspace(), "report");
  await importFolder(db, exportOf(CLEAN), { asOf: "2025-12-31", reportFolder });
  expect(rowsOf(db, ledger.runs)).toMatchObject([
    {
      legacy_system: "generic-csv",
      as_of: "2025-12-31",
      report_folder: reportFolder,
      started_at: "2026-01-14T02:03:11.000Z",
      committed: 1,
      exit_code: 0,
      finished_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    },
  ]);
});

test("the summary that the ledger keeps is the one that the run gave", async () => {
  const db = await newDatabase();
  const summary = await importFolder(db, exportOf(CLEAN));
  const [run] = readRuns(db, summary.run);
  expect(run).toMatchObject({ name: summary.run, status: "committed", committed: true });
  expect(run?.summary).toEqual(JSON.parse(JSON.stringify(summary)));
});

test("runs are listed the newest first, also those that were rolled back", async () => {
  const db = await newDatabase();
  const first = await importFolder(db, exportOf({ patients: ["1,Asha,Rao,,31"] }));
  const second = await importFolder(db, exportOf(CLEAN));
  expect(readRuns(db).map(({ name, status }) => [name, status])).toEqual([
    [second.run, "committed"],
    [first.run, "rejected"],
  ]);
  expect(readRuns(db, "none")).toEqual([]);
});

test("runs are found by the day in their name", async () => {
  const db = await newDatabase();
  const summary = await importFolder(db, exportOf(CLEAN));
  db.exec("update ledger_runs set name = '2026-01-14-1'");
  expect(summary.run).not.toBe("2026-01-14-1");
  expect([runNames(db, "2026-01-14"), runNames(db, "2026-01-1")]).toEqual([["2026-01-14-1"], []]);
});

test("a rejected record's issues name code, severity and column, and its own place", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf({ patients: [...CLEAN.patients, "9,Li,Wei,044,151"] }));
  const [kept] = rowsOf(db, ledger.exceptions);
  expect(kept).toMatchObject({ record: 3, line: 4, legacy_id: "9", target_id: null, former: null });
  expect(JSON.parse(String(kept?.["issues"]))).toEqual([
    { code: "patients.phone.malformed", severity: "warning", column: "phoneNumber" },
    { code: "patients.age.out-of-range", severity: "error", column: "age" },
  ]);
});
