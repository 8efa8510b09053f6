import { expect, test } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { declareMerges } from "../../src/persons/in-force.ts";
import { join } from "../../src/persons/join.ts";
import type { Merge } from "../../src/persons/merge.ts";
import { SamePersons } from "../../src/persons/same-persons.ts";
import { separate } from "../../src/persons/separate.ts";
import {
  addLink,
  addRecord,
  addToCrosswalk,
  everything,
  insert,
  MERGE,
  peopleDatabase,
  RUN,
} from "../support/people.ts";

const joinAll = (db: Database) => join({ db, runId: RUN, importers: [] });
const apart = (db: Database) => separate({ db, runId: RUN });
const read = (db: Database, query: string) => db.prepare(query).all([]);

test("a person takes what the preferred table says, then what its first record says; columns that belong together stay so", async () => {
  const db = await peopleDatabase({ ...MERGE, prefer: { phone: "b" } });
  addRecord(db, "a1", { birth: "2001-01-01", gender: "U", phone: "1" });
  addRecord(db, "b1", { birth: "2002-02-02", birth_precision: "day", gender: "F", phone: "2" });
  addRecord(db, "b2", { phone: "" });
  addLink(db, "a1", "b1");
  const { terms } = joinAll(db);
  const person =
    "select id, birth, birth_precision, gender, phone, full_name from people where id = 'a1'";
  expect(read(db, person)).toEqual([["a1", "2001-01-01", null, "F", "2", "Name of a1"]]);
  expect(terms[0]?.differs).toEqual({ birth: 1, phone: 1, full_name: 1, birth_precision: 1 });
  const kept = "select field, winner, loser from ledger_person_conflicts where field = 'phone'";
  expect(read(db, kept)).toEqual([["phone", "b1", "a1"]]);
});

test("records that a constraint keeps apart are not joined, and others are", async () => {
  const db = await peopleDatabase();
  db.exec("create table bonds (one text references people(id), two text, check (one <> two))");
  for (const name of ["a1", "a2", "b1", "b2"]) addRecord(db, name);
  addLink(db, "a1", "b1");
  addLink(db, "a2", "b2");
  insert(db, "bonds", { one: "b1", two: "a1" });
  const before = everything(db);
  const { terms, findings, disagreements } = joinAll(db);
  expect(terms[0]?.links["a.twin"]).toMatchObject({ joined: 1, refused: 1 });
  expect(findings).toMatchObject([{ code: "constraint", from: { legacyId: "a1" } }]);
  expect(disagreements).toEqual([]);
  expect(read(db, "select id from people order by id").flat()).toEqual(["a1", "a2", "b1"]);
  apart(db);
  expect(everything(db)).toEqual(before);
});

test("what the application edited stays, also what it emptied, against a table that is preferred", async () => {
  const db = await peopleDatabase({ ...MERGE, prefer: { phone: "b" } });
  addRecord(db, "a1", { phone: "1", weight: 3.5 });
  addRecord(db, "b1", { phone: "2" });
  addLink(db, "a1", "b1");
  joinAll(db);
  db.exec("update people set phone = null, weight = 4.25 where id = 'a1'");
  expect(apart(db).edited).toBe(2);
  expect(read(db, "select id, phone, weight from people order by id")).toEqual([
    ["a1", null, 4.25],
    ["b1", "2", null],
  ]);
  const { terms } = joinAll(db);
  expect(read(db, "select phone, weight from people")).toEqual([[null, 4.25]]);
  expect(terms[0]?.edited).toBe(2);
});

const STAFF: Merge = {
  ...MERGE,
  name: "staff",
  table: "staff",
  spaces: ["s"],
  groups: [],
  blanks: {},
  references: [],
  links: [{ name: "s.again", from: "s", to: "s" }],
};

/** A table that counts its rows: records s1 to s3 are its rows 1 to 3, the last of them the first one again. */
async function staff(): Promise<Database> {
  const db = await peopleDatabase();
  db.exec(`create table staff (id integer primary key, name text);
    create table shifts (id integer primary key, staff_id integer not null references staff(id))`);
  declareMerges(db, RUN, { legacySystem: "old", merges: [STAFF] });
  for (const id of [1, 2, 3]) {
    insert(db, "staff", { id, name: `s${id}` });
    insert(db, "shifts", { staff_id: id });
    addToCrosswalk(db, "s", `s${id}`);
    db.prepare("update ledger_crosswalk set target_id = ? where legacy_id = ?").run([
      `${id}`,
      `s${id}`,
    ]);
  }
  insert(db, "ledger_declared_links", {
    id: "x",
    legacy_system: "old",
    merge: "staff",
    link: "s.again",
    from_id: "3",
    to_space: "s",
    to_legacy_id: "s1",
  });
  return db;
}

test("rows that the database numbers are joined and taken apart", async () => {
  const db = await staff();
  const before = everything(db);
  joinAll(db);
  expect(read(db, "select staff_id from shifts order by id").flat()).toEqual([1, 2, 1]);
  expect(read(db, "select target_id from ledger_crosswalk order by id").flat()).toEqual([
    "1",
    "2",
    "1",
  ]);
  apart(db);
  expect(everything(db)).toEqual(before);
});

test("a record gets another number where the application has given its own away", async () => {
  const db = await staff();
  joinAll(db);
  db.exec("insert into staff (name) values ('somebody new')");
  expect(read(db, "select max(id) from staff")).toEqual([[3]]);
  apart(db);
  expect(read(db, "select id, name from staff order by id")).toEqual([
    [1, "s1"],
    [2, "s2"],
    [3, "somebody new"],
    [4, "s3"],
  ]);
  expect(read(db, "select staff_id from shifts order by id").flat()).toEqual([1, 2, 4]);
  expect(read(db, "select target_id from ledger_crosswalk order by id").flat()).toEqual([
    "1",
    "2",
    "4",
  ]);
});

test("records of another legacy system are left alone", async () => {
  const db = await peopleDatabase();
  for (const name of ["a1", "b1"]) addRecord(db, name);
  db.exec("update ledger_crosswalk set legacy_system = 'other' where legacy_id = 'b1'");
  addLink(db, "a1", "b1");
  const { terms } = joinAll(db);
  expect(terms[0]?.links["a.twin"]).toMatchObject({ joined: 0, dangling: 1 });
  expect(read(db, "select id from people order by id").flat()).toEqual(["a1", "b1"]);
});

test("it can be asked before they are joined whether two records will be one person", async () => {
  const db = await peopleDatabase();
  for (const name of ["a1", "a2", "b1", "b2"]) addRecord(db, name);
  addLink(db, "a1", "b1");
  const persons = new SamePersons(db, "old");
  expect([
    persons.areSame("b1", "a1"),
    persons.areSame("a1", "b2"),
    persons.areSame("a2", "a2"),
  ]).toEqual([true, false, true]);
});
