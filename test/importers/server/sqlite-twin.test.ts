import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  char,
  check,
  date,
  foreignKey,
  inet,
  integer,
  jsonb,
  numeric,
  pgEnum,
  pgTable,
  primaryKey,
  serial,
  smallint,
  text,
  time,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import { getTableConfig } from "drizzle-orm/sqlite-core";
import { beforeAll, describe, expect, expectTypeOf, it, test } from "vitest";
import type { RowOf } from "../../../importers/define-table.ts";
import { defineTarget } from "../../../importers/define-target.ts";
import { sqliteTwin } from "../../../importers/server/sqlite-twin.ts";
import type { Scratch } from "../../../src/db/database.ts";
import { createTables } from "../../../src/db/postgresql/create-tables.ts";
import { openScratch } from "../../../src/db/sqlite/open.ts";
import { compileSchema } from "../../../src/evolve/compile-schema.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";

const state = pgEnum("state", ["open", "isn't"]);

const cells = pgTable(
  "Cells",
  {
    id: integer("Id").primaryKey().generatedAlwaysAsIdentity(),
    short: varchar({ length: 3 }),
    fixed: char({ length: 2 }),
    state: state(),
    price: numeric({ precision: 5, scale: 2 }),
    exact: numeric(),
    whole: numeric({ precision: 4 }),
    small: smallint(),
    day: date(),
    clock: time(),
    moment: timestamp(),
    instant: timestamp({ withTimezone: true }),
    key: uuid(),
    flag: boolean(),
    json: jsonb(),
    paid: integer(),
    upper: text().generatedAlwaysAs(sql`upper(short)`),
    net: inet(),
    from: text().default(sql`current_user`),
    times: integer().default(sql`3`),
    made: timestamp({ withTimezone: true }).notNull().defaultNow(),
    tags: text().array().notNull().default([]),
  },
  (table) => [
    check("paid_once", sql`${table.paid} in (0, 1) or ${table.paid} is null`),
    check("short_is_lower", sql`${table.short} ~ '^[a-zé😀]*$'`),
    unique("cells_fixed_state").on(table.fixed, table.state),
    uniqueIndex("cells_key").on(table.key).where(sql`${table.flag}`),
  ],
);

/** By column: values that a row takes, and values that it does not; the server reads each as a text. */
const VALUES: Readonly<Record<string, readonly [taken: string[], refused: string[]]>> = {
  short: [
    ["abc", "aé😀", ""],
    ["abcd", "a\0"],
  ],
  fixed: [["ab", "a"], ["abc"]],
  state: [["isn't"], ["shut", ""]],
  price: [
    ["999.99", "-0.05", "12"],
    ["1000", "0.005", "1e2", "1,5", "", "1.2.3", "--1", "."],
  ],
  exact: [
    ["0.12345678901234567890", "-1"],
    ["one", "1-2"],
  ],
  whole: [["9999"], ["10000", "0.5"]],
  small: [["-32768"], ["32768", "1.5", "x"]],
  day: [["2024-02-29"], ["2023-02-29", "0000-01-01", "now", "2024-2-9", "infinity"]],
  clock: [
    ["09:30", "09:30:15.25", "24:00"],
    ["25:00", "9:30", "09:30Z", "now", "24:01"],
  ],
  moment: [["2024-02-29T09:30:00"], ["2024-02-30T09:30:00", "2024-02-29T09:30:00Z", "now"]],
  instant: [["2024-02-29T09:30:00.000Z"], ["2024-02-29T09:30:00", "2024-13-01T09:30:00.000Z"]],
  key: [["550e8400-e29b-41d4-a716-446655440000"], ["550e8400", ""]],
  flag: [["0", "1"], ["2"]],
  json: [['{"a": [1]}'], ["{a}"]],
  paid: [["1"], ["2"]],
};

