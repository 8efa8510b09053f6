import { expect, test } from "vitest";
import { doctors } from "../../shared/schema.ts";
import { ConstraintBroken } from "../../src/db/refused.ts";
import { RowInserter } from "../../src/db/row-inserter.ts";
import { newDatabase } from "../support/import.ts";

const COLUMNS = ["fullName", "id"];
const row = (nth: number) => [`Dr. ${nth}`, `d${String(nth).padStart(2, "0")}`];

test.each([0, 1, 9, 10, 11, 20, 34])(
  "%i rows are inserted, each once, in their order",
  async (rows) => {
    const db = await newDatabase();
    const inserter = new RowInserter(db, doctors, COLUMNS);
    for (let nth = 0; nth < rows; nth++) inserter.add(row(nth));
    inserter.flush();
    inserter.flush();
    const found = db
      .prepare("select full_name, id, department, public_id from doctors order by rowid")
      .all([]);
    expect(found.map(([name, id, department]) => [name, id, department])).toEqual(
      Array.from({ length: rows }, (_, nth) => [...row(nth), "General"]),
    );
    // What the schema makes for a row is made for each.
    expect(new Set(found.map(([, , , publicId]) => publicId)).size).toBe(rows);
  },
);

test.each([3, 14])("row %i is refused: whoever adds it hears of it", async (bad) => {
  const db = await newDatabase();
  const inserter = new RowInserter(db, doctors, COLUMNS);
  const addAll = () => {
    for (let nth = 0; nth < 15; nth++) inserter.add(nth === bad ? [null, "d"] : row(nth));
    inserter.flush();
  };
  db.begin();
  expect(addAll).toThrow(ConstraintBroken);
  db.rollback();
  expect(db.count(doctors)).toBe(0);
});

test.each([3, 14])(
  "after row %i was refused, nothing of what was rolled back is written",
  async (bad) => {
    const db = await newDatabase();
    const inserter = new RowInserter(db, doctors, COLUMNS);
    const add = (from: number, to: number, refused: number) => {
      for (let nth = from; nth < to; nth++) inserter.add(nth === refused ? [null, "d"] : row(nth));
      inserter.flush();
    };
    db.begin();
    expect(() => add(0, 15, bad)).toThrow(ConstraintBroken);
    db.rollback();
    inserter.discard();
    add(20, 33, -1);
    const found = db.prepare("select id from doctors order by rowid").all([]);
    expect(found.map(([id]) => id)).toEqual(
      Array.from({ length: 13 }, (_, nth) => row(20 + nth)[1]),
    );
  },
);
