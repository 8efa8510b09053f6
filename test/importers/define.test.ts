import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { ageOn } from "../../importers/convert/age.ts";
import { date } from "../../importers/convert/date.ts";
import { legacyId } from "../../importers/convert/legacy-id.ts";
import { defineImporter } from "../../importers/define.ts";

const dogs = sqliteTable("dogs", { id: text().primaryKey(), kind: text(), seen: text() });

const importer = defineImporter({
  entity: "dogs",
  table: dogs,
  fields: {
    legacyId: legacyId(),
    day: date({ column: "seen", stored: (day) => `${day} 12:00:00` }),
  },
  defaults: { kind: "mixed" },
  complete: (row) => {
    if (row.kind === "mixed") row.seen ??= "never";
  },
});

test("a default fills what a record says nothing of, before complete looks; the import owns the column", () => {
  const rows = [{ kind: null }, { kind: "poodle" }];
  for (const row of rows) importer.complete(row);
  expect(rows).toEqual([{ kind: "mixed", seen: "never" }, { kind: "poodle" }]);
  expect(importer.derives).toEqual(["kind"]);
});

test("a day is stored as the column holds it, and read as any day", () => {
  const context = { currency: "XXX", timeZone: "UTC" };
  const found: string[] = [];
  const sink = { problem: (word: string) => void found.push(word), rounded: () => undefined };
  const read = importer.fields["day"]?.compile({ format: "DD.MM.YYYY" }, context);
  expect(read?.("05.02.2024", sink)).toBe("2024-02-05 12:00:00");
  expect(read?.("2024-02-05", sink)).toBeNull();
  expect(found).toEqual(["not-a-date"]);
});

test.each([
  ["2024-02-04", "1990-02-05", 33],
  ["2024-02-05 12:00:00", "1990-02-05", 34],
  [null, "1990-02-05", null],
  ["2024-02-05", undefined, null],
])("on %s, somebody born on %s is %s", (day, birth, age) => {
  expect(ageOn(day, birth)).toBe(age);
});
