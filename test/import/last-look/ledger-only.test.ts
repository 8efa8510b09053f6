import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, onTestFinished, test } from "vitest";
import { legacyId } from "../../../importers/convert/legacy-id.ts";
import { text as words } from "../../../importers/convert/text.ts";
import { defineImporter } from "../../../importers/define.ts";
import { openTemporary } from "../../../src/db/sqlite/open.ts";
import { inLedgerOnly } from "../../../src/import/last-look/ledger-only.ts";
import { WrittenOtherwise } from "../../../src/plain/errors.ts";

// A table whose key is not called id, and a trigger on the ledger.

const dogs = sqliteTable("dogs", { tag: integer().primaryKey(), called: text().notNull() });
const importer = defineImporter({
  entity: "dogs",
  table: dogs,
  fields: { legacyId: legacyId(), called: words({ required: true }) },
});

function writeLedger(triggered: string): void {
  const db = openTemporary("kennel.db");
  onTestFinished(() => db.close());
  db.exec(`create table dogs (tag integer primary key, called text); insert into dogs values (1, 'Rex');
    create table notes (n integer); create table ledger_runs (n integer);
    create trigger noted after insert on ledger_runs begin ${triggered}; end`);
  inLedgerOnly(db, [importer], () => db.exec("insert into ledger_runs values (1)"));
}

test("a trigger on the ledger may write elsewhere, and not into the target's tables", () => {
  writeLedger("insert into notes values (new.n)");
  expect(() => writeLedger("update dogs set called = 'Fido'")).toThrow(WrittenOtherwise);
});
