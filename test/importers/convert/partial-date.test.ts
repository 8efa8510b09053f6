import { describe, expect, test } from "vitest";
import { date } from "../../../importers/convert/date.ts";
import { converter } from "../../support/convert.ts";

const reader = (options: object = {}) => {
  const read = converter(date({ precisionColumn: "precision" }), { ...options });
  return (cell: string) => {
    const { value, companion, problems } = read(cell);
    return [value, companion, ...problems].filter((one) => one !== undefined);
  };
};

describe("a date of which less than the day is known is its first day, and says how much is known", () => {
  test.each([
    ["1965", "1965-01-01", "year"],
    ["1965.0", "1965-01-01", "year"],
    ["1965-00-00", "1965-01-01", "year"],
    ["1965-XX-XX", "1965-01-01", "year"],
    ["1965-03-00", "1965-03-01", "month"],
    ["1965-03-??", "1965-03-01", "month"],
    ["1965-03", "1965-03-01", "month"],
    ["03/1965", "1965-03-01", "month"],
    ["3.1965", "1965-03-01", "month"],
    ["Mar 1965", "1965-03-01", "month"],
    ["March, 1965", "1965-03-01", "month"],
    ["１９６５", "1965-01-01", "year"],
  ])("%s", (cell, day, precision) => {
    expect(reader()(cell)).toEqual([day, precision]);
  });

  test("in the order and the language of the column", () => {
    const german = reader({ format: "DD.MM.YYYY", language: "de" });
    expect(["00.03.1965", "00.00.1965", "März 1965"].map(german)).toEqual([
      ["1965-03-01", "month"],
      ["1965-01-01", "year"],
      ["1965-03-01", "month"],
    ]);
    expect(reader({ format: "M/D/YYYY" })("0/0/1965")).toEqual(["1965-01-01", "year"]);
    expect(reader({ format: "M/D/YYYY" })("3/0/1965")).toEqual(["1965-03-01", "month"]);
    expect(["19650300", "19650000", "196503"].map(reader({ format: "YYYYMMDD" }))).toEqual([
      ["1965-03-01", "month"],
      ["1965-01-01", "year"],
      ["1965-03-01", "month"],
    ]);
    expect(reader({ format: "YYYY-MM-DD HH:mm:ss" })("1965-00-00 00:00:00")).toEqual([
      ...["1965-01-01", "year"],
    ]);
    const buddhist = reader({ format: "DD/MM/YYYY", calendar: "buddhist" });
    expect(buddhist("00/00/2508")).toEqual(["1965-01-01", "year"]);
  });
});

test("that it is about a year, or a day, is told beside it", () => {
  const cells = ["about 1965", "ca. 1965", "~1965", "1965?", "1965 (est.)", "c1965", "環約1965"];
  expect(cells.map(reader())).toEqual([
    ...new Array(6).fill(["1965-01-01", "year", "approximate"]),
    [null, "not-a-date"],
  ]);
  expect(reader()("approx 2001-05-06")).toEqual(["2001-05-06", "approximate"]);
});

test("a mapping may say that a column has years or months alone", () => {
  expect(reader({ format: "YYYY" })("1965")).toEqual(["1965-01-01", "year"]);
  expect(reader({ format: ["YYYY-MM-DD", "YYYYMM"] })("196503")).toEqual(["1965-03-01", "month"]);
  expect(reader({ format: ["YYYY-MM-DD", "YYYYMM"] })("1965-03-04")).toEqual(["1965-03-04"]);
  expect(date({ precisionColumn: "x" }).options.safeParse({ format: "MM" }).success).toBe(false);
});

test("what is no date stays none", () => {
  const cells = ["65", "03/65", "0000", "0000-00-00", "13/1965", "1965-13", "2001-02-30", "about"];
  expect(cells.map(reader())).toEqual(new Array(8).fill([null, "not-a-date"]));
  expect(["2560", "1234"].map(reader())).toEqual([
    [null, null, "out-of-range"],
    [null, null, "out-of-range"],
  ]);
  // A year of that calendar has days of two of ours.
  expect(reader({ calendar: "persian" })("1344")).toEqual([null, "not-a-date"]);
});

test("without a column that says how much is known, it is no date", () => {
  const read = converter(date());
  expect(["1965", "1965-00-00", "about 1965"].map((cell) => read(cell).problems)).toEqual([
    ...[["not-a-date"], ["not-a-date"], ["not-a-date"]],
  ]);
  expect(date().options.safeParse({ format: "YYYY" }).success).toBe(false);
});
