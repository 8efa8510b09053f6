import { describe, expect, test } from "vitest";
import { runs } from "../../shared/ledger.ts";
import { doctors, patients, visits } from "../../shared/schema.ts";
import type { Database } from "../../src/db/database.ts";
import { SqliteDriver } from "../../src/db/sqlite/driver.ts";
import { CLEAN, exportOf } from "../support/export.ts";
import { type ImportOptions, importFolder, newDatabase } from "../support/import.ts";
import { undo } from "../support/undo.ts";

const LATER = { patients: [...CLEAN.patients, "3,Li,Wei,0441234599,40"] };
/** A record that stands twice has an outcome that the ledger keeps, and is no reason to reject. */
const DOUBLED = { ...CLEAN, doctors: ["D1,Dr. Jane Smith", "D1,Dr. Jane Smith"] };

async function withTrigger(trigger: string): Promise<Database> {
  const db = await newDatabase();
  db.exec(trigger);
  return db;
}

const counts = (db: Database) => [patients, doctors, visits].map((table) => db.count(table));

const found = ({ differences }: Awaited<ReturnType<typeof importFolder>>) =>
  differences.map(({ entity, column, target }) => [entity, column, target]);

describe("what a trigger makes of a strict run is a mismatch, and nothing of the run stays", () => {
  test.each([
    [
      "a column that was not imported, of the row itself",
      "after insert on patients begin update patients set is_active = 0 where id = new.id; end",
      ["patients", "is_active", 2],
    ],
    [
      "the id that the application knows a row by",
      "after insert on doctors begin update doctors set public_id = 'd' || new.id where id = new.id; end",
      ["doctors", "public_id", 1],
    ],
    [
      "a row, deleted when the run says that it has ended",
      "after update on ledger_runs when new.status = 'committed' begin delete from visits where legacy_id = 'V1'; end",
      ["visits", undefined, 1],
    ],
    [
      "a value, changed when the run says what it read",
      "after update on ledger_files begin update doctors set full_name = 'Nobody'; end",
      ["doctors", "full_name", expect.anything()],
    ],
    [
      "a row, added when an outcome is kept",
      "after insert on ledger_exceptions begin insert into patients (id, full_name) values ('x', 'y'); end",
      ["patients", undefined, 3],
    ],
    [
      "the run's own entry, which is not written",
      "before update on ledger_runs when new.status = 'committed' begin select raise(ignore); end",
      ["ledger", undefined, 5],
    ],
    [
      "an entry of a file, which is changed again",
      "after update of sha256 on ledger_files begin update ledger_files set records = 0 where id = new.id; end",
      ["patients", undefined, 1],
    ],
  ])("%s", async (_, trigger, difference) => {
    const db = await withTrigger(`create trigger theirs ${trigger}`);
    const summary = await importFolder(db, exportOf(DOUBLED));
    expect(summary).toMatchObject({ status: "mismatched", exitCode: 5, committed: false });
    expect(found(summary)).toContainEqual(difference);
    expect(summary.differences.every(({ cure }) => cure?.includes("theirs"))).toBe(true);
    expect(counts(db)).toEqual([0, 0, 0]);
  });

  test("cells of rows that an earlier run or the application wrote", async () => {
    const db = await newDatabase();
    await importFolder(db, exportOf(CLEAN));
    db.exec(`create trigger theirs after insert on patients begin
      update patients set is_active = 0 where id <> new.id; end`);
    const summary = await importFolder(db, exportOf(LATER));
    expect(summary).toMatchObject({ status: "mismatched", exitCode: 5, committed: false });
    expect(found(summary)).toEqual([["patients", "is_active", 2]]);
    expect(db.prepare("select sum(is_active) from patients").get([])).toEqual([2]);
  });

  test("an outcome that the ledger is kept from keeping", async () => {
    const db = await withTrigger(
      "create trigger theirs before insert on ledger_exceptions begin select raise(ignore); end",
    );
    const summary = await importFolder(db, exportOf(DOUBLED));
    expect(summary).toMatchObject({ exitCode: 5, committed: false });
    expect(counts(db)).toEqual([0, 0, 0]);
  });

  test("a row that goes as soon as anything is written into the ledger", async () => {
    const db = await newDatabase();
    await importFolder(db, exportOf(CLEAN));
    db.exec("create trigger theirs after insert on ledger_runs begin delete from visits; end");
    const summary = await importFolder(db, exportOf(LATER));
    expect(summary).toMatchObject({ exitCode: 5, committed: false });
    expect([counts(db), db.count(runs)]).toEqual([[2, 1, 2], 1]);
  });
});

