import { describe, expect, test } from "vitest";
import { phone } from "../../../importers/convert/phone.ts";
import { converter } from "../../support/convert.ts";

const convert = converter(phone());

test.each([
  ...["0442345678", "009198765432", "+919812345678", "+91 98400 11223", "(044) 2345-6789"],
  ...["044/234.567", "+1-555-0199", "555-0123 x12", "555-0123 ext. 7", "555-0123#9", "12345"],
])("%s is kept as it is written, every zero and plus", (cell) => {
  expect(convert(cell)).toEqual({ value: cell, problems: [], rounded: [] });
});

test.each([...["9.84E+09", "9.84001E+9", "9,84001E+09", "9.84e9", "+9.1984E+11", "-9E5", "984E7"]])(
  "%s was cut by a spreadsheet and is refused",
  (cell) => {
    expect(convert(cell)).toEqual({ value: null, problems: ["scientific"], rounded: [] });
  },
);

describe("what does not look like a number", () => {
  test.each(["n/a", "call reception", "1234", "-9247", "98400 or 98401", "+", "+91 98400 (home)"])(
    "%s is kept, with a warning",
    (cell) => {
      expect(convert(cell)).toEqual({ value: cell, problems: ["malformed"], rounded: [] });
    },
  );

  test("only the cut number rejects a record", () => {
    const severities = Object.entries(phone().problems).map(([word, { severity }]) => [
      word,
      severity,
    ]);
    expect(severities).toEqual([
      ["scientific", "error"],
      ["malformed", "warning"],
    ]);
  });
});
