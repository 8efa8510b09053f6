import { describe, expect, test } from "vitest";
import { calendarReader } from "../../../importers/convert/calendar.ts";
import { date } from "../../../importers/convert/date.ts";
import { converter, outcomeOf } from "../../support/convert.ts";

describe("days of other calendars", () => {
  test.each([
    ["buddhist", "2567-02-29", "2024-02-29"],
    ["roc", "0113-05-01", "2024-05-01"],
    ["persian", "1357-11-22", "1979-02-11"],
    ["persian", "1399-12-30", "2021-03-20"],
    ["persian", "1403-12-30", "2025-03-20"],
    ["persian", "1404-01-01", "2025-03-21"],
    ["persian", "1402-02-31", "2023-05-21"],
    ["islamic-umalqura", "1445-09-01", "2024-03-11"],
    ["islamic-umalqura", "1444-12-30", "2023-07-18"],
    ["ethiopic", "2016-01-01", "2023-09-12"],
    ["ethiopic", "2015-13-06", "2023-09-11"],
    ["ethiopic", "2000-01-01", "2007-09-12"],
    ["coptic", "1740-01-01", "2023-09-12"],
    ["indian", "1946-01-01", "2024-03-21"],
  ])("of %s, %s is %s", (calendar, cell, day) => {
    const convert = converter(date(), { calendar });
    expect(outcomeOf(convert(cell))).toBe(day);
  });

  test.each([
    ["buddhist", "2566-02-29"],
    ["persian", "1402-12-30"],
    ["persian", "1403-07-31"],
    ["persian", "1403-13-01"],
    ["islamic-umalqura", "1445-01-31"],
    ["ethiopic", "2016-13-06"],
  ])("of %s, there is no %s", (calendar, cell) => {
    expect(outcomeOf(converter(date(), { calendar })(cell))).toEqual(["not-a-date"]);
  });

  test("follow each other without a gap", () => {
    for (const calendar of ["persian", "islamic-umalqura", "ethiopic"]) {
      const read = calendarReader(calendar);
      const first = read({ year: 1380, month: 1, day: 1 });
      let at = first ? Date.UTC(first.year, first.month - 1, first.day) : Number.NaN;
      for (let nth = 0; nth < 400 * 13; nth++) {
        const [year, rest] = [1380 + Math.floor(nth / 403), nth % 403];
        const found = read({ year, month: 1 + Math.floor(rest / 31), day: 1 + (rest % 31) });
        if (found === undefined) continue;
        expect(Date.UTC(found.year, found.month - 1, found.day)).toBe(at);
        at += 86_400_000;
      }
    }
  });

  test("are read by formats, digits of other scripts, and file by file", () => {
    const thai = converter(date(), { calendar: "buddhist", format: "D/M/YYYY" });
    expect(outcomeOf(thai("๑๓/๑/๒๕๐๐"))).toBe("1957-01-13");
    const iran = converter(date(), { calendar: "persian", format: "YYYY/MM/DD" });
    expect(outcomeOf(iran("۱۴۰۲/۰۵/۰۱"))).toBe("2023-07-23");
    const taiwan = converter(date(), { calendar: "roc", format: "Y/MM/DD" });
    expect(outcomeOf(taiwan("113/05/01"))).toBe("2024-05-01");
  });
});
