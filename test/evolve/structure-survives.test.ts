import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  check,
  foreignKey,
  integer,
  primaryKey,
  type SQLiteColumnBuilderBase,
  sqliteTable,
  text,
  unique,
} from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { managedDatabase, pushed, refused, rows, value } from "../support/evolve.ts";

const notes = (columns: Readonly<Record<string, SQLiteColumnBuilderBase>> = {}) => ({
  notes: sqliteTable("notes", { id: integer().primaryKey(), body: text(), ...columns }),
});
const NOTES = "INSERT INTO notes (id, body) VALUES (1, 'a'), (7, 'B'), (9, NULL)";

test("a generated column that is stored becomes an ordinary one with its values", async () => {
  const db = await managedDatabase(
    `CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT, size TEXT AS (body || '!') STORED); ${NOTES}`,
  );
  await pushed(db, notes({ size: text() }));
  expect(rows(db, "SELECT size FROM notes")).toEqual([["a!"], ["B!"], [null]]);
});

test.each(["virtual", "stored"] as const)(
  "a %s column is made, changed and dropped",
  async (mode) => {
    const db = await managedDatabase(
      `CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT); ${NOTES}`,
    );
    const size = (expression: string) =>
      notes({ size: text().generatedAlwaysAs(sql.raw(expression), { mode }) });
    await pushed(db, size("body || '!'"));
    expect(rows(db, "SELECT id, size FROM notes")).toEqual([
      [1, "a!"],
      [7, "B!"],
      [9, null],
    ]);
    await pushed(db, size("body || '?'"));
    expect(rows(db, "SELECT id, size FROM notes")).toEqual([
      [1, "a?"],
      [7, "B?"],
      [9, null],
    ]);
    expect((await pushed(db, size("body || '?'"))).report.inSync).toBe(true);
    await pushed(db, notes());
    expect(rows(db, "SELECT * FROM notes")).toEqual([
      [1, "a"],
      [7, "B"],
      [9, null],
    ]);
  },
);

test("an ordinary column becomes a generated one only where its values may go", async () => {
  const db = await managedDatabase(
    `CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT, size TEXT); ${NOTES};
     UPDATE notes SET size = body || '!' WHERE id = 1; UPDATE notes SET size = 'own' WHERE id = 7`,
  );
  const wanted = notes({ size: text().generatedAlwaysAs(sql`body || '!'`) });
  const { exitCode, flags } = await refused(db, wanted);
  expect([exitCode, flags]).toEqual([4, ["--allow-convert notes.size"]]);
  await pushed(db, wanted, { allowConvert: ["notes.size"] });
  expect(rows(db, "SELECT size FROM notes")).toEqual([["a!"], ["B!"], [null]]);
});

test("a collation that others gave a column goes with the schema's word, and no value changes", async () => {
  const db = await managedDatabase(
    `CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT COLLATE NOCASE); ${NOTES}`,
  );
  await pushed(db, notes());
  expect(rows(db, "SELECT * FROM notes WHERE body = 'b'")).toEqual([]);
  expect(rows(db, "SELECT * FROM notes")).toEqual([
    [1, "a"],
    [7, "B"],
    [9, null],
  ]);
});

test.each(["WITHOUT ROWID", "STRICT", "STRICT, WITHOUT ROWID"])(
  "a table that is %s comes to what the schema says with every row",
  async (options) => {
    const db = await managedDatabase(
      `CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT) ${options}; ${NOTES}`,
    );
    await pushed(db, notes());
    expect(rows(db, "SELECT * FROM notes ORDER BY id")).toEqual([
      [1, "a"],
      [7, "B"],
      [9, null],
    ]);
    expect((await pushed(db, notes())).report.inSync).toBe(true);
  },
);

test("a WITHOUT ROWID table of text keys comes to what the schema says with every row", async () => {
  const db =
    await managedDatabase(`CREATE TABLE beds (ward TEXT, nr TEXT, free, PRIMARY KEY (ward, nr)) WITHOUT ROWID;
    INSERT INTO beds VALUES ('b', '1', 1), ('a', '02', 2), ('a', '2', x'00')`);
  const columns = { ward: text().notNull(), nr: text().notNull(), free: text() };
  const beds = sqliteTable("beds", columns, (own) => [primaryKey({ columns: [own.ward, own.nr] })]);
  await pushed(db, { beds });
  expect(rows(db, "SELECT ward, nr, hex(free) FROM beds ORDER BY ward, nr")).toEqual([
    ["a", "02", "32"],
    ["a", "2", "00"],
    ["b", "1", "31"],
  ]);
});

