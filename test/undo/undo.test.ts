import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import * as ledger from "../../shared/ledger.ts";
import { patients } from "../../shared/schema.ts";
import type { Database } from "../../src/db/database.ts";
import { CLEAN, exportOf } from "../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { mappingWith } from "../support/mapping.ts";
import { column, rowsOf } from "../support/rows.ts";
import { blocked, done, runNamed, stateOf, undo } from "../support/undo.ts";

const LENIENT: ImportOptions = { settings: { mode: "lenient" } };
const LATER = { startedAt: new Date("2026-01-15T00:00:00Z") };
const NOBODY = [[], [], [], [], []];

const backupsOf = ({ path }: Database): string[] => {
  const folder = join(dirname(path), "backups");
  return existsSync(folder) ? readdirSync(folder) : [];
};

test("an import into an empty database is taken back as a whole, and is a run of its own", async () => {
  const db = await newDatabase();
  const { run } = await importFolder(db, exportOf(CLEAN));
  const summary = await undo(db, run);
  expect(summary).toMatchObject({ kind: "undo", ofRun: run, status: "committed", exitCode: 0 });
  expect(summary?.differences).toEqual([]);
  expect(done(summary)).toEqual([5, 0, 0]);
  expect(summary?.entities["patients"]).toMatchObject({
    undone: 2,
    targetBefore: 2,
    targetAfter: 0,
    balanced: true,
  });
  expect(stateOf(db)).toEqual(NOBODY);
  const { id } = runNamed(db, run);
  expect(runNamed(db, run)).toMatchObject({ status: "undone", committed: false });
  expect(runNamed(db, summary?.run ?? "")).toMatchObject({
    kind: "undo",
    ofRunId: id,
    status: "committed",
    committed: true,
  });
});

test("rows that were there before keep their place; updated ones get their former values", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN));
  const before = stateOf(db);
  const changed = ["1,Asha,Menon,0441234567,32", "3,Li,Wei,0441112223,50"];
  const later = await importFolder(db, exportOf({ ...CLEAN, patients: changed }), LATER);
  const summary = await undo(db, later.run);
  expect(done(summary)).toEqual([1, 1, 0]);
  expect(stateOf(db)).toEqual(before);
});

test("an undo is undone: the rows are what they were, and the run is committed again", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN));
  const changed = ["1,Asha,Menon,0441234567,32", "3,Li,Wei,0441112223,50"];
  const { run } = await importFolder(db, exportOf({ ...CLEAN, patients: changed }), LATER);
  const after = stateOf(db);
  const first = await undo(db, run);
  const second = await undo(db, first?.run ?? "");
  expect(done(second)).toEqual([0, 1, 1]);
  expect(second?.entities["patients"]).toMatchObject({ targetBefore: 2, targetAfter: 3 });
  expect(stateOf(db)).toEqual(after);
  expect(runNamed(db, run)).toMatchObject({ status: "committed", committed: true });
  expect(runNamed(db, first?.run ?? "")).toMatchObject({ status: "undone" });
  await expect(undo(db, second?.run ?? "")).rejects.toMatchObject({ exitCode: 2 });
  expect(done(await undo(db, run))).toEqual([1, 1, 0]);
});

test("a redo does without the numbers in the crosswalk that other rows have by now", async () => {
  const db = await newDatabase();
  const { run } = await importFolder(db, exportOf(CLEAN));
  const before = stateOf(db);
  const first = await undo(db, run);
  const other = { mapping: mappingWith({ legacySystem: "other" }), ...LATER };
  const second = await importFolder(db, exportOf({ doctors: CLEAN.doctors }), other);
  expect(done(await undo(db, first?.run ?? ""))).toEqual([0, 0, 5]);
  await undo(db, second.run);
  expect(stateOf(db).slice(0, 3)).toEqual(before.slice(0, 3));
  expect(db.count(ledger.crosswalk)).toBe(5);
});

