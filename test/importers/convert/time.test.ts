import { describe, expect, test } from "vitest";
import { date, time } from "../../../importers/convert/date.ts";
import { converter, outcomeOf } from "../../support/convert.ts";

const reader = (format?: string | string[]) => {
  const convert = converter(time(), { format });
  return (cell: string) => outcomeOf(convert(cell));
};

describe("times of day", () => {
  test("are read as HH:MM, seconds dropped, unless the mapping says", () => {
    expect(["00:00", "09:05", "23:59", "23:59:59"].map(reader())).toEqual([
      ...["00:00", "09:05", "23:59", "23:59"],
    ]);
  });

  test.each(["24:00", "12:60", "12:30:60", "9:05", "12.30", "12:30 PM", "noon"])(
    "%s is none",
    (cell) => {
      expect(reader()(cell)).toEqual(["not-a-time"]);
    },
  );

  test("of twelve hours: midnight is 12 AM, noon is 12 PM", () => {
    const read = reader("h:mm A");
    const cells = ["12:00 AM", "1:05 am", "11:59 A.M.", "12:00 PM", "1:05 p.m.", "11:59 PM"];
    expect(cells.map(read)).toEqual(["00:00", "01:05", "11:59", "12:00", "13:05", "23:59"]);
    expect(["0:30 AM", "13:00 PM"].map(read)).toEqual([["not-a-time"], ["not-a-time"]]);
  });

  test("are taken out of a moment", () => {
    expect(reader("DD-MM-YYYY HH:mm")("05-03-2024 14:30")).toBe("14:30");
    expect(reader("DD-MM-YYYY HH:mm")("31-02-2024 14:30")).toEqual(["not-a-time"]);
  });
});

describe("what a mapping may say of a format", () => {
  const flawed = (field: ReturnType<typeof date>, options: object) => {
    return field.options.safeParse(options).error?.issues.map(({ path }) => path.join("."));
  };

  test.each([
    ["no day", "MM/YYYY"],
    ["no month", "YYYY-DD"],
    ["nothing", "today"],
    ["a part twice", "DD/DD/YYYY"],
    ["a part twice, in two ways", "DD/MM/YYYY D"],
    ["the month twice, in two ways", "DD/MM MMM YYYY"],
    ["the year twice, in two ways", "YY DD/MM/YYYY"],
    ["a two-digit year without a pivot", "DD/MM/YY"],
    ["an hour of twelve without its half", "DD/MM/YYYY hh:mm"],
    ["a zone without a time", "YYYY-MM-DDZ"],
  ])("a date of %s is refused", (_, format) => {
    expect(flawed(date(), { format })).toEqual(["format"]);
    expect(flawed(date(), { format: ["YYYY-MM-DD", format] })).toEqual(["format"]);
  });

  test.each([
    ["no minute", "HH"],
    ["no hour", "mm:ss"],
    ["a zone without a day", "HH:mmZ"],
    ["an hour of twelve without its half", "h:mm"],
    ["two hours", "HH:mm h"],
  ])("a time of %s is refused", (_, format) => {
    expect(flawed(time(), { format })).toEqual(["format"]);
  });

  test.each([
    ["a pivot that is no two-digit year", { pivot: 100 }],
    ["a pivot that is no whole number", { pivot: 2.5 }],
    ["an empty list of formats", { format: [] }],
    ["a format that is no text", { format: 1 }],
  ])("%s is refused", (_, options) => {
    expect(flawed(date(), options)?.length).toBe(1);
  });

  test("every part compiles in one format, quoted text and marks of expressions too", () => {
    const formats = [
      "DD.MM.YYYY (HH:mm:ss.SSS) Z",
      "[MM] D-M-YYYY \\ H:mm",
      "{D}|[[]M$YYYY^ h:mm A",
    ];
    for (const format of formats)
      expect([format, flawed(date(), { format })]).toEqual([format, undefined]);
    for (const format of formats) expect(() => converter(date(), { format })).not.toThrow();
  });
});
