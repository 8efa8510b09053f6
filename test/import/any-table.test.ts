import { join } from "node:path";
import { sql } from "drizzle-orm";
import { check, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, onTestFinished, test } from "vitest";
import { code } from "../../importers/convert/code.ts";
import { date } from "../../importers/convert/date.ts";
import { legacyId } from "../../importers/convert/legacy-id.ts";
import { lookup } from "../../importers/convert/lookup.ts";
import { money } from "../../importers/convert/money.ts";
import { reference } from "../../importers/convert/reference.ts";
import { text as words } from "../../importers/convert/text.ts";
import { defineImporter, type Importer } from "../../importers/define.ts";
import { defineTarget } from "../../importers/define-target.ts";
import type { Database } from "../../src/db/database.ts";
import { keyColumn } from "../../src/db/key-column.ts";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import { pushSchema } from "../../src/evolve/push.ts";
import { ddlOf } from "../../src/jobs/own-schema.ts";
import { validateLedger } from "../../src/ledger/validate-ledger.ts";
import { parseMapping } from "../../src/mapping/mapping.ts";
import { UsageError } from "../../src/plain/errors.ts";
import { NOW } from "../support/evolve.ts";
import { importFolder } from "../support/import.ts";
import { undo } from "../support/undo.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

// A library: numbered rows, no column for legacy ids, prices as REAL, its own timestamps, names of any kind.

const members = sqliteTable(
  "Member",
  {
    number: integer("member no").primaryKey({ autoIncrement: true }),
    called: text("full name").notNull(),
    kind: text("order").$type<"adult" | "child">().notNull().default("adult"),
    active: integer("is_active").notNull().default(1),
    made: text("made_on").notNull(),
    changed: text("changed_on").notNull(),
  },
  (table) => [check("called_is_long", sql`length(${table.called}) > 1`)],
);

/** Who works there: no import fills it. */
const staff = sqliteTable("staff", { no: integer().primaryKey(), login: text().notNull() });

const loans = sqliteTable("loan", {
  key: text().primaryKey(),
  member: integer("member no")
    .notNull()
    .references(() => members.number),
  day: text(),
  price: real(),
  clerk: integer().references(() => staff.no),
});

const LIBRARY = defineTarget({
  name: "library",
  tables: { members, loans, staff },
  timestamps: {
    created: "made",
    updated: "changed",
    written: (instant) => instant.toISOString().slice(0, 19).replace("T", " "),
  },
  importers: [
    defineImporter({
      entity: "members",
      table: members,
      fields: {
        legacyId: legacyId(),
        called: words({ required: true }),
        kind: code({ values: { adult: ["a"], child: ["c"] } }),
      },
    }),
    defineImporter({
      entity: "loans",
      table: loans,
      fields: {
        legacyId: legacyId(),
        member: reference("members", { label: "member", required: true }),
        day: date(),
        clerk: lookup(staff, "login", { label: "clerk" }),
        price: money({ column: "price", stored: "whole units" }),
      },
    }),
  ],
});
const { importers } = LIBRARY;

const MAPPING = parseMapping(
  "library",
  JSON.stringify({
    mappingVersion: 1,
    legacySystem: "cards",
    currency: "EUR",
    timeZone: "UTC",
    entities: {
      members: { fields: { legacyId: "id", called: "name", kind: "kind" } },
      loans: {
        fields: {
          legacyId: "loan",
          member: "id",
          day: "day",
          price: "price",
          clerk: { column: "clerk", optional: true },
        },
      },
    },
  }),
  importers,
);

const MEMBERS = ["id,name,kind", "007,Asha,a", "8,Ravi,c", "9,Li Wei,a"];
const LOANS = [
  "loan,id,day,price",
  "L1,007,2026-01-02,0.10",
  "L2,007,2026-01-03,0.20",
  "L3,9,2026-01-04,1234.56",
];