test("a composite key, a UNIQUE and a CHECK are added with every row", async () => {
  const db = await managedDatabase(`CREATE TABLE beds (ward TEXT, nr INTEGER, floor INTEGER);
    INSERT INTO beds (rowid, ward, nr, floor) VALUES (5, 'a', 1, 1), (3, 'a', 2, 2)`);
  const columns = { ward: text().notNull(), nr: integer().notNull(), floor: integer() };
  const beds = sqliteTable("beds", columns, (own) => [
    primaryKey({ columns: [own.ward, own.nr] }),
    unique().on(own.floor),
    check("above", sql`${own.floor} > 0`),
  ]);
  await pushed(db, { beds });
  expect(rows(db, "SELECT rowid, * FROM beds ORDER BY nr")).toEqual([
    [5, "a", 1, 1],
    [3, "a", 2, 2],
  ]);
  expect(() => db.exec("INSERT INTO beds VALUES ('a', 1, 9)")).toThrow();
  expect((await pushed(db, { beds })).report.inSync).toBe(true);
});

test("a key and a UNIQUE that rows meet twice are refused with their count and places", async () => {
  const db =
    await managedDatabase(`CREATE TABLE beds (ward TEXT NOT NULL, nr INTEGER, floor INTEGER);
    INSERT INTO beds VALUES ('a', 1, 1), ('a', 2, 1), ('b', 3, NULL), ('c', 4, NULL), ('b', 5, 2)`);
  const beds = (key: "ward" | "floor") =>
    sqliteTable("beds", { ward: text().notNull(), nr: integer(), floor: integer() }, (own) => [
      unique().on(own[key]),
    ]);
  const expected = (places: number[]) => [{ table: "beds", count: places.length, rows: places }];
  expect((await refused(db, { beds: beds("ward") })).obstacles).toEqual(expected([1, 2, 3, 5]));
  expect((await refused(db, { beds: beds("floor") })).obstacles).toEqual(expected([1, 2]));
});

test("self-references, and cycles of foreign keys, keep every row", async () => {
  const staff = sqliteTable("staff", {
    id: integer().primaryKey(),
    boss: integer().references((): AnySQLiteColumn => staff.id, { onDelete: "cascade" }),
    ward: integer().references((): AnySQLiteColumn => wards.id, { onDelete: "cascade" }),
    name: text().default("none"),
  });
  const wards = sqliteTable(
    "wards",
    { id: integer().primaryKey(), head: integer(), note: text().default("none") },
    (own) => [foreignKey({ columns: [own.head], foreignColumns: [staff.id] }).onDelete("cascade")],
  );
  const db = await managedDatabase(`
    CREATE TABLE staff (id INTEGER PRIMARY KEY NOT NULL, boss INTEGER REFERENCES staff (id) ON DELETE CASCADE,
      ward INTEGER REFERENCES wards (id) ON DELETE CASCADE, name TEXT);
    CREATE TABLE wards (id INTEGER PRIMARY KEY NOT NULL, head INTEGER REFERENCES staff (id) ON DELETE CASCADE, note TEXT);
    INSERT INTO staff VALUES (1, NULL, 1, 'a'), (2, 1, 1, 'b'), (3, 2, NULL, NULL), (4, 4, 2, 'd');
    INSERT INTO wards VALUES (1, 2, 'x'), (2, 4, NULL)`);
  const before = [rows(db, "SELECT * FROM staff"), rows(db, "SELECT * FROM wards")];
  const { report } = await pushed(db, { staff, wards });
  const rebuilt = report.tables.filter(({ action }) => action === "rebuild");
  expect(rebuilt.map(({ table }) => table)).toEqual(["staff", "wards"]);
  expect([rows(db, "SELECT * FROM staff"), rows(db, "SELECT * FROM wards")]).toEqual(before);
  expect(value(db, "SELECT count(*) FROM pragma_foreign_key_check")).toBe(0);
  db.exec("DELETE FROM staff WHERE id = 1");
  expect(rows(db, "SELECT id FROM staff")).toEqual([[4]]);
});