test("a row that HMSync deleted and the run inserted again is deleted again, and put back", async () => {
  const db = await newDatabase();
  const { run: first } = await importFolder(db, exportOf(CLEAN));
  db.exec("delete from visits where legacy_id = 'V1'");
  const before = stateOf(db);
  const overwrite: ImportOptions = { settings: { onConflict: "overwrite" }, ...LATER };
  const { run } = await importFolder(db, exportOf(CLEAN), overwrite);
  const after = stateOf(db);
  expect(blocked(await undo(db, first))).toMatchObject({ "visits.undo.later-run": 1 });
  const undone = await undo(db, run);
  expect(done(undone)).toEqual([1, 0, 0]);
  expect(stateOf(db)).toEqual(before);
  expect(done(await undo(db, undone?.run ?? ""))).toEqual([0, 0, 1]);
  expect(stateOf(db)).toEqual(after);
  db.exec("update visits set notes = 'x' where legacy_id = 'V1'");
  expect(blocked(await undo(db, run))).toEqual({ "visits.undo.edited": 1 });
});

test("a row that was edited and then overwritten is as edited again", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN));
  db.exec("update patients set phone = '1' where legacy_id = '1'");
  const before = stateOf(db);
  const changed = exportOf({ ...CLEAN, patients: ["1,Asha,Menon,0441234567,32"] });
  const overwrite: ImportOptions = { settings: { onConflict: "overwrite" }, ...LATER };
  const { run } = await importFolder(db, changed, overwrite);
  expect(await undo(db, run)).toMatchObject({ status: "committed", differences: [] });
  expect(stateOf(db)).toEqual(before);
});

test("undone twice, nothing is left to be taken back", async () => {
  const db = await newDatabase();
  const { run } = await importFolder(db, exportOf(CLEAN));
  await undo(db, run);
  expect(await undo(db, run)).toBeUndefined();
  expect(db.count(ledger.runs)).toBe(2);
});

test("of a run that was rolled back or changed nothing, there is nothing to be taken back", async () => {
  const db = await newDatabase();
  const bad = exportOf({ ...CLEAN, patients: ["1,Asha,Rao,,31"] });
  const rejected = await importFolder(db, bad);
  expect(await undo(db, rejected.run)).toBeUndefined();
  await importFolder(db, exportOf(CLEAN));
  const unchanged = await importFolder(db, exportOf(CLEAN), LATER);
  expect(await undo(db, unchanged.run)).toBeUndefined();
  expect(runNamed(db, unchanged.run).status).toBe("committed");
});

test("a rehearsal says what would be done, and leaves no trace", async () => {
  const db = await newDatabase();
  const { run } = await importFolder(db, exportOf(CLEAN));
  const before = [...stateOf(db), rowsOf(db, ledger.runs), rowsOf(db, ledger.actions)];
  const summary = await undo(db, run, { rehearse: true });
  expect(summary).toMatchObject({ status: "dry-run", committed: false, exitCode: 0, backup: null });
  expect(done(summary)).toEqual([5, 0, 0]);
  expect([...stateOf(db), rowsOf(db, ledger.runs), rowsOf(db, ledger.actions)]).toEqual(before);
  expect(backupsOf(db)).toEqual([]);
  expect(column(db, "pragma foreign_keys")).toEqual([1]);
});

test("a backup is made before the first write, and none is left where nothing was written", async () => {
  const db = await newDatabase();
  const { run } = await importFolder(db, exportOf(CLEAN));
  db.exec("update patients set phone = '1' where legacy_id = '1'");
  expect(await undo(db, run)).toMatchObject({ status: "rejected", backup: null });
  expect(backupsOf(db)).toEqual([]);
  db.exec("update patients set phone = '0441234567' where legacy_id = '1'");
  const summary = await undo(db, run);
  expect(backupsOf(db)).toHaveLength(1);
  expect(summary?.backup).toContain(backupsOf(db)[0]);
});

