import { getTableColumns } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { ruleBook } from "../../src/mapping/rule-book.ts";
import { IMPORTERS, shippedMappings } from "../support/target.ts";

const mappings = shippedMappings();

test("the mappings that ship parse, and are named like their legacy systems", () => {
  const names = mappings.map(({ name, legacySystem }) => [name, legacySystem]);
  expect(names).toEqual([
    ["fhir-r4", "fhir"],
    ["generic-csv", "generic-csv"],
    ["healthcare-plus", "healthcare-plus"],
  ]);
});

describe.each(mappings)("$name", ({ name, entities }) => {
  test("maps patients, doctors and visits, and all that its entities require", () => {
    expect(Object.keys(entities)).toEqual(
      expect.arrayContaining(["patients", "doctors", "visits"]),
    );
    for (const { entity, fields } of IMPORTERS.filter((one) => entities[one.entity])) {
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

  test("lowers no rule but what FHIR leaves open", () => {
    const open = name === "fhir-r4" ? ["patients.phone.missing", "visits.doctor.missing"] : [];
    expect(Object.values(entities).flatMap(({ rules }) => Object.keys(rules))).toEqual(open);
  });
});

describe("the importers", () => {
  test("stand parents before children", () => {
    const at = new Map(IMPORTERS.map(({ entity }, place) => [entity, place]));
    for (const { entity, fields } of IMPORTERS) {
      const parents = Object.values(fields).flatMap(({ reference }) => reference?.entity ?? []);
      const later = parents.filter((one) => (at.get(one) ?? -1) > (at.get(entity) ?? -1));
      expect({ entity, later }).toEqual({ entity, later: [] });
    }
  });

  test.each(IMPORTERS)("$entity: every field has a column of the table", (importer) => {
    const columns = Object.keys(getTableColumns(importer.table));
    const stored = Object.entries(importer.fields).filter((one) => one[1].stored !== false);
    const own = stored.map(([name, { column = name }]) => column);
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

  test("sum up amounts and follow references that there are", () => {
    const fieldsOf = (entity: string) =>
      Object.keys(IMPORTERS.find((one) => one.entity === entity)?.fields ?? {});
    for (const { entity, moneyTree } of IMPORTERS) {
      if (moneyTree === undefined) continue;
      const { owner, total, open, plus, minus, items, payments } = moneyTree;
      expect(fieldsOf(entity)).toEqual(
        expect.arrayContaining([owner, total, open, ...plus, ...minus]),
      );
      expect(fieldsOf(items.entity)).toEqual(expect.arrayContaining([items.of, items.amount]));
      const { of, amount } = payments;
      expect(fieldsOf(payments.entity)).toEqual(
        expect.arrayContaining([payments.owner, of, amount]),
      );
    }
  });
});
