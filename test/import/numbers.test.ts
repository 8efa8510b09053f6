import { join } from "node:path";
import { real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, onTestFinished, test } from "vitest";
import { date } from "../../importers/convert/date.ts";
import { legacyId } from "../../importers/convert/legacy-id.ts";
import { money } from "../../importers/convert/money.ts";
import { defineImporter } from "../../importers/define.ts";
import { alsoRows } from "../../importers/define-also.ts";
import { defineTarget } from "../../importers/define-target.ts";
import type { Database } from "../../src/db/database.ts";
import { openSqlite } from "../../src/db/sqlite/open.ts";
import { pushSchema } from "../../src/evolve/push.ts";
import { ddlOf } from "../../src/jobs/own-schema.ts";
import { validateLedger } from "../../src/ledger/validate-ledger.ts";
import { parseMapping } from "../../src/mapping/mapping.ts";
import { NOW } from "../support/evolve.ts";
import { type ImportOptions, importFolder } from "../support/import.ts";
import { undo } from "../support/undo.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

// A shop numbers its bills by year, and each bill with an amount has a receipt that names it.

const bills = sqliteTable("bills", {
  id: text().primaryKey(),
  number: text().notNull().unique(),
  day: text().notNull(),
  amount: real(),
});

const receipts = sqliteTable("receipts", {
  id: text().primaryKey(),
  number: text().notNull().unique(),
  of: text().notNull(),
  amount: real().notNull(),
});

const numbered = (letter: string) => (year: string, n: number) =>
  `${letter}-${year}${year && "-"}${String(n).padStart(3, "0")}`;

const SHOP = defineTarget({
  name: "shop",
  tables: { bills, receipts },
  importers: [
    defineImporter({
      entity: "bills",
      table: bills,
      numbers: [{ column: "number", per: "year", format: numbered("B"), of: ({ day }) => day }],
      also: [
        alsoRows(bills, receipts, {
          entity: "receipts",
          columns: ["of", "amount"],
          numbers: [{ column: "number", per: "table", format: numbered("R"), of: () => null }],
          rows: ({ number, amount }) => {
            planned++;
            return amount ? [{ of: number, amount }] : [];
          },
        }),
      ],
      fields: {
        legacyId: legacyId(),
        day: date({ required: true }),
        amount: money({ column: "amount", stored: "whole units" }),
      },
    }),
  ],
});
const { importers } = SHOP;

const MAPPING = parseMapping(
  "shop",
  JSON.stringify({
    mappingVersion: 1,
    legacySystem: "till",
    currency: "EUR",
    timeZone: "UTC",
    entities: { bills: { fields: { legacyId: "no", day: "day", amount: "amount" } } },
  }),
  importers,
);

async function shop(): Promise<Database> {
  const db = openSqlite(join(workspace(), "shop.db"), { ifMissing: "create" });
  onTestFinished(() => db.close());
  await pushSchema(db, { ddl: await ddlOf(SHOP), now: NOW, command: "test" });
  return db;
}

let day = 0;
const bring = (db: Database, lines: readonly string[], options: ImportOptions = {}) =>
  importFolder(
    db,
    writeFiles(workspace(), { "bills.csv": `${["no,day,amount", ...lines].join("\n")}\n` }),
    {
      importers,
      mapping: MAPPING,
      startedAt: new Date(Date.UTC(2026, 0, 15, 0, 0, ++day)),
      ...options,
    },
  );

/** How often it was asked which receipts a bill has. */
let planned = 0;

const rows = (db: Database) => [
  db.prepare("select number, day from bills order by 1").all([]).flat(),
  db.prepare('select number, "of", amount from receipts order by 1').all([]).flat(),
];

const LENIENT: ImportOptions = { settings: { mode: "lenient" } };

test("numbers go on behind those that are there, year by year, and no rejected record takes one", async () => {
  const db = await shop();
  db.exec("insert into bills values ('x', 'B-2024-001', '2024-05-05', 1)");
  const lines = ["a,2024-01-01,5", "b,2023-01-01,", "c,2024-99-99,7", "d,2024-01-02,6"];
  const summary = await bring(db, lines, LENIENT);
  expect(summary.differences).toEqual([]);
  expect(rows(db)).toEqual([
    ["B-2023-001", "2023-01-01", "B-2024-001", "2024-05-05", "B-2024-002", "2024-01-01"].concat([
      "B-2024-003",
      "2024-01-02",
    ]),
    ["R-001", "B-2024-002", 5, "R-002", "B-2024-003", 6],
  ]);
  expect(summary.entities["receipts"]).toMatchObject({ records: 2, inserted: 2, balanced: true });
});