describe("the twin of a table", () => {
  let db: Scratch;
  const twin = sqliteTwin(cells);

  beforeAll(async () => {
    db = openScratch();
    for (const statement of await compileSchema({ twin })) db.exec(statement);
  });

  /** Whether SQLite takes a row with this alone. */
  const takes = (column: string, value: string): boolean => {
    try {
      db.exec("savepoint one");
      db.prepare(`insert into "Cells" ("${column}") values (?)`).run([value]);
      return true;
    } catch {
      return false;
    } finally {
      db.exec("rollback to one");
    }
  };

  it.each(Object.entries(VALUES))(
    "takes of %s what fits, to the letter",
    (column, [fit, unfit]) => {
      expect(fit.filter((value) => !takes(column, value))).toEqual([]);
      expect(unfit.filter((value) => takes(column, value))).toEqual([]);
    },
  );

  it("has no column that only the server fills, and the defaults that SQLite has words for", () => {
    db.exec(`insert into "Cells" (short) values ('a')`);
    const row = db.prepare(`select "Id", times, made glob '????-??-??T??:??:??.???Z' from "Cells"`);
    expect(row.get([])).toEqual([1, 3, 1]);
    const left = ["upper", "net", "from", "tags"];
    expect(getTableConfig(twin).columns.filter(({ name }) => left.includes(name))).toEqual([]);
  });

  it("is one and the same, however often it is asked for", () => {
    expect(sqliteTwin(cells)).toBe(twin);
  });

  describePostgresql("beside its server", () => {
    const server = testDatabase();

    it("takes nothing that the server refuses, and the server gives back what it took", async () => {
      await createTables(await server.session(), { cells });
      for (const [column, [fit]] of Object.entries(VALUES)) {
        for (const value of fit) {
          const [row] = await server.query(
            `insert into "Cells" ("${column}") values ($1) returning "${column}"::text as back`,
            [value],
          );
          expect([column, canonical(column, String(row?.["back"]))]).toEqual([column, value]);
        }
      }
    });
  });
});

/** As a mirror of the server writes it. */
function canonical(column: string, back: string): string {
  if (column === "fixed") return back.trimEnd();
  if (column === "price") return back.replace(/\.00$/, "");
  if (column === "flag") return back === "true" ? "1" : "0";
  if (column === "clock") return back.replace(/^(\d\d:\d\d):00$/, "$1");
  if (column === "moment") return back.replace(" ", "T");
  return column === "instant" ? new Date(back.replace(/\+00$/, "Z")).toISOString() : back;
}

test("rows are declared as texts and numbers, whatever Drizzle reads them as", () => {
  type Row = RowOf<typeof cells>;
  expectTypeOf<Row["instant"]>().toEqualTypeOf<string | null | undefined>();
  expectTypeOf<Row["price"]>().toEqualTypeOf<string | number | null | undefined>();
  expectTypeOf<Row["state"]>().toEqualTypeOf<"open" | "isn't" | null | undefined>();
});

test("keys of several columns and references stay, to tables that are not declared as well", () => {
  const wards = pgTable("wards", { a: integer(), b: integer() }, (table) => [
    primaryKey({ columns: [table.a, table.b] }),
  ]);
  const beds = pgTable(
    "beds",
    { id: serial().primaryKey(), a: integer(), b: integer(), like: bigint({ mode: "bigint" }) },
    (table) => [
      foreignKey({ columns: [table.a, table.b], foreignColumns: [wards.a, wards.b] }),
      foreignKey({ columns: [table.like], foreignColumns: [table.id] }).onDelete("set null"),
    ],
  );
  const { tables } = defineTarget({ name: "wards", tables: { beds }, importers: [] });
  expect(Object.values(tables)).toEqual([sqliteTwin(beds), sqliteTwin(wards)]);
  const named = getTableConfig(sqliteTwin(beds)).foreignKeys.map((key) => {
    const { columns, foreignTable } = key.reference();
    return [columns.map(({ name }) => name), foreignTable, key.onDelete];
  });
  expect(named).toEqual([
    [["a", "b"], sqliteTwin(wards), "no action"],
    [["like"], sqliteTwin(beds), "set null"],
  ]);
});

test.each([
  ["a column that must be filled and cannot be", { tags: text().array().notNull() }],
  ["names that differ in letter case alone", { a: text("Name"), b: text("name") }],
])("%s is refused", (_, columns) => {
  expect(() => sqliteTwin(pgTable("t", { id: uuid().primaryKey(), ...columns }))).toThrow(
    TypeError,
  );
});