test("a foreign key that rows break is refused with their count and places", async () => {
  const db = await managedDatabase(`CREATE TABLE wards (id INTEGER PRIMARY KEY NOT NULL);
    CREATE TABLE beds (id INTEGER PRIMARY KEY NOT NULL, ward INTEGER);
    INSERT INTO wards VALUES (1); INSERT INTO beds VALUES (1, 1), (2, 8), (3, 9), (4, NULL)`);
  const wards = sqliteTable("wards", { id: integer().primaryKey() });
  const beds = sqliteTable("beds", {
    id: integer().primaryKey(),
    ward: integer().references(() => wards.id),
  });
  const { exitCode, obstacles } = await refused(db, { wards, beds });
  expect([exitCode, obstacles]).toEqual([1, [{ table: "beds", count: 2, rows: [2] }]]);
});

test("references that dangled before are no reason to stop, and stay what they are", async () => {
  const db = await managedDatabase(`CREATE TABLE wards (id INTEGER PRIMARY KEY NOT NULL);
    CREATE TABLE beds (id INTEGER PRIMARY KEY NOT NULL, ward INTEGER REFERENCES wards (id)); INSERT INTO beds VALUES (2, 8)`);
  const wards = sqliteTable("wards", { id: integer().primaryKey() });
  const beds = sqliteTable("beds", {
    id: integer().primaryKey(),
    ward: integer().references(() => wards.id),
    note: text().notNull().default(sql`(lower('NONE'))`),
  });
  await pushed(db, { wards, beds });
  expect(rows(db, "SELECT * FROM beds")).toEqual([[2, 8, "none"]]);
});

test("a text key becomes a number where every key stays what it is", async () => {
  const db = await managedDatabase(
    "CREATE TABLE notes (id TEXT PRIMARY KEY NOT NULL, body TEXT); INSERT INTO notes VALUES ('12', 'a'), ('7', 'b')",
  );
  await pushed(db, notes());
  expect(rows(db, "SELECT id, body FROM notes ORDER BY id")).toEqual([
    [7, "b"],
    [12, "a"],
  ]);
});

test("a number key becomes text with every row, also of 20,000", async () => {
  const db = await managedDatabase(`CREATE TABLE notes (id INTEGER PRIMARY KEY NOT NULL, body TEXT);
    WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    INSERT INTO notes SELECT i, 'note ' || i FROM n`);
  await pushed(db, { notes: sqliteTable("notes", { id: text().primaryKey(), body: text() }) });
  expect(
    rows(db, "SELECT count(*), count(DISTINCT id), sum(typeof(id) = 'text') FROM notes"),
  ).toEqual([[20_000, 20_000, 20_000]]);
});

test("a primary key is dropped and another column takes its place", async () => {
  const db = await managedDatabase(
    "CREATE TABLE notes (id INTEGER PRIMARY KEY NOT NULL, code TEXT NOT NULL); INSERT INTO notes VALUES (3, 'x'), (5, 'y')",
  );
  const moved = sqliteTable("notes", { id: integer().notNull(), code: text().primaryKey() });
  await pushed(db, { notes: moved });
  expect(rows(db, "SELECT id, code FROM notes ORDER BY id")).toEqual([
    [3, "x"],
    [5, "y"],
  ]);
});

test("an INTEGER PRIMARY KEY that is added takes the row numbers that are there", async () => {
  const db = await managedDatabase(
    "CREATE TABLE notes (body TEXT); INSERT INTO notes (rowid, body) VALUES (5, 'x'), (9, 'y')",
  );
  await pushed(db, notes());
  expect(rows(db, "SELECT id, body FROM notes")).toEqual([
    [5, "x"],
    [9, "y"],
  ]);
});

test("an INTEGER PRIMARY KEY that is dropped leaves the row numbers as they are", async () => {
  const db = await managedDatabase(
    `CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT); ${NOTES}`,
  );
  const bare = { notes: sqliteTable("notes", { body: text() }) };
  await pushed(db, bare, { allowDrop: ["notes.id"] });
  expect(rows(db, "SELECT rowid, body FROM notes")).toEqual([
    [1, "a"],
    [7, "B"],
    [9, null],
  ]);
});

test("a key column that is added is filled, also where that changes the order of rows", async () => {
  const db = await managedDatabase(
    "CREATE TABLE notes (code TEXT); INSERT INTO notes VALUES ('9'), ('5'), ('7')",
  );
  const wanted = { notes: sqliteTable("notes", { id: integer().primaryKey(), code: text() }) };
  const backfills = [{ table: "notes", column: "id", expression: "CAST(code AS INTEGER)" }];
  await pushed(db, wanted, { backfills });
  expect(rows(db, "SELECT id, code FROM notes")).toEqual([
    [5, "5"],
    [7, "7"],
    [9, "9"],
  ]);
});
