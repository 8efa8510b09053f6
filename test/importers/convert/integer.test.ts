import { describe, expect, test } from "vitest";
import { integer } from "../../../importers/convert/integer.ts";
import { converter, outcomeOf } from "../../support/convert.ts";

const reader = (options: object) => {
  const read = converter(integer({ min: 0, max: 2_000 }), { ...options });
  return (cell: string) => outcomeOf(read(cell));
};

describe("a whole number, as the mapping says that it is written", () => {
  test.each([
    [{ decimal: "." }, "34.0", 34],
    [{ decimal: "," }, "34,00", 34],
    [{ group: "," }, "1,234", 1_234],
    [{ decimal: ",", group: "." }, "1.234", 1_234],
    [{ symbols: ["years", "y"] }, "34 years", 34],
    [{ symbols: ["years", "y"] }, "34y", 34],
  ])("%j reads %s", (options, cell, value) => {
    expect(reader(options)(cell)).toBe(value);
  });

  test("has no part of one", () => {
    expect(reader({ decimal: "." })("34.5")).toEqual(["not-a-number"]);
  });

  test("is digits alone unless it is said", () => {
    expect(["34.0", "1,234", "34 years"].map(reader({}))).toEqual([
      ...[["not-a-number"], ["not-a-number"], ["not-a-number"]],
    ]);
    expect(reader({ decimal: "." })("2001")).toEqual(["out-of-range"]);
    expect(Object.is(reader({ decimal: "." })("-0.0"), 0)).toBe(true);
  });

  test("cannot have one mark for two things", () => {
    expect(integer().options.safeParse({ group: "." }).success).toBe(false);
  });
});