async function library(): Promise<Database> {
  const db = openSqlite(join(workspace(), "library.db"), { ifMissing: "create" });
  onTestFinished(() => db.close());
  await pushSchema(db, { ddl: await ddlOf(LIBRARY), now: NOW, command: "test" });
  db.exec(`insert into "Member" ("full name", made_on, changed_on)
    values ('Of the library', '2020-01-01 00:00:00', '2020-01-01 00:00:00');
    insert into staff values (7, 'una'), (8, 'tom'), (9, 'tom')`);
  return db;
}

const folder = (members: readonly string[], loans: readonly string[]) =>
  writeFiles(workspace(), {
    "members.csv": `${members.join("\n")}\n`,
    "loans.csv": `${loans.join("\n")}\n`,
  });

const STARTS = ["2026-01-14T02:03:11Z", "2026-01-15T02:03:11Z", "2026-01-16T02:03:11Z"];
const bring = (db: Database, lines: readonly (readonly string[])[], nth = 0) =>
  importFolder(db, folder(lines[0] ?? [], lines[1] ?? []), {
    importers,
    mapping: MAPPING,
    startedAt: new Date(STARTS[nth] ?? ""),
  });

const rows = (db: Database) => [
  db.prepare('select * from "Member" order by 1').all([]),
  db.prepare("select * from loan order by 1").all([]),
];

test("a table without a column for legacy ids is filled: numbered rows, REAL prices, its own timestamps", async () => {
  const db = await library();
  const summary = await bring(db, [MEMBERS, LOANS]);
  expect(summary).toMatchObject({ status: "committed", exitCode: 0, differences: [] });
  const [people, lent = []] = rows(db);
  const at = "2026-01-14 02:03:11";
  expect(people?.slice(1)).toEqual([
    [2, "Asha", "adult", 1, at, at],
    [3, "Ravi", "child", 1, at, at],
    [4, "Li Wei", "adult", 1, at, at],
  ]);
  expect(lent.map(([, member, , price]) => [member, price]).sort()).toEqual([
    [2, 0.1],
    [2, 0.2],
    [4, 1234.56],
  ]);
  expect(summary.entities["loans"]?.controlTotals.target["price"]?.sum).toBe("1234.86");
  const again = await bring(db, [MEMBERS, LOANS], 1);
  expect(again.entities["members"]).toMatchObject({ unchanged: 3, inserted: 0, updated: 0 });
  expect(again.entities["loans"]).toMatchObject({ unchanged: 3, inserted: 0, updated: 0 });
  expect(again.differences).toEqual([]);
});

test("a later export updates such rows and keeps edited ones, and both are undone cell for cell", async () => {
  const db = await library();
  const untouched = rows(db);
  const { run } = await bring(db, [MEMBERS, LOANS]);
  db.exec(`update "Member" set "full name" = 'Ravi K' where "full name" = 'Ravi'`);
  const before = rows(db);
  const later = [
    ["id,name,kind", "007,Asha Rao,a", "8,Ravi P,c", "9,Li Wei,a", "10,Una,a"],
    [...LOANS.slice(0, 3), "L3,10,2026-01-04,1234.5"],
  ];
  const second = await bring(db, later, 1);
  expect(second).toMatchObject({ exitCode: 0, differences: [] });
  expect(second.entities["members"]).toMatchObject({ updated: 1, inserted: 1, unchanged: 2 });
  expect(second.entities["members"]?.issues).toEqual({ "members.target.edited": 1 });
  expect(second.entities["loans"]).toMatchObject({ updated: 1, unchanged: 2 });
  expect(validateLedger(db, importers[0] as (typeof importers)[0])).toMatchObject({
    imported: 4,
    asImported: 3,
    changed: 1,
    notImported: 1,
  });
  const taken = await undo(db, second.run, { importers });
  expect(taken).toMatchObject({ status: "committed", exitCode: 0 });
  expect(rows(db)).toEqual(before);
  db.exec(`update "Member" set "full name" = 'Ravi' where "full name" = 'Ravi K'`);
  const after = rows(db);
  const undone = await undo(db, run, { importers });
  expect(undone).toMatchObject({ status: "committed", exitCode: 0 });
  expect(rows(db)).toEqual(untouched);
  expect(await undo(db, undone?.run ?? "", { importers })).toMatchObject({ exitCode: 0 });
  expect(rows(db)).toEqual(after);
});

