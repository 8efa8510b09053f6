import fc from "fast-check";
import { expect, test } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { join } from "../../src/persons/join.ts";
import { separate } from "../../src/persons/separate.ts";
import { runsOf } from "../support/at-night.ts";
import {
  addLink,
  addRecord,
  addToCrosswalk,
  everything,
  insert,
  peopleDatabase,
  RUN,
} from "../support/people.ts";

const NAMES = ["a1", "a2", "a3", "a4", "b1", "b2", "b3", "b4"];
const name = fc.constantFrom(...NAMES);
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const record = fc.record({
  birth: some(fc.constantFrom("2001-01-01", "1990-05-05")),
  gender: fc.constantFrom("U", "F", "M"),
  phone: some(fc.constantFrom("1", "2", "")),
  photo: some(fc.constantFrom(Buffer.from([0, 255, 1]), Buffer.alloc(0))),
  weight: some(fc.double({ noNaN: true })),
  guardian_id: some(name),
});
const world = fc.record({
  records: fc.array(record, { minLength: NAMES.length, maxLength: NAMES.length }),
  links: fc.array(fc.tuple(name, fc.constantFrom(...NAMES, "b9")), { maxLength: 7 }),
  encounters: fc.array(fc.tuple(name, some(name)), { maxLength: 6 }),
  views: fc.uniqueArray(fc.tuple(name, fc.constantFrom("p", "q")), {
    maxLength: 8,
    selector: (pair) => pair.join(),
  }),
  shares: fc.uniqueArray(fc.tuple(name, name), { maxLength: 6, selector: (pair) => pair.join() }),
  order: fc.shuffledSubarray(NAMES, { minLength: NAMES.length }),
});
type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

function build(db: Database, { records, links, encounters, views, shares }: World, order = NAMES) {
  for (const one of order) {
    const row = records[NAMES.indexOf(one)];
    const precision = row?.birth === null ? null : "day";
    addRecord(db, one, { ...row, guardian_id: null, birth_precision: precision });
  }
  for (const [at, one] of NAMES.entries()) {
    const set = db.prepare("update people set guardian_id = ? where id = ?");
    set.run([records[at]?.guardian_id ?? null, one]);
    insert(db, "labels", { person_id: one, label: "in the programme" });
    insert(db, "cards", { public_id: `per_${one}`, number: at });
    insert(db, "scans", { person: one, scan: at });
  }
  for (const [from, to] of links) addLink(db, from, to);
  for (const [person_id, seen_with] of encounters)
    insert(db, "encounters", { person_id, seen_with });
  for (const [person_id, parent] of views) {
    const id = `${person_id}${parent}`;
    insert(db, "parent_views", { id, person_id, parent });
    insert(db, "view_notes", { view_id: id, note: id });
    addToCrosswalk(db, "views", id);
  }
  for (const [at, [person_id, same_id]] of shares.entries()) {
    insert(db, "shares", { id: `s${at}`, person_id, same_id });
  }
}

/** Union-find as plainly as can be: the names of each component, the first of each. */
function components(links: readonly (readonly [string, string])[]): Map<string, string> {
  const group = new Map(NAMES.map((one) => [one, one]));
  for (const [from, to] of links) {
    const [x, y] = [group.get(from), group.get(to)];
    if (x === undefined || y === undefined || x === y) continue;
    const [first = "", other] = [x, y].sort();
    for (const one of NAMES) if (group.get(one) === other) group.set(one, first);
  }
  return group;
}

test("any graph of records and links gives the persons of a plain union-find, and is taken apart without a trace", async () => {
  const db = await peopleDatabase();
  fc.assert(
    fc.property(world, (given) => {
      db.rollback();
      db.begin();
      build(db, given);
      const before = everything(db);
      const { terms, disagreements } = join({ db, runId: RUN, importers: [] });
      const group = components(given.links);
      const persons = new Set(group.values());
      expect(disagreements).toEqual([]);
      const [told] = terms;
      const { declared, joined, redundant, dangling, contested, refused } =
        told?.links["a.twin"] ?? {};
      const ids = db.prepare("select id from people order by id").all([]).flat();
      expect(ids).toEqual([...persons].sort());
      expect(told?.persons).toBe(persons.size);
      expect(told?.unions).toBe(NAMES.length - persons.size);
      expect([declared, joined]).toEqual([given.links.length, told?.unions]);
      expect(dangling).toBe(given.links.filter(([, to]) => to === "b9").length);
      expect([redundant, contested, refused]).toEqual([
        given.links.length - (joined ?? 0) - (dangling ?? 0),
        0,
        0,
      ]);
      const crosswalk =
        "select legacy_id, target_id from ledger_crosswalk where entity in ('a', 'b')";
      for (const [legacyId, id] of db.prepare(crosswalk).all([])) {
        expect(id).toBe(group.get(String(legacyId)));
      }
      expect(db.catalog.dangling(db.catalog.tables())).toEqual([]);
      for (const of of ["scans where person", "labels where person_id"]) {
        const lost = `select count(*) from ${of} not in (select id from people)`;
        expect(db.prepare(lost).get([])).toEqual([0]);
      }
      const count = (table: string) => db.prepare(`select count(*) from ${table}`).get([])?.[0];
      expect(count("encounters")).toBe(given.encounters.length);
      expect(count("view_notes")).toBe(given.views.length);
      const views = given.views.map(([one, parent]) => `${group.get(one)}${parent}`);
      expect(count("parent_views")).toBe(new Set(views).size);
      const { edited, deleted } = separate({ db, runId: RUN });
      expect({ edited, deleted }).toEqual({ edited: 0, deleted: 0 });
      expect(everything(db)).toEqual(before);
      db.rollback();
    }),
    runsOf(400, 12),
  );
});

test("the order in which records came changes nothing of what persons have", async () => {
  const db = await peopleDatabase();
  fc.assert(
    fc.property(world, (given) => {
      db.rollback();
      const states = [];
      for (const order of [NAMES, given.order]) {
        const links = order === NAMES ? given.links : given.links.toReversed();
        db.begin();
        build(db, { ...given, links }, order);
        const { terms } = join({ db, runId: RUN, importers: [] });
        const rows = (table: string) =>
          db.prepare(`select * from ${table}`).all([]).map(String).sort();
        const tables = ["people", "parent_views", "labels", "shares", "cards", "scans"];
        states.push({ terms, rows: tables.map(rows) });
        db.rollback();
      }
      expect(states[1]).toEqual(states[0]);
    }),
    runsOf(200, 5),
  );
});
