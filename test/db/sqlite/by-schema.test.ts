import { expect, test } from "vitest";
import { readCatalog } from "../../../src/db/sqlite/catalog.ts";
import { openScratch } from "../../../src/db/sqlite/open.ts";

const tablesOf = (db: ReturnType<typeof openScratch>) => [...readCatalog(db).tables.keys()];

test("what is known of a schema is of the schema as it stands, within transactions and after them", () => {
  const db = openScratch();
  db.exec("create table a (id integer primary key)");
  expect(tablesOf(db)).toEqual(["a"]);
  db.begin();
  db.exec("create table b (id integer references a)");
  expect(tablesOf(db)).toEqual(["a", "b"]);
  db.rollback();
  expect(tablesOf(db)).toEqual(["a"]);
  db.begin();
  db.exec("create table c (id integer references a)");
  expect(tablesOf(db)).toEqual(["a", "c"]);
  db.exec("alter table c add column note text default 'x'");
  expect(
    readCatalog(db)
      .tables.get("c")
      ?.columns.map(({ name }) => name),
  ).toEqual(["id", "note"]);
  db.commit();
  db.close();
});

test("two databases of one schema are told alike, and one that differs in a letter is not", () => {
  const made = ["default 'x'", "default 'x'", "default 'y'"].map((rest) => {
    const db = openScratch();
    db.exec(`create table a (id integer primary key, note text ${rest})`);
    const shape = readCatalog(db).tables.get("a")?.columns[1]?.default;
    db.close();
    return shape;
  });
  expect(made).toEqual(["'x'", "'x'", "'y'"]);
});
