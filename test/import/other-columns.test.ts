import {
  integer as integerColumn,
  real,
  sqliteTable,
  text as textColumn,
} from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { integer } from "../../importers/convert/integer.ts";
import { legacyId } from "../../importers/convert/legacy-id.ts";
import { text } from "../../importers/convert/text.ts";
import { defineImporter, type Field, type Importer } from "../../importers/define.ts";
import type { Mapping } from "../../src/mapping/mapping.ts";
import { parseMapping } from "../../src/mapping/mapping.ts";
import { issues, outcomes } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

// A table of another application: its column for the legacy id is called otherwise, and amounts are REAL.

const wardsTable = sqliteTable("wards", {
  id: textColumn().primaryKey(),
  legacyNo: textColumn("legacy_no"),
  name: textColumn().notNull(),
  charge: real(),
  createdAt: integerColumn("created_at").default(0),
});

/** Takes an amount as it stands, fraction and all. */
const realAmount: Field<number> = { ...integer(), compile: () => (cell) => Number(cell) };

const wards = defineImporter({
  entity: "wards",
  table: wardsTable,
  fields: {
    legacyId: { ...legacyId(), column: "legacyNo" },
    name: text({ required: true }),
    charge: realAmount,
  },
});

const mappingFor = (importer: Importer): Mapping =>
  parseMapping(
    "test",
    JSON.stringify({
      mappingVersion: 1,
      legacySystem: "other",
      currency: "XXX",
      timeZone: "UTC",
      entities: {
        wards: { fields: { legacyId: "no", name: "name", charge: "charge" } },
      },
    }),
    [importer],
  );

async function importWards(lines: readonly string[], importer: Importer = wards) {
  const db = await newDatabase();
  db.exec(
    "create table wards (id text primary key, legacy_no text, name text not null, charge real, created_at integer default 0)",
  );
  const source = writeFiles(workspace(), { "wards.csv": `${lines.join("\n")}\n` });
  return {
    db,
    summary: await importFolder(db, source, {
      importers: [importer],
      mapping: mappingFor(importer),
    }),
  };
}

test("a legacy id in a column of another name is imported, and its records are balanced", async () => {
  const { db, summary } = await importWards(["no,name,charge", "007,East,12.5", "7,West,99.25"]);
  expect(summary).toMatchObject({ status: "committed", exitCode: 0 });
  expect(db.prepare("select legacy_no, name, charge from wards order by 1").all([])).toEqual([
    ["007", "East", 12.5],
    ["7", "West", 99.25],
  ]);
});

test("an amount with a fraction is summed exactly, source and target", async () => {
  const lines = ["no,name,charge", "1,East,99500", "2,West,11773.5", "3,North,0.1", "4,South,0.2"];
  const { summary } = await importWards(lines);
  const { source, target } = summary.entities["wards"]?.controlTotals ?? {};
  expect([source?.["charge"]?.sum, target?.["charge"]?.sum]).toEqual(["111273.8", "111273.8"]);
});

test("a record whose id comes to nothing is rejected with a code, not without one", async () => {
  const silent: Field<string> = { ...legacyId(), column: "legacyNo", compile: () => () => null };
  const importer: Importer = { ...wards, fields: { ...wards.fields, legacyId: silent } };
  const { summary } = await importWards(["no,name,charge", "5,East,1"], importer);
  expect(outcomes(summary, "wards")).toEqual({ records: 1, rejected: 1 });
  expect(issues(summary)).toEqual({ "wards.legacyId.missing": 1 });
});
