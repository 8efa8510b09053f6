import {
  blob,
  customType,
  integer,
  numeric,
  real,
  sqliteTable,
  text,
} from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { dump, managedDatabase, pushed, refused, rows, value } from "../support/evolve.ts";

const typeless = customType<{ data: string }>({ dataType: () => "" });

/** Cells that a copy through JavaScript, or a comparison of numbers, would get wrong. */
const CELLS = [
  ...["9223372036854775807", "-9223372036854775808", "9007199254740993", "0", "1", "1.0", "-0.0"],
  ...["0.1", "1e308", "5e-324", "9e999", "-9e999", "''", "' '", "'0'", "'00'", "'1.0'", "'1e3'"],
  ...["'a' || char(0) || 'b'", "'Ångström'", "'a' || char(768)", "'à'", "'👩‍⚕️'", "char(55357)"],
  ...["x''", "x'00'", "x'ff'", "cast(x'ff41' as text)", "zeroblob(70000)", "NULL", "'NULL'"],
  ...["9e999 - 9e999", "'Straße'", "'STRASSE'", "replace(hex(zeroblob(40000)), '0', 'long ')"],
];
const AS_IT_IS = "SELECT n, typeof(c), hex(c), quote(c), length(c) FROM cells ORDER BY n";

test.each([
  ["no type", ""],
  ["blob", "BLOB"],
  ["numeric", "NUMERIC"],
  ["text", "TEXT"],
  ["real", "REAL"],
  ["integer", "INTEGER"],
])(
  "every kind of value in a column of %s comes through a table that is made anew",
  async (_, type) => {
    const db = await managedDatabase(
      `CREATE TABLE cells (n INTEGER PRIMARY KEY, c ${type}, note TEXT);
     INSERT INTO cells (c) VALUES ${CELLS.map((cell) => `(${cell})`).join(", ")}`,
    );
    const before = rows(db, AS_IT_IS);
    expect(before).toHaveLength(CELLS.length);
    const kinds = {
      "": typeless(),
      BLOB: blob(),
      NUMERIC: numeric(),
      TEXT: text(),
      REAL: real(),
    };
    const c = kinds[type as keyof typeof kinds] ?? integer();
    const cells = sqliteTable("cells", { n: integer().primaryKey(), c, note: text().default("x") });
    const { report } = await pushed(db, { cells });
    expect(report.tables.find(({ table }) => table === "cells")?.action).toBe("rebuild");
    expect(rows(db, AS_IT_IS)).toEqual(before);
  },
);

test("an empty table is made anew without a question", async () => {
  const db = await managedDatabase("CREATE TABLE notes (n INTEGER PRIMARY KEY, body TEXT)");
  const notes = sqliteTable("notes", { n: integer().primaryKey(), body: integer().notNull() });
  const { report, survival } = await pushed(db, { notes });
  expect(report.tables.find(({ table }) => table === "notes")?.action).toBe("rebuild");
  expect([survival?.rows, value(db, "SELECT count(*) FROM notes")]).toEqual([1, 0]);
});

test("a table of 1,990 columns is made anew, and every cell compared", async () => {
  const names = Array.from({ length: 1_990 }, (_, at) => `c${at}`);
  const db = await managedDatabase(`CREATE TABLE wide (${names.map((name) => `${name} text`)});
    INSERT INTO wide (c0, c1989) VALUES ('first', 'last')`);
  const columns = Object.fromEntries(names.map((name) => [name, text()]));
  const wide = sqliteTable("wide", { ...columns, c7: text().default("seven") });
  await pushed(db, { wide });
  expect(rows(db, "SELECT c0, c1989 FROM wide")).toEqual([["first", "last"]]);
});

test("a column of 1,000 characters' name and rows of 2 MB come through", async () => {
  const long = "n".repeat(1_000);
  const db = await managedDatabase(`CREATE TABLE notes (${long} TEXT, n INTEGER);
    INSERT INTO notes VALUES (hex(zeroblob(1000000)), 1), (NULL, 2)`);
  const notes = sqliteTable("notes", { body: text(long), n: integer().default(0) });
  await pushed(db, { notes });
  expect(rows(db, `SELECT length(${long}), n FROM notes`)).toEqual([
    [2_000_000, 1],
    [null, 2],
  ]);
});

test("rows without a key that are all alike are counted, and their numbers kept", async () => {
  const db = await managedDatabase(`CREATE TABLE beds (ward TEXT, free INTEGER);
    INSERT INTO beds (rowid, ward) VALUES (7, 'A'), (9, 'A'), (1000, 'A')`);
  const beds = sqliteTable("beds", { ward: text().notNull(), free: integer() });
  await pushed(db, { beds });
  expect(rows(db, "SELECT rowid, ward FROM beds")).toEqual([
    [7, "A"],
    [9, "A"],
    [1000, "A"],
  ]);
});

test("a primary key that holds NULLs is refused with their count and places", async () => {
  const db = await managedDatabase(`CREATE TABLE beds (id TEXT PRIMARY KEY, free INTEGER);
    INSERT INTO beds VALUES (NULL, 1), (NULL, 2), ('a', 3)`);
  const beds = sqliteTable("beds", { id: text().primaryKey(), free: integer() });
  const { exitCode, obstacles } = await refused(db, { beds });
  expect([exitCode, obstacles]).toEqual([1, [{ table: "beds", count: 2, rows: [1, 2] }]]);
});

test("a push that is refused leaves every byte's meaning as it was", async () => {
  const db = await managedDatabase(
    `CREATE TABLE cells (n INTEGER PRIMARY KEY, c); INSERT INTO cells (c) VALUES ${CELLS.map((cell) => `(${cell})`)}`,
  );
  const before = dump(db.path);
  const cells = sqliteTable("cells", { n: integer().primaryKey(), c: integer().notNull() });
  expect((await refused(db, { cells })).exitCode).toBe(1);
  expect(dump(db.path)).toEqual(before);
});
