import { sql } from "drizzle-orm";
import { index, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { pushed, refused, rows, value } from "../support/evolve.ts";
import { doctorColumns, hospital, hospitalDatabase } from "../support/hospital.ts";

// What random schemas have brought to light.

test("a new column that ALTER TABLE could add is filled as its backfill says", async () => {
  const db = await hospitalDatabase();
  const doctors = { ...doctorColumns(), code: text().notNull().default("none") };
  const backfills = [{ table: "doctors", column: "code", expression: "'X' || id" }];
  await pushed(db, hospital({ doctors }), { backfills });
  expect(rows(db, "SELECT code FROM doctors")).toEqual([["Xd1"], ["Xd2"], ["Xd3"]]);
});

test("a real number that text does not give back is not turned into text unasked", async () => {
  const db = await hospitalDatabase();
  await pushed(db, hospital({ doctors: { ...doctorColumns(), share: real() } }));
  db.exec("UPDATE doctors SET share = 9e999");
  const { flags } = await refused(db, hospital({ doctors: { ...doctorColumns(), share: text() } }));
  expect(flags).toEqual(["--allow-convert doctors.share"]);
});

test("an empty cell of a column that becomes the row number is in the way", async () => {
  const before = { room: integer(), name: text() };
  const db = await hospitalDatabase();
  await pushed(db, { ...hospital(), rooms: sqliteTable("rooms", before) });
  db.exec("INSERT INTO rooms VALUES (7, 'a'), (NULL, 'b')");
  const after = { room: integer().primaryKey(), name: text() };
  const { obstacles } = await refused(db, { ...hospital(), rooms: sqliteTable("rooms", after) });
  expect(obstacles).toEqual([{ table: "rooms", count: 1, rows: [2] }]);
});

test("an index moves to another table under its name", async () => {
  const name = "by_name";
  const db = await hospitalDatabase({
    extra: { visits: ({ fee }) => [index(name).on(fee as never)] },
  });
  const wanted = hospital({ extra: { doctors: ({ id }) => [index(name).on(id as never)] } });
  await pushed(db, wanted);
  expect(value(db, "SELECT tbl_name FROM sqlite_schema WHERE name = 'by_name'")).toBe("doctors");
});

test("a reference that led nowhere before does not stop a rename", async () => {
  const db = await hospitalDatabase();
  const rooms = { id: integer().primaryKey(), doctor: text().references(() => doctors.id) };
  const doctors = sqliteTable("doctors", doctorColumns());
  await pushed(db, { ...hospital(), rooms: sqliteTable("rooms", rooms) });
  db.exec("PRAGMA foreign_keys = OFF; INSERT INTO rooms VALUES (1, 'nobody')");
  const wards = sqliteTable("wards", { ...rooms, name: text().notNull().default("none") });
  const tables = { ...hospital(), wards };
  await pushed(db, tables, {
    renameTables: [{ from: "rooms", to: "wards" }],
    backfills: [{ table: "wards", column: "name", expression: "'W'" }],
  });
  expect(rows(db, "SELECT id, doctor, name FROM wards")).toEqual([[1, "nobody", "W"]]);
});

test.each(["(1 + 1)", "('a' || 'b')", "(-(1))", "(current_date)"])(
  "a new column whose default is the expression %s is filled by it",
  async (expression) => {
    const db = await hospitalDatabase();
    const code = text().default(sql.raw(expression));
    await pushed(db, hospital({ doctors: { ...doctorColumns(), code } }));
    const expected = value(db, `SELECT CAST(${expression} AS TEXT)`);
    expect(rows(db, "SELECT code FROM doctors")).toEqual([[expected], [expected], [expected]]);
  },
);