test("a record that the table's CHECK refuses is rejected by its constraint's name", async () => {
  const db = await library();
  const summary = await importFolder(
    db,
    folder(["id,name,kind", "1,A,a", "2,Li,a"], ["loan,id,day,price"]),
    {
      importers,
      mapping: MAPPING,
      settings: { mode: "lenient" },
    },
  );
  expect(summary.entities["members"]).toMatchObject({ inserted: 1, rejected: 1 });
  expect(summary.entities["members"]?.issues).toEqual({ "members.target.constraint": 1 });
});

test("a placeholder of such a table has a number too, and keeps it when its record comes", async () => {
  const db = await library();
  const [people, lent] = importers as [Importer, Importer];
  const withPlaceholders = [
    { ...people, placeholder: () => ({ called: "(unknown)" }) },
    lent,
  ] as const;
  const fields = MAPPING.entities["loans"]?.fields;
  const member = { ...fields?.["member"], columns: ["id"], options: { onUnknown: "placeholder" } };
  const loan = { ...MAPPING.entities["loans"], fields: { ...fields, member } };
  const mapping = { ...MAPPING, entities: { ...MAPPING.entities, loans: loan } } as typeof MAPPING;
  const how = { importers: withPlaceholders, mapping };
  await importFolder(db, folder(["id,name,kind"], LOANS.slice(0, 2)), how);
  expect(rows(db)[0]?.map(([number, called]) => [number, called])).toEqual([
    [1, "Of the library"],
    [2, "(unknown)"],
  ]);
  const summary = await importFolder(db, folder(MEMBERS.slice(0, 2), LOANS.slice(0, 2)), how);
  expect(summary).toMatchObject({ exitCode: 0, differences: [] });
  expect(rows(db)[0]?.[1]?.slice(0, 2)).toEqual([2, "Asha"]);
});

test("a table whose primary key is several columns is refused in words", () => {
  const table = sqliteTable("seat", { row: text(), nth: text() }, ({ row, nth }) => [
    primaryKey({ columns: [row, nth] }),
  ]);
  expect(() => keyColumn(table)).toThrow(UsageError);
  const alone = sqliteTable("bed", { nth: text() }, ({ nth }) => [primaryKey({ columns: [nth] })]);
  expect(keyColumn(alone)).toMatchObject({ key: "nth", isNumber: false });
});

test("a row that no import made is named by its column; one that is not there, or not alone, is told", async () => {
  const db = await library();
  const lent = ["una", "tom", "nobody", ""].map((clerk, at) => `L${at},007,,,${clerk}`);
  const head = "loan,id,day,price,clerk";
  const how = { importers, mapping: MAPPING, settings: { mode: "lenient" as const } };
  const summary = await importFolder(db, folder(MEMBERS, [head, ...lent]), how);
  expect(summary.entities["loans"]).toMatchObject({ inserted: 2, rejected: 2, waiting: 0 });
  expect(summary.entities["loans"]?.issues).toEqual({ "loans.clerk.unknown": 2 });
  expect(summary.differences).toEqual([]);
  expect(db.prepare("select clerk from loan order by clerk").all([])).toEqual([[null], [7]]);
  const again = await importFolder(db, folder(MEMBERS, [head, ...lent.slice(0, 1)]), how);
  expect(again.entities["loans"]).toMatchObject({ unchanged: 1 });
  expect(again.differences).toEqual([]);
});
