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

  test("are read without a format as their countries write them: the year first, or the day", () => {
    const thai = converter(date(), { calendar: "buddhist" });
    expect(["13/1/2500", "02-05-2567", "2567-5-2"].map((cell) => outcomeOf(thai(cell)))).toEqual([
      ...["1957-01-13", "2024-05-02", "2024-05-02"],
    ]);
    expect(outcomeOf(thai("1/13/2500"))).toEqual(["not-a-date"]);
  });

  test("whose months have names of their own are read by these", () => {
    const iran = converter(date(), { calendar: "persian", format: "D MMM YYYY" });
    expect(outcomeOf(iran("۲۵ اسفند ۱۳۶۵"))).toBe("1987-03-16");
    expect(outcomeOf(iran("5 May 1365"))).toEqual(["not-a-date"]);
    const thai = { calendar: "buddhist", format: "D MMM YYYY", language: "th" };
    expect(outcomeOf(converter(date(), thai)("๕ ม.ค. ๒๕๖๗"))).toBe("2024-01-05");
    const short = { calendar: "buddhist", format: "D/M/YY", pivot: 69 };
    expect(outcomeOf(converter(date(), short)("5/1/67"))).toBe("2024-01-05");
  });
});

describe("years of an era that the cell names", () => {
  const read = converter(date(), { calendar: "japanese" });

  test.each([
    ["昭和55年1月2日", "1980-01-02"],
    ["令和 3年 5月 3日", "2021-05-03"],
    ["平成元年1月8日", "1989-01-08"],
    ["昭和64年1月7日", "1989-01-07"],
    ["大正15年12月24日", "1926-12-24"],
    ["明治6年1月1日", "1873-01-01"],
    ["昭和五十五年四月十日", "1980-04-10"],
    ["㍼５５．４．１", "1980-04-01"],
    ["S55.4.1", "1980-04-01"],
    ["H1/1/8", "1989-01-08"],
    ["S550401", "1980-04-01"],
    ["西暦1980年4月1日", "1980-04-01"],
    ["1980-04-01", "1980-04-01"],
    ["民國110年5月3日", "2021-05-03"],
    ["中華民國一百一十年五月三日", "2021-05-03"],
  ])("%s is %s", (cell, day) => expect(outcomeOf(read(cell))).toBe(day));

  test.each([
    ...["昭和64年1月8日", "平成31年5月1日", "明治5年12月3日", "令和0年5月1日", "昭和55年2月30日"],
    ...["民前5年5月3日", "民國前5年5月3日", "X55.4.1"],
  ])("there is no %s", (cell) => expect(outcomeOf(read(cell))).toEqual(["not-a-date"]));

  test("need no calendar where the format has the era", () => {
    const convert = converter(date(), { format: ["GY年M月D日", "D MMM G YYYY"], language: "th" });
    expect(outcomeOf(convert("昭和55年1月2日"))).toBe("1980-01-02");
    expect(outcomeOf(convert("5 มกราคม พ.ศ. 2567"))).toBe("2024-01-05");
  });
});
