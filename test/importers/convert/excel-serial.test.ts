import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { date, time } from "../../../importers/convert/date.ts";
import { converter, outcomeOf } from "../../support/convert.ts";

const day = (format: string | string[]) => {
  const read = converter(date(), { format });
  return (cell: string) => outcomeOf(read(cell));
};

describe("days that Excel counts", () => {
  test.each([
    ["1", "1900-01-01"],
    ["59", "1900-02-28"],
    ["61", "1900-03-01"],
    ["25569", "1970-01-01"],
    ["45306", "2024-01-15"],
    ["45306.999", "2024-01-15"],
    ["45306.99999", "2024-01-16"],
  ])("from 1900 on, %s is %s", (serial, expected) => {
    expect(day("ExcelSerial")(serial)).toBe(expected);
  });

  test("its 29 February 1900 is no day", () => {
    expect(day("ExcelSerial")("60")).toEqual(["not-a-date"]);
    expect(day("ExcelSerial1904")("60")).toBe("1904-03-01");
  });

  test.each([
    ["0", "1904-01-01"],
    ["24107", "1970-01-01"],
    ["43844", "2024-01-15"],
  ])("from 1904 on, %s is %s", (serial, expected) => {
    expect(day("ExcelSerial1904")(serial)).toBe(expected);
  });

  test("the two systems are 1462 days apart, on every day that both have", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_523, max: 99_999 }), (serial) => {
        expect(day("ExcelSerial")(String(serial))).toBe(
          day("ExcelSerial1904")(String(serial - 1_462)),
        );
      }),
      { seed: 6, numRuns: 500 },
    );
  });

  test("a fraction is a time of day, to the nearest minute", () => {
    const read = converter(time(), { format: "ExcelSerial" });
    const cells = ["45306.5", "0.395833333333333", "45306", "45306.75"];
    expect(cells.map((cell) => outcomeOf(read(cell)))).toEqual([
      "12:00",
      "09:30",
      "00:00",
      "18:00",
    ]);
  });

  test("stand beside days that are written", () => {
    const read = day(["ExcelSerial", "DD/MM/YYYY"]);
    expect(["45306", "15/01/2024"].map(read)).toEqual(["2024-01-15", "2024-01-15"]);
  });

  test.each(["-1", "1e5", "45306,5", "123456", " 1", "0x10"])("%s is none", (cell) => {
    expect(day("ExcelSerial")(cell)).toEqual(["not-a-date"]);
  });

  test("a format counts days or writes them, never both", () => {
    const { options } = date();
    expect(options.safeParse({ format: "ExcelSerial HH:mm" }).success).toBe(false);
    expect(options.safeParse({ format: "ExcelSerial1904" }).success).toBe(true);
  });
});
