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
      ["decimal", "warning"],
      ["malformed", "warning"],
      ["invalid", "warning"],
    ]);
  });
});

describe("with a country", () => {
  const inIndia = converter(phone({ e164Column: "phoneE164" }), {}, { country: "IN" });

  test.each([
    ["98765 43210", "+919876543210"],
    ["09876543210", "+919876543210"],
    ["0091 9876543210", "+919876543210"],
    ["(022) 2345-6789 x123", "+912223456789"],
    ["+44 20 7946 0958", "+442079460958"],
    ["٩٨٧٦٥٤٣٢١٠", "+919876543210"],
  ])("%s is kept as it is, and is %s to be dialled from anywhere", (cell, companion) => {
    expect(inIndia(cell)).toEqual({ value: cell, problems: [], rounded: [], companion });
  });

  test.each(["0000000000", "12345", "555-0101", "+999 12345", "98765 43210 / 98765 43211"])(
    "%s is no number: kept, with a warning, and nothing to dial",
    (cell) => {
      expect(inIndia(cell)).toEqual({ value: cell, problems: ["invalid"], rounded: [] });
    },
  );

  test("what does not even look like one has one warning, not two", () => {
    expect(inIndia("call reception").problems).toEqual(["malformed"]);
  });

  test("the field's country stands before the mapping's", () => {
    const inSpain = converter(phone(), { country: "ES" }, { country: "IN" });
    expect(inSpain("912 345 678").companion).toBe("+34912345678");
    expect(inSpain("912 345 678").companion).toBe("+34912345678");
  });

  test("only ISO 3166-1 codes are countries", () => {
    const { options } = phone();
    const accepted = ["IN", "GB", "in", "UK", "India", "XX"].filter(
      (country) => options.safeParse({ country }).success,
    );
    expect(accepted).toEqual(["IN", "GB"]);
  });
});

test("a phone that a program took for a number loses its .0, and that is told", () => {
  expect(converter(phone())("9870000110.0")).toMatchObject({
    value: "9870000110",
    problems: ["decimal"],
  });
  expect(converter(phone())("9.19876E+11").problems).toEqual(["scientific"]);
});
