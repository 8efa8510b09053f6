import { describe, expect, test } from "vitest";
import { isCurrency, minorDigits } from "../../shared/currency.ts";

describe("digits of the minor unit (ISO 4217, list one)", () => {
  test.each([
    ["two, as nearly everywhere", ["INR", "USD", "EUR", "GBP", "LKR", "NPR", "PKR", "BDT"], 2],
    ["two, where Node's Intl shows none", ["AFN", "IRR", "LAK", "LBP", "MMK", "SYP", "YER"], 2],
    ["two, for units of a fifth", ["MGA", "MRU"], 2],
    ["none", ["JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XAF", "XOF", "XPF", "UYI"], 0],
    ["three", ["KWD", "BHD", "OMR", "JOD", "IQD", "LYD", "TND"], 3],
    ["four", ["CLF", "UYW"], 4],
  ])("%s", (_, codes, digits) => {
    for (const code of codes) expect([code, minorDigits(code)]).toEqual([code, digits]);
  });
});

describe("what is a currency", () => {
  test.each([
    ...["INR", "USD", "EUR", "JPY", "KWD", "CLF", "UYW", "ZAR"],
    ...["SLE", "VED", "XCG", "ZWG", "BGN", "HRK"],
  ])("%s is, whatever Node's Intl knows of it", (code) => {
    expect(isCurrency(code)).toBe(true);
  });

  test.each(["", "inr", "Rs", "RS.", "INRR", "₹", "ABC", "DEM", "ITL", "XTS", "XXX"])(
    "%j is not",
    (code) => {
      expect(isCurrency(code)).toBe(false);
    },
  );
});
