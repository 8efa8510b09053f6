import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { patients, visits } from "../../../shared/schema.ts";
import { readResumption } from "../../../src/import/request/resume.ts";
import { readRuns } from "../../../src/ledger/run-ledger.ts";
import { CLEAN, exportOf, issues, outcomes } from "../../support/export.ts";
import { afterCommit } from "../../support/faults.ts";
import { type ImportOptions, importFolder, newDatabase } from "../../support/import.ts";
import { change, query } from "../../support/sql.ts";
import { workspace } from "../../support/workspace.ts";

const BATCHED: ImportOptions = { settings: { mode: "lenient", batchSize: 1 } };

/** What the application does after the commit that brings the first patient; the first one registers the run. */
async function whileRunning(sql: string, records: Parameters<typeof exportOf>[0] = CLEAN) {
  const folder = workspace();
  const path = join(folder, "hmsync.db");
  const db = afterCommit(await newDatabase(path), 2, () => change(path, sql));
  const reportFolder = join(folder, "report");
  const summary = await importFolder(db, exportOf(records), { ...BATCHED, reportFolder });
  return { db, path, summary };
}

const FIRST = "where legacy_id = '1'";
const CURE = expect.stringContaining("patients.target.edited-meanwhile");
const place = { file: "patients.csv", record: 1, line: 2 };

describe("between two batches of a run", () => {
  test("a row that the application edits is told by its record and columns", async () => {
    const edit = `update patients set first_name = 'Usha', address = 'Lake Road' ${FIRST}`;
    const { path, summary } = await whileRunning(edit);
    expect(summary).toMatchObject({ status: "mismatched", exitCode: 5, committed: true });
    expect(summary.differences).toMatchObject([{ entity: "patients", target: 1, cure: CURE }]);
    const [finding] = summary.entities["patients"]?.findings ?? [];
    const code = "patients.target.edited-meanwhile";
    expect(finding).toMatchObject({ code, severity: "warning", count: 1, places: [place] });
    expect(query(path, `select first_name from patients ${FIRST}`)).toEqual([["Usha"]]);
  });

  test("a row that it deletes is told, and the records that name it are rejected for that", async () => {
    const { db, summary } = await whileRunning(`delete from patients ${FIRST}`);
    expect(summary).toMatchObject({ status: "mismatched", exitCode: 5, committed: true });
    expect(summary.differences.at(-1)).toMatchObject({ entity: "patients", target: 1, cure: CURE });
    expect(issues(summary)).toMatchObject({ "patients.target.deleted-meanwhile": 1 });
    expect(outcomes(summary, "visits")).toEqual({ records: 2, inserted: 1, rejected: 1 });
    expect([db.count(patients), db.count(visits)]).toEqual([1, 1]);
  });

  test.each([
    ["edits", `update patients set first_name = 'Usha' ${FIRST}`],
    ["deletes", `delete from patients ${FIRST}`],
  ])(
    "a row that it %s and a later record contradicts is withdrawn, and all balances",
    async (_, sql) => {
      const twice = [...CLEAN.patients, "1,Asha,Rao,0441234599,31"];
      const { db, summary } = await whileRunning(sql, { patients: twice });
      expect(summary).toMatchObject({ status: "committed", exitCode: 3, differences: [] });
      expect(outcomes(summary, "patients")).toEqual({ records: 3, inserted: 1, rejected: 2 });
      expect(db.count(patients)).toBe(1);
    },
  );
});

test("a row that is edited while a run is dead is told when it goes on", async () => {
  const db = await newDatabase();
  const source = exportOf(CLEAN);
  const stop = new AbortController();
  const stopping = { signal: stop.signal, onProgress: () => stop.abort() };
  const stopped = await importFolder(db, source, { ...BATCHED, ...stopping });
  expect(stopped).toMatchObject({ status: "interrupted", committed: true });
  db.exec(`update patients set first_name = 'Usha' ${FIRST}`);
  const [found] = readRuns(db);
  if (found === undefined) throw new TypeError("There is no run.");
  const summary = await importFolder(db, source, { ...BATCHED, resume: readResumption(db, found) });
  expect(summary.differences).toMatchObject([{ entity: "patients", target: 1, cure: CURE }]);
  expect(issues(summary)).toEqual({ "patients.target.edited-meanwhile": 1 });
});

test("a row that holds something else though nobody else has written is a mismatch", async () => {
  const db = await newDatabase();
  db.exec(`create trigger theirs after insert on visits begin
    update patients set first_name = 'Usha' where legacy_id = '1'; end`);
  const summary = await importFolder(db, exportOf(CLEAN), BATCHED);
  expect(summary).toMatchObject({ status: "mismatched", exitCode: 5 });
});
