import { expect, test } from "vitest";
import * as ledger from "../../shared/ledger.ts";
import type { Database } from "../../src/db/database.ts";
import { CLEAN, exportOf } from "../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { column, type Row, rowsOf } from "../support/rows.ts";
import { addRow, blocked, done, runNamed, stateOf, undo } from "../support/undo.ts";

// What other commands leave in the ledger, written here by hand: rows that were marked as vanished or
// not any more, records that wait for their parents and that were let in.

const FIRST = "2026-01-14T02:03:11.000Z";
const LATER = new Date("2026-01-15T00:00:00Z");
const LENIENT: ImportOptions = { settings: { mode: "lenient" } };

/** A database with CLEAN, and a second run that brings one more patient. */
async function twoRuns(patients = ["3,Li,Wei,0441112223,50"]) {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN));
  const before = stateOf(db);
  const { run } = await importFolder(db, exportOf({ patients }), { startedAt: LATER });
  return { db, before, run, runId: runNamed(db, run).id };
}

/** Does to a patient what marking does, and writes it down. */
function mark(db: Database, action: { runId: number; kind: string; updatedAt?: string }): void {
  const { runId, kind, updatedAt = FIRST } = action;
  const set = kind === "marked" ? 0 : 1;
  const change = "update patients set is_active = ?, updated_at = ? where legacy_id = '2'";
  db.prepare(change).run([set, LATER.toISOString()]);
  addRow(db, "ledger_actions", {
    run_id: runId,
    kind,
    entity: "patients",
    legacy_id: "2",
    target_id: column(db, "select id from patients where legacy_id = '2'")[0] ?? null,
    former: JSON.stringify({ isActive: 1 - set, updatedAt }),
  });
}

test("a row that the run marked as vanished is active again, and marked again by the redo", async () => {
  const { db, before, run, runId } = await twoRuns();
  mark(db, { runId, kind: "marked" });
  const after = stateOf(db);
  const first = await undo(db, run);
  expect(done(first)).toEqual([1, 1, 0]);
  expect(stateOf(db)).toEqual(before);
  expect(done(await undo(db, first?.run ?? ""))).toEqual([0, 1, 1]);
  expect(stateOf(db)).toEqual(after);
  expect(done(await undo(db, run))).toEqual([1, 1, 0]);
  expect(stateOf(db)).toEqual(before);
});

test("a marked row that somebody changed since stays as it is", async () => {
  const { db, run, runId } = await twoRuns();
  mark(db, { runId, kind: "marked" });
  db.exec("update patients set is_active = 1 where legacy_id = '2'");
  expect(blocked(await undo(db, run))).toEqual({ "patients.undo.edited": 1 });
  db.exec("update patients set is_active = 0, updated_at = 'x' where legacy_id = '2'");
  expect(blocked(await undo(db, run))).toEqual({ "patients.undo.edited": 1 });
});

test("a marked row that HMSync deleted since needs nothing", async () => {
  const { db, run, runId } = await twoRuns();
  mark(db, { runId, kind: "marked" });
  db.exec("delete from visits where legacy_id = 'V2'; delete from patients where legacy_id = '2'");
  expect(done(await undo(db, run))).toEqual([1, 0, 0]);
});

test("a run that a later one marked rows of is blocked until that is undone", async () => {
  const { db, run, runId } = await twoRuns();
  mark(db, { runId, kind: "marked" });
  const [first] = rowsOf(db, ledger.runs) as [Row];
  const name = String(first["name"]);
  expect(blocked(await undo(db, name))).toMatchObject({ "patients.undo.later-run": 1 });
  await undo(db, run);
  expect(done(await undo(db, name))).toEqual([5, 0, 0]);
});

test.each([
  ["before", FIRST, LATER.toISOString()],
  ["after", LATER.toISOString(), FIRST],
])("a row that the run made active again %s it updated it gets both back", async (_, ...at) => {
  const { db, run, runId } = await twoRuns(["2,Tom,Novak,0209461234,40"]);
  const [unmarkedAt, updatedAt] = at;
  mark(db, { runId, kind: "unmarked", ...(unmarkedAt && { updatedAt: unmarkedAt }) });
  db.prepare("update ledger_exceptions set former = json_set(former, '$.row.updatedAt', ?)").run([
    updatedAt ?? null,
  ]);
  const after = stateOf(db);
  const first = await undo(db, run);
  expect(done(first)).toEqual([0, 1, 0]);
  const row = "select age || ' ' || is_active || ' ' || updated_at from patients";
  expect(column(db, `${row} where legacy_id = '2'`)).toEqual([`39 0 ${FIRST}`]);
  await undo(db, first?.run ?? "");
  expect(stateOf(db)).toEqual(after);
});

const WAITING = {
  file_id: 1,
  legacy_system: "generic-csv",
  entity: "visits",
  record: 9,
  line: 10,
  legacy_id: "V9",
  parent_entity: "patients",
  parent_legacy_id: "3",
  cells: '["V9"]',
};

