import { expect, test } from "vitest";
import { kindOf, shapeOf } from "../../src/assess/profile/cell-look.ts";
import { profileOf } from "../support/profile.ts";

test("a cell is of the kind that its characters show", () => {
  const kinds = {
    "12": "integer",
    "-9247": "integer",
    "007": "code",
    "0201234567": "phone",
    "+44 20 7946 0000": "phone",
    "555-010-9999": "phone",
    "123-45-6789": "code",
    "12,50": "decimal",
    "1,250.50": "decimal",
    "9.87654E+09": "scientific",
    "2022-01-15": "date",
    "15/01/22": "date",
    "15 janvier 2022": "date",
    "۱۴۰۲/۰۵/۰۱": "date",
    "2022-01-15T09:30:00Z": "dateTime",
    "9:30 PM": "time",
    "jane@example.org": "email",
    "8a1c9bd2-2b0f-4c43-9c9e-3e8a9d2f1b11": "uuid",
    yes: "boolean",
    F: "code",
    P00017: "code",
    "Jane Smith": "text",
    "12 Main Street": "text",
  };
  const found = Object.keys(kinds).map((cell) => [cell, kindOf(cell)]);
  expect(Object.fromEntries(found)).toEqual(kinds);
});

test("a shape keeps the number of digits and shortens words", () => {
  expect(["P00017", "Élise Dupont", "2022-01-15", "ab-CD"].map(shapeOf)).toEqual([
    ...["A99999", "Aa+ Aa+", "9999-99-99", "aa-AA"],
  ]);
});

test("empties, null tokens and values are counted apart", () => {
  const { cells, empty, nullTokens, distinct, kinds, lengths } = profileOf([
    "4",
    "",
    "NULL",
    " 4 ",
    "n/a",
    "NULL",
    "128",
  ]);
  expect({ cells, empty, distinct, kinds, lengths }).toEqual({
    cells: 7,
    empty: 1,
    distinct: { count: 2, exact: true },
    kinds: { integer: 3 },
    lengths: { min: 1, max: 3, mean: 1.7, atLongest: 1, nearLongest: 2 },
  });
  expect(nullTokens).toEqual([
    { value: "NULL", count: 2 },
    { value: "n/a", count: 1 },
  ]);
});

test("numbers are ordered as numbers, days as days, the rest as text", () => {
  const ends = (cells: string[]) => {
    const { min, max } = profileOf(cells);
    return [min, max];
  };
  expect(ends(["10", "9", "-3"])).toEqual(["-3", "10"]);
  expect(ends(["31/12/2020", "01/02/2021", "13/01/2021"])).toEqual(["2020-12-31", "2021-02-01"]);
  expect(ends(["10", "9", "b", "a"])).toEqual(["10", "b"]);
});

test("where day and month cannot be told apart, only years are told", () => {
  const { min, max, distribution } = profileOf(["01/02/2021", "03/04/2022"]);
  expect([min, max]).toEqual(["2021", "2022"]);
  expect(distribution).toEqual([
    { label: "2021", count: 1 },
    { label: "2022", count: 1 },
  ]);
});

test("every number stands in one bucket, far-out ones beyond the last", () => {
  const ages = Array.from({ length: 1_000 }, (_, nth) => String(nth % 90));
  const { distribution } = profileOf([...ages, "99999"]);
  expect(distribution.reduce((sum, { count }) => sum + count, 0)).toBe(1_001);
  expect(distribution.at(-1)).toEqual({ label: "from 90", count: 1 });
  expect(distribution[0]).toEqual({ label: "0 to 5", count: 60 });
});

test("of many values the distinct ones are estimated, and the frequent ones still found", () => {
  const cells = Array.from({ length: 60_000 }, (_, nth) =>
    nth % 3 ? `note ${nth}` : "Cardiology",
  );
  const { distinct, frequent, shapes } = profileOf(cells);
  expect(distinct.exact).toBe(false);
  expect(Math.abs(distinct.count - 40_001) / 40_001).toBeLessThan(0.06);
  expect(frequent[0]?.value).toBe("Cardiology");
  expect(frequent[0]?.count).toBeGreaterThan(19_000);
  expect(frequent[0]?.count).toBeLessThanOrEqual(20_000);
  expect(shapes[0]).toEqual({ shape: "a+ 99999", count: 33_334 });
});

test.each([
  ["near 2^53", Array.from({ length: 50 }, (_, at) => `90071992547409${93 + (at % 7)}`)],
  ["at both ends of floats", ["1e308", "-1e308", "1e-308", "-0", "0", "1e400", "-1e400"]],
  ["of many sizes", Array.from({ length: 6_000 }, (_, at) => `${at + 1}e${at % 309}`)],
  ["of sixty digits", Array.from({ length: 3_000 }, (_, at) => `${"9".repeat(56)}${1_000 + at}`)],
])("numbers %s are spread over a few buckets", (_, cells) => {
  const { distribution } = profileOf(cells);
  expect(distribution.length).toBeGreaterThan(0);
  expect(distribution.length).toBeLessThan(45);
  expect(distribution.reduce((sum, { count }) => sum + count, 0)).toBe(cells.length);
});

test("the least and the greatest number are exact, whatever their length", () => {
  const column = (cells: string[]) => {
    const { min, max } = profileOf(cells);
    return [min, max];
  };
  expect(column(["9007199254740993", "9007199254740992", "9007199254740994"])).toEqual([
    ...["9007199254740992", "9007199254740994"],
  ]);
  expect(column(["-9007199254740993", "-9007199254740992"])).toEqual([
    ...["-9007199254740993", "-9007199254740992"],
  ]);
});