test("an undo looks at what triggers make of it, too, and takes nothing back", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf(CLEAN));
  const { run } = await importFolder(db, exportOf(LATER));
  db.exec("create trigger theirs after delete on patients begin update patients set age = 0; end");
  const summary = await undo(db, run);
  expect(summary).toMatchObject({ status: "mismatched", exitCode: 5, committed: false });
  expect(summary && found(summary)).toEqual([["patients", "age", 2]]);
  expect(counts(db)).toEqual([3, 1, 2]);
  db.exec("drop trigger theirs");
  db.exec("create trigger theirs after delete on patients begin delete from visits; end");
  expect(await undo(db, run)).toMatchObject({ status: "mismatched", committed: false });
  db.exec("drop trigger theirs; create trigger fine after delete on patients begin select 1; end");
  expect(await undo(db, run)).toMatchObject({ status: "committed", exitCode: 0 });
  expect(counts(db)).toEqual([2, 1, 2]);
});

/** What was found, with how many rows were meant and how many there are. */
const told = ({ differences }: Awaited<ReturnType<typeof importFolder>>) =>
  differences.map(({ entity, column, source, target }) => [entity, column, source, target]);

const TWO_BATCHES: ImportOptions = { settings: { mode: "lenient", batchSize: 1 } };

describe("what a trigger makes of the rows that are written is told by entity, column and count", () => {
  test.each([
    [
      "a name in capitals",
      "after insert on patients begin update patients set full_name = upper(full_name) where id = new.id; end",
      [["patients", "full_name", 0, 2]],
    ],
    [
      "a phone without its first digit, in some rows",
      "after insert on patients when new.legacy_id = '2' begin update patients set phone = substr(phone, 2) where id = new.id; end",
      [["patients", "phone", 0, 1]],
    ],
    [
      "a row that is not let in",
      "before insert on visits when new.legacy_id = 'V1' begin select raise(ignore); end",
      [["visits", undefined, 0, 1]],
    ],
    [
      "a row that goes with another",
      "after insert on visits when new.legacy_id = 'V2' begin delete from visits where legacy_id = 'V1'; end",
      [["visits", undefined, 0, 1]],
    ],
    [
      "a row more, in the table of another entity",
      "after insert on visits when new.legacy_id = 'V2' begin insert into doctors (id, full_name) values ('x', 'y'); end",
      [["doctors", undefined, 0, 1]],
    ],
  ])("%s", async (_, trigger, differences) => {
    const db = await withTrigger(`create trigger theirs ${trigger}`);
    db.exec("create trigger innocent after insert on patients begin select 1; end");
    const strict = await importFolder(db, exportOf(CLEAN));
    expect(strict).toMatchObject({ status: "mismatched", exitCode: 5, committed: false });
    expect(told(strict)).toEqual(differences);
    for (const { cure = "" } of strict.differences) {
      expect([cure.includes("theirs"), cure.includes("innocent")]).toEqual([true, false]);
    }
    expect(counts(db)).toEqual([0, 0, 0]);
    // In batches the one that it changed is not committed, so that the cure holds.
    const lenient = await importFolder(db, exportOf(CLEAN), TWO_BATCHES);
    expect(lenient).toMatchObject({ status: "mismatched", exitCode: 5 });
    db.exec("drop trigger theirs");
    const again = await importFolder(db, exportOf(CLEAN), TWO_BATCHES);
    expect(again).toMatchObject({ status: "committed", exitCode: 0, differences: [] });
    expect(counts(db)).toEqual([2, 1, 2]);
    expect(db.prepare("select full_name, phone from patients order by legacy_id").all([])).toEqual([
      ["Asha Rao", "0441234567"],
      ["Tom Novak", "0209461234"],
    ]);
  });

  test("a row of an earlier export, while the application edits others", async () => {
    const db = await newDatabase();
    await importFolder(db, exportOf(CLEAN));
    db.exec(`create trigger theirs after update on patients when new.legacy_id = '9' begin select 1; end;
      update patients set address = 'Lake Road' where legacy_id = '2'`);
    const moved = { patients: ["1,Asha,Rao,0441234599,31", ...CLEAN.patients.slice(1)] };
    const summary = await importFolder(db, exportOf(moved), TWO_BATCHES);
    expect(summary).toMatchObject({ status: "committed", exitCode: 0, differences: [] });
  });
});

