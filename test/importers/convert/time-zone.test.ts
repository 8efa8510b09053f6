import { describe, expect, test } from "vitest";
import { date, time } from "../../../importers/convert/date.ts";
import { todayIn } from "../../../importers/convert/time-zone.ts";
import { converter, outcomeOf } from "../../support/convert.ts";

const INSTANT = "YYYY-MM-DDTHH:mm:ssZ";

const local = (timeZone: string) => {
  const day = converter(date(), { format: INSTANT }, { timeZone });
  const hour = converter(time(), { format: INSTANT }, { timeZone });
  return (cell: string) => [outcomeOf(day(cell)), outcomeOf(hour(cell))];
};

describe("an instant is brought to the hospital's clock", () => {
  test.each([
    ["Asia/Kolkata", "2024-03-05T18:29:59Z", "2024-03-05", "23:59"],
    ["Asia/Kolkata", "2024-03-05T18:30:00Z", "2024-03-06", "00:00"],
    ["Asia/Kolkata", "2024-03-05T23:00:00+05:30", "2024-03-05", "23:00"],
    ["Asia/Kolkata", "2024-03-05T23:00:00+0530", "2024-03-05", "23:00"],
    ["Asia/Kolkata", "2024-02-28T20:00:00-05:00", "2024-02-29", "06:30"],
    ["America/New_York", "2024-01-01T04:59:00Z", "2023-12-31", "23:59"],
    ["Europe/Paris", "2024-03-31T00:59:00Z", "2024-03-31", "01:59"],
    ["Europe/Paris", "2024-03-31T01:00:00Z", "2024-03-31", "03:00"],
    ["Australia/Lord_Howe", "2024-01-01T13:00:00Z", "2024-01-02", "00:00"],
    ["Asia/Kathmandu", "1985-12-31T18:29:00Z", "1985-12-31", "23:59"],
    ["Asia/Kathmandu", "1985-12-31T18:30:00Z", "1986-01-01", "00:15"],
    ["UTC", "2024-03-05T00:00:00Z", "2024-03-05", "00:00"],
  ])("%s: %s is %s %s", (timeZone, cell, ...moment) => {
    expect(local(timeZone)(cell)).toEqual(moment);
  });

  test("a clock that was put back one minute past midnight was back in the same quarter hour", () => {
    const instants = ["2010-11-07T02:30:59Z", "2010-11-07T02:31:00Z", "2010-11-07T02:44:00Z"];
    expect(instants.map(local("America/St_Johns"))).toEqual([
      ["2010-11-07", "00:00"],
      ["2010-11-06", "23:01"],
      ["2010-11-06", "23:14"],
    ]);
  });

  test("a year below 100 is not taken for one of the last century", () => {
    expect(local("UTC")("0022-01-01T00:00:00Z")[0]).toEqual(["out-of-range"]);
  });

  test.each(["+15:00", "+05:75", "+99:99", "05:30", "z", ""])("%j is no zone", (zone) => {
    expect(local("UTC")(`2024-03-05T00:00:00${zone}`)).toEqual([["not-a-date"], ["not-a-time"]]);
  });
});

describe("without a zone in the format", () => {
  test("the cell is the hospital's own time, whatever its zone", () => {
    for (const timeZone of ["Asia/Kolkata", "America/New_York"]) {
      const convert = converter(date(), { format: "YYYY-MM-DD HH:mm" }, { timeZone });
      expect(convert("2024-03-05 23:59").value).toBe("2024-03-05");
    }
  });
});

test("today is the hospital's day", () => {
  const now = new Date("2026-01-13T18:30:00Z");
  const zones = ["Asia/Kolkata", "UTC", "America/New_York", "Pacific/Kiritimati"];
  expect(zones.map((timeZone) => todayIn(timeZone, now))).toEqual([
    ...["2026-01-14", "2026-01-13", "2026-01-13", "2026-01-14"],
  ]);
});
