import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimal } from "../../../importers/convert/decimal.ts";
import { converter, outcomeOf } from "../../support/convert.ts";

const reader = (options: object = {}) => {
  const read = converter(decimal({ comparatorColumn: "comparator" }), { ...options });
  return (cell: string) => {
    const found = read(cell);
    return found.companion === undefined ? outcomeOf(found) : [found.companion, outcomeOf(found)];
  };
};

test("a number keeps all its digits, and how many decimals it was written with", () => {
  const cells = ["5", "0.50", "-0.0", "007.10", ".5", "-.25", "12345678901234567890.123456789012"];
  expect(cells.map(reader())).toEqual([
    ...["5", "0.50", "0.0", "7.10", "0.5", "-0.25", "12345678901234567890.123456789012"],
  ]);
});

describe("a bound", () => {
  test.each([
    ["<0.01", ["<", "0.01"]],
    ["< 5", ["<", "5"]],
    ["≤2.0", ["<=", "2.0"]],
    [">= 300", [">=", "300"]],
    ["> -1", [">", "-1"]],
    ["=<3", ["<=", "3"]],
  ])("%s keeps its comparator", (cell, kept) => {
    expect(reader()(cell)).toEqual(kept);
  });

  test("is no number where no column takes its comparator", () => {
    expect(outcomeOf(converter(decimal())("<0.01"))).toEqual(["not-a-number"]);
  });
});

test("marks are those that the mapping says", () => {
  expect(reader({ decimal: ",", group: "." })("1.234,50")).toBe("1234.50");
  expect(reader({ decimal: "," })("<0,01")).toEqual(["<", "0.01"]);
  expect(reader({ symbols: ["%"] })("12.5 %")).toBe("12.5");
  expect(["1,5", "1.5.2", "5 mg", "positive", "<", "--1"].map(reader())).toEqual(
    new Array(6).fill(["not-a-number"]),
  );
});

test("an exponent that a program wrote is worked out exactly; what a spreadsheet has cut is refused", () => {
  expect(["1e-7", "2.50e-3", "1.5e3", "3E2"].map(reader())).toEqual([
    ...["0.0000001", "0.00250", "1500", "300"],
  ]);
  expect(reader()("1.23457E+12")).toEqual(["scientific"]);
});

test("for any digits: what is stored is what was written", () => {
  const digits = fc.stringMatching(/^(0|[1-9]\d{0,30})(\.\d{1,30})?$/);
  fc.assert(fc.property(digits, (number) => reader()(number) === number));
});
