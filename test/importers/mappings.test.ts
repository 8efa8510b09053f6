import { getTableColumns } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { ruleBook } from "../../src/mapping/rule-book.ts";
import { IMPORTERS, shippedMappings } from "../support/target.ts";

const mappings = shippedMappings();

test("the mappings that ship parse, and are named like their legacy systems", () => {
  const names = mappings.map(({ name, legacySystem }) => [name, legacySystem]);
  expect(names).toEqual([
    ["generic-csv", "generic-csv"],
    ["healthcare-plus", "healthcare-plus"],
  ]);
});

describe.each(mappings)("$name", ({ entities }) => {
  test("maps every entity, and all that it requires", () => {
    for (const { entity, fields } of IMPORTERS) {
      const required = Object.entries(fields).filter(([, field]) => field.required);
      const mapped = Object.keys(entities[entity]?.fields ?? {});
      expect(mapped).toEqual(expect.arrayContaining(required.map(([name]) => name)));
    }
  });

  test("takes no column of a file twice", () => {
    for (const { fields } of Object.values(entities)) {
      const columns = Object.values(fields).flatMap((field) => field.columns);
      expect(new Set(columns).size).toBe(columns.length);
    }
  });

  test("lowers no rule", () => {
    expect(Object.values(entities).map(({ rules }) => rules)).toEqual([{}, {}, {}]);
  });
});

describe("the importers", () => {
  test("stand parents before children", () => {
    expect(IMPORTERS.map(({ entity }) => entity)).toEqual(["patients", "doctors", "visits"]);
  });

  test.each(IMPORTERS)("$entity: every field has a column of the table", (importer) => {
    const columns = Object.keys(getTableColumns(importer.table));
    const own = Object.entries(importer.fields).map(([name, { column = name }]) => column);
    expect(columns).toEqual(expect.arrayContaining([...own, ...importer.derives]));
  });

  test.each(IMPORTERS)("$entity: rules look at fields and parents that there are", (importer) => {
    const labels = Object.values(importer.fields).flatMap(
      ({ reference, label }) => (reference && label) ?? [],
    );
    for (const { fields, parent } of importer.rules) {
      expect(Object.keys(importer.fields)).toEqual(expect.arrayContaining([...fields]));
      if (parent !== undefined) expect(labels).toContain(parent);
    }
  });

  test.each(IMPORTERS)(
    "$entity: every finding comes with advice, in one or two sentences",
    (importer) => {
      for (const [code, { advice }] of ruleBook(importer)) {
        expect([code, /^[A-Z].*[.]$/s.test(advice)]).toEqual([code, true]);
      }
    },
  );
});