test("a placeholder that a later run filled is one again when that is undone, and goes with its own run", async () => {
  const mapping = mappingWith({ fields: { "visits.doctorId": { onUnknown: "placeholder" } } });
  const db = await newDatabase();
  const visitsOnly = exportOf({ patients: CLEAN.patients, visits: CLEAN.visits });
  const first = await importFolder(db, visitsOnly, { mapping });
  const placeholder = stateOf(db);
  const second = await importFolder(db, exportOf({ doctors: CLEAN.doctors }), {
    mapping,
    ...LATER,
  });
  expect(blocked(await undo(db, first.run))).toMatchObject({ "doctors.undo.later-run": 1 });
  expect(done(await undo(db, second.run))).toEqual([0, 1, 0]);
  expect(stateOf(db)).toEqual(placeholder);
  expect(done(await undo(db, first.run))).toEqual([5, 0, 0]);
  expect(stateOf(db)).toEqual(NOBODY);
});

test("a placeholder that the same run filled goes as a whole", async () => {
  const mapping = mappingWith({ fields: { "visits.doctorId": { onUnknown: "placeholder" } } });
  const db = await newDatabase();
  const { run } = await importFolder(db, exportOf(CLEAN), { mapping });
  expect(done(await undo(db, run))).toEqual([5, 0, 0]);
  expect(stateOf(db)).toEqual(NOBODY);
});

test("a run of an entity that is not imported any more is not undone by halves", async () => {
  const db = await newDatabase();
  const { run } = await importFolder(db, exportOf(CLEAN));
  db.exec("update ledger_runs set summary = replace(summary, '\"doctors\":{', '\"nurses\":{')");
  await expect(undo(db, run)).rejects.toMatchObject({ exitCode: 1 });
  expect(db.count(patients)).toBe(2);
});

test.each(["stopped", "interrupted", "failed", "mismatched", "running"])(
  "a lenient run that was committed in part, and is %s, is taken back",
  async (status) => {
    const db = await newDatabase();
    const { run } = await importFolder(db, exportOf(CLEAN), LENIENT);
    db.prepare("update ledger_runs set status = ?").run([status]);
    const summary = await undo(db, run);
    expect(summary?.status).toBe("committed");
    expect(stateOf(db)).toEqual(NOBODY);
    expect(runNamed(db, run).status).toBe("undone");
  },
);

test("columns that somebody else added come back with the row", async () => {
  const db = await newDatabase();
  db.exec("alter table patients add column ward text default 'none'");
  const { run } = await importFolder(db, exportOf(CLEAN));
  const before = column(db, "select ward from patients");
  const first = await undo(db, run);
  await undo(db, first?.run ?? "");
  expect(column(db, "select ward from patients")).toEqual(before);
  db.exec("update patients set ward = 'B2' where legacy_id = '1'");
  expect(blocked(await undo(db, run))).toEqual({ "patients.undo.edited": 1 });
});

test("a column that the schema gained since gets its default when a row comes back", async () => {
  const db = await newDatabase();
  const { run } = await importFolder(db, exportOf(CLEAN));
  const first = await undo(db, run);
  db.exec("alter table patients add column ward text not null default 'none'");
  expect(done(await undo(db, first?.run ?? ""))).toEqual([0, 0, 5]);
  expect(column(db, "select distinct ward from patients")).toEqual(["none"]);
});

test("an undo that does not add up is rolled back with exit 5", async () => {
  const db = await newDatabase();
  const { run } = await importFolder(db, exportOf(CLEAN));
  const before = stateOf(db);
  // What a trigger of the application may do behind an undo's back.
  db.exec(
    "create trigger ward after delete on visits begin insert into doctors (id, full_name) values (old.id, 'New'); end",
  );
  const summary = await undo(db, run);
  expect(summary).toMatchObject({ status: "mismatched", exitCode: 5, committed: false });
  expect(summary?.differences[0]).toMatchObject({ entity: "doctors" });
  expect(stateOf(db)).toEqual(before);
  expect(runNamed(db, summary?.run ?? "")).toMatchObject({
    status: "mismatched",
    committed: false,
  });
  expect(rowsOf(db, patients)).toHaveLength(2);
});
