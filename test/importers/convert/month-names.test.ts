import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { date } from "../../../importers/convert/date.ts";
import { EXCEL_FORMATS } from "../../../importers/convert/excel-serial.ts";
import { MONTH_LANGUAGES, monthReader } from "../../../importers/convert/month-names.ts";
import { converter, outcomeOf } from "../../support/convert.ts";

const reader = (options: object) => {
  const read = converter(date(), { ...options });
  return (cell: string) => outcomeOf(read(cell));
};

describe("months in other languages", () => {
  test.each([
    ["de", "5 Mär. 2024"],
    ["de", "5 MÄRZ 2024"],
    ["fr", "5 mars 2024"],
    ["es", "5 marzo 2024"],
    ["pt", "5 março 2024"],
    ["ru", "5 марта 2024"],
    ["tr", "5 Mart 2024"],
    ["ar", "5 مارس 2024"],
    ["fa", "5 مارس 2024"],
    ["hi", "5 मार्च 2024"],
  ])("in %s, %s is in March", (language, cell) => {
    expect(reader({ format: "D MMM YYYY", language })(cell)).toBe("2024-03-05");
  });

  test("are read in the languages that the mapping says, and no other", () => {
    const read = reader({ format: "D MMM YYYY", language: ["fr", "en"] });
    expect(["5 mars 2024", "5 March 2024"].map(read)).toEqual(["2024-03-05", "2024-03-05"]);
    expect(read("5 März 2024")).toEqual(["not-a-date"]);
  });

  test("a name that two of them give to different months is not guessed", () => {
    expect(monthReader(["pl"])("listopad")).toBe(11);
    expect(monthReader(["hr"])("listopad")).toBe(10);
    expect(monthReader(["pl", "hr"])("listopad")).toBeUndefined();
    expect(monthReader(["pl", "hr", "cs"])("listopad")).toBeUndefined();
  });

  test("a language that is not known is refused", () => {
    expect(date().options.safeParse({ language: "xx" }).success).toBe(false);
  });

  test.each(MONTH_LANGUAGES)("%s has twelve, each with a name of its own", (language) => {
    const read = monthReader([language]);
    const names = Array.from({ length: 12 }, (_, month) =>
      new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, {
        month: "long",
        timeZone: "UTC",
      }).format(new Date(Date.UTC(2024, month, 5))),
    );
    expect(names.map(read)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });
});

test("all of them, and the days that Excel counts, are documented", () => {
  const page = readFileSync("docs/decisions.md", "utf8");
  expect(page).toContain(`Languages: ${[...MONTH_LANGUAGES].sort().join(" ")}.`);
  for (const format of EXCEL_FORMATS) expect(page).toContain(`| \`${format}\` |`);
});

test.each([
  ["Do MMM YYYY", "5th Mar 2024"],
  ["D[ de ]MMM[ de ]YYYY", "5 de Mar de 2024"],
  ["dddd, D MMMM YYYY", "Tuesday, 5 March 2024"],
])("%s reads %s", (format, cell) => {
  expect(reader({ format })(cell)).toBe("2024-03-05");
});
