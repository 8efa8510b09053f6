import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBloodPressure } from "../../../importers/convert/blood-pressure.ts";
import { interpretationOf } from "../../../importers/convert/interpretation.ts";
import {
  completeValue,
  measured,
  measuredParts,
  numbersIn,
} from "../../../importers/convert/measured.ts";
import { rangeEnds, referenceRange } from "../../../importers/convert/reference-range.ts";
import { converter } from "../../support/convert.ts";

const field = measured({ column: "valueText", numberColumn: "valueNumber" });

/** Number, comparator, unit and flag of a cell, and what is said of it. */
function parts(cell: string, options: object = {}) {
  const { value, companion, problems } = converter(field, { ...options })(cell);
  expect(value).toBe(cell);
  const { number, comparator, unit, flag } = measuredParts(companion as string | undefined);
  return [[number, comparator, unit, flag], ...problems];
}

describe("a measured value", () => {
  test.each([
    ["5.40", "5.40", null, null, null],
    ["<0.01", "0.01", "<", null, null],
    [">= 200", "200", ">=", null, null],
    ["≤ 5 mg/dL", "5", "<=", "mg/dL", null],
    ["5.4 mmol/L", "5.4", null, "mmol/L", null],
    ["5.4mmol/L", "5.4", null, "mmol/L", null],
    ["98%", "98", null, "%", null],
    ["4.5 x10^9/L", "4.5", null, "x10^9/L", null],
    ["4.5 10^9/L", "4.5", null, "10^9/L", null],
    ["90 mL/min/1.73 m2", "90", null, "mL/min/1.73 m2", null],
    ["72 bpm", "72", null, "bpm", null],
    ["12.50 H", "12.50", null, null, "H"],
    ["12.5 mg/dL L", "12.5", null, "mg/dL", "L"],
    ["12.5 (HH)", "12.5", null, null, "HH"],
    ["↑ 12.5", "12.5", null, null, "↑"],
    ["٥٫٤", "5.4", null, null, null],
    ["1.2e-3", "0.0012", null, null, null],
  ])("%s has a number, and what stands beside it", (cell, ...said) => {
    expect(parts(cell)).toEqual([said]);
  });

  test.each([
    ...["negative", "+++", "2+", "1:160", "120/80", "0-2 /hpf", "3 to 5", "see comment", "O Rh+"],
  ])("%s is words, and nothing is said of it", (cell) => {
    expect(parts(cell)).toEqual([[null, null, null, null]]);
  });

  test.each([
    ["5 or more", "mixed"],
    ["12 see note", "mixed"],
    ["1,234", "not-a-number"],
    ["12.05.2020", "not-a-number"],
    ["1.2E+05", "scientific"],
  ])("%s is kept as text and told: %s", (cell, word) => {
    expect(parts(cell)).toEqual([[null, null, null, null], word]);
  });

  test("a flag that nobody knows is kept as written and told", () => {
    expect(parts("12.5 H*")).toEqual([["12.5", null, null, "H*"], "unknown-flag"]);
  });

  test("its marks are those that the mapping says", () => {
    const marks = { decimal: ",", group: "." };
    expect(parts("1.234,50 mg/dl", marks)).toEqual([["1234.50", null, "mg/dl", null]]);
    expect(parts("<0,01", marks)).toEqual([["0.01", "<", null, null]]);
    expect(parts("1 250,5 g/l", { decimal: ",", group: " " })).toEqual([
      ["1250.5", null, "g/l", null],
    ]);
  });

  test("any decimal is kept digit by digit", () => {
    const decimal = fc.tuple(
      fc.bigInt({ min: 0n, max: 10n ** 20n }),
      fc.stringMatching(/^\d{1,9}$/),
    );
    fc.assert(
      fc.property(decimal, ([whole, fraction]) => {
        expect(parts(`${whole}.${fraction} mg/L`)).toEqual([
          [`${whole}.${fraction}`, null, "mg/L", null],
        ]);
      }),
      { numRuns: 50 },
    );
  });
});

describe("a letter that may be litres or low", () => {
  const row = (unit?: string) => {
    const { value, companion } = converter(field)("3.2 L");
    const made = { valueText: String(value), valueNumber: String(companion), unit };
    return [completeValue(made), made];
  };

  test("is a flag beside another unit, and neither without one", () => {
    expect(row("mmol/L")[0]).toBe("L");
    expect(row("L")[0]).toBeNull();
    expect(row()).toEqual([
      null,
      { valueText: "3.2 L", valueNumber: "3.2", unit: null, comparator: null },
    ]);
  });
});

test("the numbers of measures and ranges prove their marks, those of words do not", () => {
  expect(numbersIn("5,4 mmol/L")).toEqual(["5,4"]);
  expect(numbersIn("< 0,01")).toEqual(["0,01"]);
  expect(numbersIn("3,5 - 5,1 mmol/l")).toEqual(["3,5", "5,1"]);
  expect(["1:160", "positive", "12.05.2020 x"].flatMap(numbersIn)).toEqual([]);
});

describe("a reference range", () => {
  test.each([
    ["3.5-5.1", "3.5", "5.1"],
    ["3.5 – 5.1 mmol/L", "3.5", "5.1"],
    ["(70 - 99)", "70", "99"],
    ["-2.0 to +2.0", "-2.0", "2.0"],
    ["< 200", null, "200"],
    ["<= 5.7 %", null, "5.7"],
    [">= 60", "60", null],
    ["up to 40", null, "40"],
    ["bis 5", null, "5"],
    ["M: 13-17, F: 12-15", null, null],
    ["negative", null, null],
    ["13.5-", null, null],
  ])("%s has the ends %s and %s, and stays as it was", (cell, low, high) => {
    const range = referenceRange({ column: "refText", endsColumn: "refLow" });
    const { value, companion, problems } = converter(range)(cell);
    expect([value, problems]).toEqual([cell, []]);
    expect(rangeEnds(companion as string | undefined)).toEqual({ low, high });
  });
});

test("a blood pressure is two numbers, no quotient and no day", () => {
  expect(readBloodPressure("120/80")).toEqual({ systolic: "120", diastolic: "80", unit: null });
  expect(readBloodPressure("BP: 95 / 60 mmHg")).toMatchObject({ systolic: "95", unit: "mmHg" });
  const others = ["120", "120/80/95", "12/05/2020", "120/80 lying", "unrecordable", "-/-"];
  expect(others.map(readBloodPressure)).toEqual(others.map(() => undefined));
});

test("a flag says what FHIR calls it, in many languages; what differs between laboratories is not guessed", () => {
  const known = ["H", "hh", "(L)", "High", "normal", "erhöht", "düşük", "偏高", "↓↓", "Positive"];
  expect(known.map(interpretationOf)).toEqual([
    ...["H", "HH", "L", "H", "N", "H", "L", "H", "LL", "POS"],
  ]);
  expect(["*", "+", "H*", "B", "Y", "see note"].map(interpretationOf)).toEqual(
    Array.from({ length: 6 }, () => null),
  );
});
