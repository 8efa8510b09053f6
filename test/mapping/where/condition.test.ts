import { expect, test } from "vitest";
import { parseMapping } from "../../../src/mapping/mapping.ts";
import { conditionsOf, whereText } from "../../../src/mapping/where/condition.ts";
import { UsageError } from "../../../src/plain/errors.ts";
import { IMPORTERS } from "../../support/target.ts";

const parsed = (where: unknown) => {
  const doctors = { fields: { legacyId: "id", fullName: "name", department: "unit" }, where };
  const head = { mappingVersion: 1, legacySystem: "x", currency: "XXX", timeZone: "Asia/Kolkata" };
  const json = JSON.stringify({ ...head, entities: { doctors } });
  return parseMapping("test.json", json, IMPORTERS).entities["doctors"]?.where;
};

test("a mapping that names one column and its texts is read as it always was: its hash stays", () => {
  expect(parsed({ column: "role", is: ["Doctor"] })).toEqual({ column: "role", is: ["Doctor"] });
});

test.each([
  [{ column: "role", is: ["a", "b"] }, "role is a or b"],
  [{ role: "Doctor" }, "role is Doctor"],
  [{ role: ["a", " b "], unit: { not: "Store" } }, "role is a or b and unit is not Store"],
  [{ left: { empty: true }, unit: { empty: false } }, "left is empty and unit is not empty"],
  [{ paid: { greaterThan: 0, atMost: "12.50" } }, "paid is greater than 0 and is at most 12.50"],
  [{ day: { atLeast: "2024-01-05", format: "DD/MM/YYYY" } }, "day is on or after 2024-01-05"],
  [{ column: { is: "role" }, is: { is: "x" } }, "column is role and is is x"],
])("%j in words", (written, words) => {
  expect(whereText(parsed(written) ?? [])).toBe(words);
});

test.each([
  ["no column", {}],
  ["nothing of its column", { paid: {} }],
  ["only how cells are written", { paid: { decimal: "," } }],
  ["a word that there is not", { paid: { greatrThan: 0 } }],
  ["a limit that is no number and no day", { paid: { lessThan: "few" } }],
  ["a day that there is not", { day: { lessThan: "2024-02-30" } }],
  ["a number and a day", { day: { greaterThan: 1, lessThan: "2024-01-01" } }],
  ["more digits than JSON keeps", { paid: { greaterThan: 1234567890.123456 } }],
  ["what no cell can be", { paid: { empty: true, is: "1" } }],
  ["a format that lacks a day", { day: { lessThan: "2024-01-01", format: "YYYY" } }],
])("a where that says %s is refused", (_, where) => {
  expect(() => parsed(where)).toThrow(UsageError);
});

test("a wrong word is named with the nearest right one", () => {
  expect(() => parsed({ paid: { greatrThan: 0 } })).toThrow(/nearest: "greaterThan"/);
});

test("both ways to write it say the same", () => {
  expect(conditionsOf(parsed({ column: "role", is: ["a"] }))).toEqual(
    conditionsOf(parsed({ role: ["a"] })),
  );
});