/** The waiting row as the action that let the record in keeps it. */
function released(db: Database, { runId, by }: { runId: number; by: number }, detail: string) {
  const former = {
    id: 77,
    runId,
    fileId: 1,
    legacySystem: "generic-csv",
    entity: "visits",
    record: 9,
    line: 10,
    legacyId: "V9",
    parentEntity: "patients",
    parentLegacyId: "3",
    cells: '["V9"]',
  };
  addRow(db, "ledger_actions", {
    run_id: by,
    kind: "released",
    entity: "visits",
    legacy_id: "V9",
    detail,
    former: JSON.stringify(former),
  });
  return [{ id: 77, run_id: runId, ...WAITING }];
}

test("records of the run wait no more, and wait again after the redo", async () => {
  const { db, run, runId } = await twoRuns();
  addRow(db, "ledger_waiting", { run_id: runId, ...WAITING });
  const waiting = rowsOf(db, ledger.waiting);
  const first = await undo(db, run);
  expect(rowsOf(db, ledger.waiting)).toEqual([]);
  await undo(db, first?.run ?? "");
  expect(rowsOf(db, ledger.waiting)).toEqual(waiting);
});

test.each(["released", "superseded"])(
  "a record that waited and was %s waits again, until the redo",
  async (detail) => {
    const { db, run, runId } = await twoRuns(["3,Li,Wei,0441112223,50"]);
    const withVisit = exportOf({ visits: ["V9,3,D1,2022-01-15,1.00"] });
    const { run: third } = await importFolder(db, withVisit, {
      ...LENIENT,
      startedAt: new Date("2026-01-16T00:00:00Z"),
    });
    const waiting = released(db, { runId, by: runNamed(db, third).id }, detail);
    const after = stateOf(db);
    const first = await undo(db, third);
    expect(first?.entities["visits"]).toMatchObject({ undone: 1, waiting: 1, balanced: true });
    expect(rowsOf(db, ledger.waiting)).toEqual(waiting);
    await undo(db, first?.run ?? "");
    expect(stateOf(db)).toEqual(after);
    // Its row stays, so it does not wait.
    db.exec("update visits set notes = 'x' where legacy_id = 'V9'");
    await undo(db, third, { partial: true });
    expect(rowsOf(db, ledger.waiting)).toEqual([]);
    expect(runNamed(db, run).status).toBe("committed");
  },
);

test("a record whose own run was taken back does not wait again", async () => {
  const { db, run, runId } = await twoRuns();
  const third = await importFolder(db, exportOf({ visits: ["V9,1,D1,2022-01-15,1.00"] }), {
    startedAt: new Date("2026-01-16T00:00:00Z"),
  });
  released(db, { runId, by: runNamed(db, third.run).id }, "released");
  await undo(db, run);
  await undo(db, third.run);
  expect(rowsOf(db, ledger.waiting)).toEqual([]);
});

test("a run that brought the parents of waiting records is taken back: they wait again", async () => {
  const db = await newDatabase();
  const { doctors, patients, visits } = CLEAN;
  await importFolder(db, exportOf({ doctors, visits }), LENIENT);
  const before = stateOf(db);
  expect(before[4]).toHaveLength(2);
  const { run, entities } = await importFolder(db, exportOf({ patients }), { startedAt: LATER });
  expect(entities["visits"]?.released).toBe(2);
  const after = stateOf(db);
  const first = await undo(db, run);
  expect(blocked(first)).toEqual({});
  expect(done(first)).toEqual([4, 0, 0]);
  expect(stateOf(db)).toEqual(before);
  expect(done(await undo(db, first?.run ?? ""))).toEqual([0, 0, 4]);
  expect(stateOf(db)).toEqual(after);
});

test("a run that marked what vanished, and one that found it again, are taken back", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN));
  const before = stateOf(db);
  const asha = exportOf({ patients: CLEAN.patients.slice(0, 1) });
  const settings = { markVanished: true };
  const marking = await importFolder(db, asha, { settings, startedAt: LATER });
  expect(marking.entities["patients"]?.marked).toBe(1);
  const marked = stateOf(db);
  const back = exportOf({ patients: ["2,Tom,Novak,0209461234,40", ...CLEAN.patients.slice(0, 1)] });
  const third = await importFolder(db, back, {
    settings,
    startedAt: new Date("2026-01-16T00:00:00Z"),
  });
  expect(third.entities["patients"]).toMatchObject({ unmarked: 1, updated: 1 });
  expect(done(await undo(db, third.run))).toEqual([0, 1, 0]);
  expect(stateOf(db)).toEqual(marked);
  expect(done(await undo(db, marking.run))).toEqual([0, 1, 0]);
  expect(stateOf(db)).toEqual(before);
});
