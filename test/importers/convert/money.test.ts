import { describe, expect, test } from "vitest";
import { money } from "../../../importers/convert/money.ts";
import { converter, outcomeOf } from "../../support/convert.ts";

const field = money({ column: "minor", currencyColumn: "currency" });

const reader = (options: Readonly<Record<string, unknown>> = {}, currency = "INR") => {
  const convert = converter(field, options, { currency });
  return (cell: string) => outcomeOf(convert(cell));
};

describe("amounts", () => {
  test.each([
    ["INR", "500", 50_000],
    ["INR", "500.5", 50_050],
    ["INR", "500.05", 50_005],
    ["INR", "+007.00", 700],
    ["INR", "500.000000", 50_000],
    ["INR", "1.10", 110],
    ["JPY", "500", 500],
    ["JPY", "500.00", 500],
    ["KWD", "500.125", 500_125],
    ["KWD", "0.001", 1],
    ["CLF", "1.2345", 12_345],
  ])("of %s: %s is %i minor units", (currency, cell, minor) => {
    expect(reader({}, currency)(cell)).toBe(minor);
  });

  test("digits of other scripts are digits", () => {
    expect(["٥٠٠", "۵۰۰٫۵۰", "५००"].map(reader())).toEqual([50_000, 50_050, 50_000]);
  });

  test("neither minus nor plus zero has a sign", () => {
    expect(["0", "-0", "+0.00", "-0.000"].map(reader())).toEqual([0, 0, 0, 0]);
  });

  test.each([
    ...["5e2", "500.", ".50", "1,000", "1 000", "Rs. 500", "₹500", "500-", "(500)", "--5"],
    ...["NaN", "Infinity", "0x1F", "½", "500.00.00"],
  ])("%s is none unless the mapping says so", (cell) => {
    expect(reader()(cell)).toEqual(["not-money"]);
  });

  test("a negative one is a finding, and the amount is kept for whoever lowers the rule", () => {
    expect(converter(field)("-12.50")).toMatchObject({ value: -1250, problems: ["negative"] });
  });

  test("one too large to be exact is refused", () => {
    const cells = [
      "90071992547409.90",
      "90071992547409.91",
      "9".repeat(400),
      `-${"9".repeat(400)}`,
    ];
    expect(cells.map(reader())).toEqual([
      ...[9_007_199_254_740_990, ["out-of-range"], ["out-of-range"], ["out-of-range"]],
    ]);
  });

  test("decimals that the currency does not have are a finding, zeros are not", () => {
    expect(reader({}, "INR")("0.001")).toEqual(["too-many-decimals"]);
    expect(reader({}, "JPY")("500.50")).toEqual(["too-many-decimals"]);
    expect(reader({}, "KWD")("0.0001")).toEqual(["too-many-decimals"]);
  });
});