test("a trigger that is made between two batches is not taken for a person who edits rows", async () => {
  const db = await newDatabase();
  let commits = 0;
  const make = (at: string) => {
    if (at !== "after-commit" || ++commits > 1) return;
    const theirs = new SqliteDriver(db.path);
    theirs.exec(`create trigger theirs after insert on visits when new.legacy_id = 'V2' begin
      update visits set visit_date = '2020-01-01' where id = new.id; end`);
    theirs.close();
  };
  const how = { ...TWO_BATCHES, way: { failAt: make } };
  const summary = await importFolder(db, exportOf(CLEAN), how);
  expect(summary).toMatchObject({ status: "mismatched", exitCode: 5, committed: true });
  expect(told(summary)).toEqual([["visits", "visit_date", 0, 1]]);
  expect(summary.differences[0]?.cure).toContain("theirs");
  expect(counts(db)).toEqual([2, 1, 1]);
});

test("a trigger that rejects a row is named in the issue, with its own words alone", async () => {
  const db = await withTrigger(`create trigger theirs before insert on patients
    when new.legacy_id = '1' begin select raise(abort, 'no ward for it'); end`);
  const summary = await importFolder(db, exportOf(CLEAN), { settings: { mode: "lenient" } });
  expect(summary).toMatchObject({ status: "committed", exitCode: 3, differences: [] });
  const [issues] =
    db.prepare("select issues from ledger_exceptions where entity = 'patients'").get([]) ?? [];
  expect(JSON.parse(String(issues))).toMatchObject([
    { code: "patients.target.constraint", detail: "trigger theirs: no ward for it" },
  ]);
});

test.each<[string, ImportOptions]>([
  ["strict", {}],
  ["in batches", TWO_BATCHES],
])(
  "a trigger that rolls the transaction back ends a run %s: nothing is written outside of one",
  async (_, how) => {
    const db = await withTrigger(`create trigger theirs before insert on patients
    when new.legacy_id = '1' begin select raise(rollback, 'no'); end`);
    const summary = await importFolder(db, exportOf(CLEAN), how);
    expect(summary).toMatchObject({ status: "failed", exitCode: 1, committed: false });
    expect(counts(db)).toEqual([0, 0, 0]);
  },
);

test("a ledger that a trigger changes is told where rows and counts agree, too", async () => {
  const db = await withTrigger(`create trigger theirs after insert on ledger_crosswalk begin
    update ledger_crosswalk set content_hash = x'00' where id = new.id; end`);
  const summary = await importFolder(db, exportOf(CLEAN), TWO_BATCHES);
  expect(summary).toMatchObject({ status: "mismatched", exitCode: 5, committed: false });
  expect(told(summary)).toEqual([["ledger", undefined, 0, 1]]);
  expect(counts(db)).toEqual([0, 0, 0]);
});

test("a trigger that names what is not there is named", async () => {
  const db = await withTrigger(
    "create trigger theirs after insert on patients begin insert into audit values (new.id); end",
  );
  const { failure } = await importFolder(db, exportOf(CLEAN));
  expect(failure?.what).toContain("(theirs)");
});

test.each<[string, ImportOptions, boolean]>([
  ["a run in batches says so and stands", { settings: { mode: "lenient", batchSize: 1 } }, true],
  ["a rehearsal says so", { settings: { dryRun: true } }, false],
])("of what a trigger changes %s", async (_, how, stands) => {
  const db = await withTrigger(
    "create trigger theirs after insert on patients begin update patients set is_active = 0; end",
  );
  const summary = await importFolder(db, exportOf(CLEAN), how);
  expect(summary).toMatchObject({ status: "mismatched", exitCode: 5, committed: stands });
  expect(found(summary)).toEqual([["patients", "is_active", 2]]);
  expect(db.count(patients)).toBe(stands ? 2 : 0);
});

test("triggers that write elsewhere, or say when a row was changed, are the application's own matter", async () => {
  const db = await withTrigger(`create table audit (what);
    create trigger logged after insert on patients begin insert into audit values (new.id); end;
    create trigger noticed after insert on ledger_runs begin insert into audit values ('run'); end;
    create trigger dated after update on patients begin
      update patients set updated_at = '2026-01-15' where id = new.id; end`);
  await importFolder(db, exportOf(CLEAN));
  const moved = { patients: ["1,Asha,Rao,0441234599,31", ...CLEAN.patients.slice(1)] };
  const summary = await importFolder(db, exportOf(moved));
  expect(summary).toMatchObject({ status: "committed", exitCode: 0, differences: [] });
  expect(db.prepare("select count(*) from audit").get([])).toEqual([4]);
});