test("a record that is withdrawn leaves no gap, and what belongs to those behind it names their new numbers", async () => {
  const db = await shop();
  const lines = ["a,2024-01-01,5", "b,2024-01-02,6", "c,2024-01-03,7", "a,2024-01-01,8"];
  for (const batchSize of [undefined, 1]) {
    const settings = { mode: "lenient" as const, ...(batchSize && { batchSize }) };
    const summary = await bring(db, lines, { settings });
    expect([summary.status, summary.differences]).toEqual(["committed", []]);
    expect(rows(db)).toEqual([
      ["B-2024-001", "2024-01-02", "B-2024-002", "2024-01-03"],
      ["R-001", "B-2024-001", 6, "R-002", "B-2024-002", 7],
    ]);
    for (const one of importers) expect(validateLedger(db, one)).toMatchObject({ changed: 0 });
    if (batchSize === undefined) await undo(db, summary.run, { importers });
  }
});

test("a day that is corrected into another year leaves the number, and a rerun nothing to do", async () => {
  const db = await shop();
  await bring(db, ["a,2024-01-01,5"]);
  const second = await bring(db, ["a,2025-01-01,5"]);
  expect(second.entities["bills"]).toMatchObject({ updated: 1, numbersStrayed: 1 });
  expect(rows(db)[0]).toEqual(["B-2024-001", "2025-01-01"]);
  const third = await bring(db, ["a,2025-01-01,5"]);
  expect(third.entities["bills"]).not.toHaveProperty("numbersStrayed");
  expect(third.entities["bills"]?.unchanged).toBe(1);
  expect(third.entities["receipts"]?.unchanged).toBe(1);
});

test("the first of two imports is undone and imported again: each record has the number that it had", async () => {
  const db = await shop();
  const early = ["a,2024-01-01,5", "b,2024-01-02,6"];
  const first = await bring(db, early);
  await bring(db, [...early, "c,2024-01-03,7"]);
  const before = rows(db);
  const undone = await undo(db, first.run, { importers });
  expect(undone?.status).toBe("committed");
  expect(undone?.entities).toMatchObject({
    bills: { undone: 2, numbersFree: 2 },
    receipts: { undone: 2, numbersFree: 2 },
  });
  expect(rows(db)[0]).toEqual(["B-2024-003", "2024-01-03"]);
  await bring(db, [...early, "c,2024-01-03,7"]);
  expect(rows(db)).toEqual(before);
});

test("the number of a receipt that is taken out is told to be free, until the next one gets it", async () => {
  const db = await shop();
  await bring(db, ["a,2024-01-01,5", "b,2024-01-02,6", "c,2024-01-03,7"]);
  const fewer = ["a,2024-01-01,5", "b,2024-01-02,0", "c,2024-01-03,7"];
  const second = await bring(db, fewer);
  expect(second.entities["receipts"]).toMatchObject({ removed: 1, numbersFree: 1 });
  const third = await bring(db, [...fewer, "d,2024-01-04,8"]);
  expect(third.entities["receipts"]).not.toHaveProperty("numbersFree");
  const receipts = ["R-001", "B-2024-001", 5, "R-002", "B-2024-004", 8, "R-003", "B-2024-003", 7];
  expect(rows(db)[1]).toEqual(receipts);
  // The last number is between none: the next receipt gets it anyway.
  const last = await bring(db, ["a,2024-01-01,5", "b,2024-01-02,0", "c,2024-01-03,0"]);
  expect(last.entities["receipts"]).toMatchObject({ removed: 1 });
  expect(last.entities["receipts"]).not.toHaveProperty("numbersFree");
});

test("the rows of a record that is there already are planned once", async () => {
  const db = await shop();
  await bring(db, ["a,2024-01-01,5", "b,2024-01-02,6"]);
  planned = 0;
  await bring(db, ["a,2024-01-01,5", "b,2024-01-02,7"]);
  expect(planned).toBe(2);
});

test("a bill that the database refuses for its receipt is rejected with it", async () => {
  const db = await shop();
  db.exec(`create trigger small before insert on receipts when new.amount > 99
    begin select raise(abort, 'too much'); end`);
  const lines = ["a,2024-01-01,100", "b,2024-01-02,6"];
  const summary = await bring(db, lines, LENIENT);
  expect(summary.entities["bills"]).toMatchObject({ inserted: 1, rejected: 1 });
  expect(summary.entities["receipts"]).toMatchObject({ inserted: 1, rejected: 0 });
  expect(rows(db)).toEqual([
    ["B-2024-001", "2024-01-02"],
    ["R-001", "B-2024-001", 6],
  ]);
});

test("a receipt that was edited or deleted in the application stays so, and is told", async () => {
  const db = await shop();
  const lines = ["a,2024-01-01,5", "b,2024-01-02,6", "c,2024-01-03,7"];
  await bring(db, lines);
  db.exec(
    "update receipts set amount = 55 where amount in (5, 7); delete from receipts where amount = 6",
  );
  const summary = await bring(db, ["a,2024-01-01,50", "b,2024-01-02,60", "c,2024-01-03,0"]);
  expect(summary.status).toBe("committed");
  expect(summary.entities["receipts"]?.issues).toEqual({
    "receipts.target.deleted": 1,
    "receipts.target.edited": 2,
  });
  expect(rows(db)[1]).toEqual(["R-001", "B-2024-001", 55, "R-003", "B-2024-003", 55]);
});