describe("notation", () => {
  test.each([
    [{ group: "," }, "1,234,567.89", 123_456_789],
    [{ group: "," }, "12,34,56,789.50", 12_345_678_950],
    [{ group: "," }, "1,00,000", 10_000_000],
    [{ group: "," }, "1234567", 123_456_700],
    [{ group: ".", decimal: "," }, "1.234.567,89", 123_456_789],
    [{ group: " ", decimal: "," }, "1 234,5", 123_450],
    [{ group: "'" }, "1'234.50", 123_450],
    [{ group: " ", decimal: "," }, "1\u202F234\u00A0567,89", 123_456_789],
    [{ group: "'" }, "1\u2019234.50", 123_450],
    [{ decimal: "," }, "12,34", 1_234],
  ])("by %o, %s is %i minor units", (options, cell, minor) => {
    expect(reader(options)(cell)).toBe(minor);
  });

  test.each(["1,23", "12,3", "1,2345", ",123", "1,,234", "1234,567", "1,234,56", "1.234,56"])(
    "%s has its group marks in the wrong places",
    (cell) => {
      expect(reader({ group: "," })(cell)).toEqual(["not-money"]);
    },
  );

  test.each(["Rs.500", "Rs. 500", "Rs 500", "₹ 500.00", "500 Rs.", "500/-", "₹+500"])(
    "%s has one of the symbols",
    (cell) => {
      expect(reader({ symbols: ["Rs", "Rs.", "₹", "/-"] })(cell)).toBe(50_000);
    },
  );

  test.each([
    [{ currency: "INR", symbols: ["Rs.", "/-"] }, "Rs. 500/-", 50_000],
    [{ currency: "INR", symbols: ["Rs", "/-", "only"] }, "Rs 500/- only", 50_000],
    [{ currency: "USD", symbols: ["$", "USD"] }, "$50 USD", 5_000],
    [{ currency: "USD", symbols: ["$"] }, "-$5.00", -500],
    [{ currency: "SEK", decimal: ",", group: ".", symbols: [",-", "kr"] }, "1.200,- kr", 120_000],
    [{ currency: "INR", negative: "parentheses" }, "(500.25)", -50_025],
    [{ currency: "USD", negative: "parentheses", symbols: ["$"] }, "($500.25)", -50_025],
    [{ currency: "EUR", negative: "trailing-minus", symbols: ["€"] }, "500.25- €", -50_025],
    [{ currency: "INR", negative: "trailing-minus" }, "500.25-", -50_025],
    [{ currency: "EUR", symbols: ["€"] }, "€ 5 USD", ["not-money"]],
  ])("by %o, %s is %j minor units", ({ currency, ...options }, cell, minor) => {
    const { value, problems } = converter(field, options, { currency })(cell);
    expect(Array.isArray(minor) ? problems : value).toEqual(minor);
  });

  test.each([
    ["INR", "$500", ["other-currency"]],
    ["INR", "USD 5", ["other-currency"]],
    ["INR", "₹ 5", []],
    ["INR", "Rs. 5/-", []],
    ["INR", "5", []],
    ["AUD", "$500", []],
    ["AUD", "A$ 5", []],
    ["EUR", "¥500", ["other-currency"]],
    ["XXX", "€ 5", []],
  ])("an amount in %s that reads %s has the problems %j", (currency, cell, problems) => {
    const symbols = ["$", "USD", "₹", "Rs.", "/-", "A$", "¥", "€"];
    expect(converter(field, { symbols }, { currency })(cell).problems).toEqual(problems);
  });

  test("marks may be said file by file, one of them in one file only", () => {
    const said = { decimal: { "b.csv": ",", "*": "." }, group: { "b.csv": ".", "*": "," } };
    expect(field.options.safeParse(said).success).toBe(true);
    const clash = { decimal: { "b.csv": "," }, group: { "b.csv": ".", "*": "." } };
    expect(field.options.safeParse(clash).success).toBe(false);
  });

  test("one symbol is taken away, before the sign", () => {
    const convert = converter(field, { symbols: ["Rs.", "₹"] });
    expect(convert("Rs. ₹ 500").problems).toEqual(["not-money"]);
    expect(convert("USD 500").problems).toEqual(["not-money"]);
    expect(convert("₹ -500")).toMatchObject({ value: -50_000, problems: ["negative"] });
  });

  test.each([
    ["one mark for both", { group: "." }, "group"],
    ["one mark for both, in words", { group: ",", decimal: "," }, "group"],
    ["a mark that is none", { decimal: ";" }, "decimal"],
    ["a symbol with digits", { symbols: ["R5"] }, "symbols"],
    ["an empty symbol", { symbols: [""] }, "symbols"],
    ["an unknown rounding", { round: "up" }, "round"],
  ])("a mapping with %s is refused", (_, options, key) => {
    const paths = field.options.safeParse(options).error?.issues.map(({ path }) => path[0]);
    expect(paths).toEqual([key]);
  });
});
