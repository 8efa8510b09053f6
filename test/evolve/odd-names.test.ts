import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  type SQLiteColumnBuilderBase,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { columnKey } from "../../src/evolve/written-names.ts";
import { databaseOf, pushed, refused, rows } from "../support/evolve.ts";

const NAMES = [
  ...["order", "group by", "Straße", "ORDER_items", "it's", "select", "1st"],
  ...["[brackets]", "per%cent", "check", "constraint", "new\nline", "-- no"],
];
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** A table whose own name and whose columns are odd, with two rows. */
async function odd(name: string): Promise<Database> {
  const db = databaseOf("");
  await pushed(db, schema(name));
  db.exec(`INSERT INTO ${quoted(name)} VALUES (1, 'a', 10), (2, NULL, 20)`);
  return db;
}

const schema = (name: string, value: SQLiteColumnBuilderBase = text(`${name} value`)) => ({
  odd: sqliteTable(
    name,
    { key: integer(`${name} key`).primaryKey(), value, extra: integer("extra") },
    (own) => [
      index(`${name} idx`).on(own.value),
      uniqueIndex(`${name} unique`).on(own.extra).where(sql`${own.extra} > 5`),
      check(`${name} check`, sql`${own.extra} > 0`),
    ],
  ),
});
const cells = (db: Database, name: string) => rows(db, `SELECT * FROM ${quoted(name)}`);

test.each(NAMES)("a table and columns called %j are made anew, cell by cell", async (name) => {
  const db = await odd(name);
  const before = cells(db, name);
  const { report } = await pushed(db, schema(name, text(`${name} value`).default("none")));
  expect(report.tables.find(({ table }) => table === name)?.action).toBe("rebuild");
  expect(cells(db, name)).toEqual(before);
  expect(
    (await pushed(db, schema(name, text(`${name} value`).default("none")))).report.inSync,
  ).toBe(true);
});

test.each(NAMES)(
  "a column called %j is not lost without a word, and can be filled",
  async (name) => {
    const db = await odd(name);
    const other = schema(name, text("another").notNull());
    const { flags } = await refused(db, other);
    expect(flags).toHaveLength(2);
    const expression = `coalesce(${quoted(`${name} value`)}, 'none')`;
    await pushed(db, other, {
      allowDrop: [`${name}.${name} value`],
      backfills: [{ table: name, column: "another", expression }],
    });
    expect(rows(db, `SELECT another FROM ${quoted(name)}`)).toEqual([["a"], ["none"]]);
  },
);

test.each(NAMES)("a table and a column come to be called %j", async (name) => {
  const db = await odd("plain");
  await pushed(db, schema(name), {
    renameTables: [{ from: "plain", to: name }],
    renames: ["key", "value"].map((part) => {
      return { table: name, from: `plain ${part}`, to: `${name} ${part}` };
    }),
    dropUnmanaged: ["plain *"],
  });
  expect(cells(db, name)).toEqual([
    [1, "a", 10],
    [2, null, 20],
  ]);
});

test("names in another letter case are the same names", async () => {
  const db = await odd("Odd");
  const before = cells(db, "Odd");
  const { report } = await pushed(db, {
    odd: sqliteTable(
      "ODD",
      { key: integer("ODD KEY").primaryKey(), value: text("ODD VALUE"), extra: integer("EXTRA") },
      (own) => [
        index("odd idx").on(own.value),
        uniqueIndex("odd unique").on(own.extra).where(sql`${own.extra} > 5`),
        check("odd check", sql`${own.extra} > 0`),
      ],
    ),
  });
  expect([report.inSync, cells(db, "odd")]).toEqual([true, before]);
});

const UNTOLD = ['a "quoted" one', "back`tick", "semi;colon", "a.b", "x=y", "tab\tand, comma"];

test.each(UNTOLD)("%j is kept in tables of others", async (name) => {
  const db = await odd("plain");
  db.exec(`CREATE TABLE ${quoted(name)} (${quoted(`${name} k`)} TEXT PRIMARY KEY);
    CREATE INDEX ${quoted(`${name} i`)} ON "plain" (lower("plain value"));
    CREATE VIEW ${quoted(`${name} v`)} AS SELECT ${quoted(`${name} k`)} FROM ${quoted(name)};
    CREATE TRIGGER ${quoted(`${name} t`)} AFTER INSERT ON "plain" BEGIN INSERT INTO ${quoted(name)} VALUES ('x'); END;
    INSERT INTO ${quoted(name)} VALUES ('a')`);
  await pushed(db, schema("plain", text("plain value").default("none")));
  expect(cells(db, `${name} v`)).toEqual([["a"]]);
  db.exec(`INSERT INTO "plain" ("plain key") VALUES (9)`);
  expect(cells(db, name)).toEqual([["a"], ["x"]]);
});

test.each(UNTOLD)("a column called %j is not lost without a word", async (name) => {
  const db = await odd("plain");
  db.exec(
    `ALTER TABLE "plain" ADD COLUMN ${quoted(name)}; UPDATE "plain" SET ${quoted(name)} = 'kept'`,
  );
  expect((await refused(db, schema("plain"))).exitCode).toBe(4);
  await pushed(db, schema("plain"), { allowDrop: [columnKey("plain", name)] });
  expect(cells(db, "plain")).toEqual([
    [1, "a", 10],
    [2, null, 20],
  ]);
});

test.each(["back`tick", "semi;colon"])("a schema with a name like %j is refused", async (name) => {
  const db = await odd("plain");
  expect((await refused(db, schema(name))).exitCode).toBe(2);
});
