import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { date } from "../../../importers/convert/date.ts";
import { converter, outcomeOf } from "../../support/convert.ts";

const reader = (format?: string | string[], pivot?: number) => {
  const convert = converter(date(), { format, pivot });
  return (cell: string) => outcomeOf(convert(cell));
};

describe("formats", () => {
  test.each([
    ["YYYY-MM-DD", "2024-03-05"],
    ["YYYY/MM/DD", "2024/03/05"],
    ["YYYYMMDD", "20240305"],
    ["DD-MM-YYYY", "05-03-2024"],
    ["DD.MM.YYYY", "05.03.2024"],
    ["MM/DD/YYYY", "03/05/2024"],
    ["D/M/YYYY", "5/3/2024"],
    ["DD MMM YYYY", "05 Mar 2024"],
    ["DD-MMM-YYYY", "05-MAR-2024"],
    ["MMM D, YYYY", "mar. 5, 2024"],
    ["D MMMM YYYY", "5 March 2024"],
    ["YYYY-MM-DD HH:mm:ss.SSS", "2024-03-05 23:59:59.123456"],
    ["DD/MM/YYYY hh:mm A", "05/03/2024 12:30 a.m."],
    ["[Day] DD (MM) YYYY", "Day 05 (03) 2024"],
    ["YYYY+MM*DD?", "2024+03*05?"],
  ])("%s reads %s", (format, cell) => {
    expect(reader(format)(cell)).toBe("2024-03-05");
  });

  test("digits of other scripts are digits", () => {
    const cells = ["٠٥-٠٣-٢٠٢٤", "۰۵-۰۳-۲۰۲۴", "๐๕-๐๓-๒๐๒๔"];
    expect(cells.map(reader("DD-MM-YYYY"))).toEqual(cells.map(() => "2024-03-05"));
  });

  test("a format fits the whole cell or not at all", () => {
    const read = reader("DD-MM-YYYY");
    const cells = ["5-03-2024", "05-03-2024 ", "05-03-2024 00:00", "05/03/2024", "05-03-24"];
    for (const cell of cells) expect([cell, read(cell)]).toEqual([cell, ["not-a-date"]]);
  });

  test("a mark of a format stands for itself, not for any character", () => {
    expect(reader("DD.MM.YYYY")("05x03x2024")).toEqual(["not-a-date"]);
  });

  test.each(["Sep", "Sept", "SEP.", "september"])("a month may be called %s", (name) => {
    expect(reader("D MMM YYYY")(`5 ${name} 2024`)).toBe("2024-09-05");
  });

  test("a month's name in another language is not guessed", () => {
    expect(reader("D MMM YYYY")("5 Mär 2024")).toEqual(["not-a-date"]);
  });
});

describe("real days", () => {
  test.each([
    ...["2023-02-29", "1900-02-29", "2100-02-29", "2024-02-30", "2024-04-31", "2024-00-10"],
    ...[
      "2024-13-01",
      "2024-01-00",
      "2024-01-32",
      "0000-00-00",
      "abcd-01-01",
      "2024-1-05",
      "2024-01-5x",
    ],
  ])("%s is none", (cell) => {
    expect(reader()(cell)).toEqual(["not-a-date"]);
    expect(reader("DD.MM.YYYY")(cell.split("-").reverse().join("."))).toEqual(["not-a-date"]);
  });

  test.each(["2024-02-29", "2000-02-29", "1999-12-31", "1850-01-01", "2199-12-31"])(
    "%s is one",
    (cell) => {
      expect(reader()(cell)).toBe(cell);
    },
  );

  test.each(["1849-12-31", "2200-01-01", "0022-05-01", "2922-05-01"])(
    "%s is out of range",
    (cell) => {
      expect(reader()(cell)).toEqual(["out-of-range"]);
    },
  );

  test("every day from 1850 to 2199 is read as written, in every order", () => {
    const days = fc.date({
      min: new Date("1850-01-01"),
      max: new Date("2199-12-31"),
      noInvalidDate: true,
    });
    const [iso, european, american] = [reader(), reader("DD/MM/YYYY"), reader("M/D/YYYY")];
    fc.assert(
      fc.property(days, (at) => {
        const day = at.toISOString().slice(0, 10);
        const [year = "", month = "", date = ""] = day.split("-");
        expect(iso(day)).toBe(day);
        expect(european(`${date}/${month}/${year}`)).toBe(day);
        expect(american(`${Number(month)}/${Number(date)}/${year}`)).toBe(day);
      }),
      { seed: 1, numRuns: 1_000 },
    );
  });
});

describe("two-digit years", () => {
  test("up to the pivot they are of this century, later ones of the last", () => {
    const read = reader("DD/MM/YY", 26);
    expect(["00", "26", "27", "99"].map((year) => read(`05/03/${year}`))).toEqual([
      ...["2000-03-05", "2026-03-05", "1927-03-05", "1999-03-05"],
    ]);
  });

  test("the pivot decides about leap years too", () => {
    expect(reader("DD/MM/YY", 30)("29/02/00")).toBe("2000-02-29");
    expect(reader("DD/MM/YY", 30)("29/02/29")).toEqual(["not-a-date"]);
  });
});

describe("several formats", () => {
  test("a cell that only one of them reads is read so", () => {
    const read = reader(["DD/MM/YYYY", "YYYY-MM-DD", "DD-MMM-YY"], 30);
    const days = ["05/03/2024", "2024-03-05", "05-mar-24"].map(read);
    expect(days).toEqual(["2024-03-05", "2024-03-05", "2024-03-05"]);
  });

  test("a cell that two of them read as different days is ambiguous, not guessed", () => {
    const read = reader(["DD/MM/YYYY", "MM/DD/YYYY"]);
    expect(read("03/04/2024")).toEqual(["ambiguous"]);
    expect(read("13/04/2024")).toBe("2024-04-13");
    expect(read("04/13/2024")).toBe("2024-04-13");
    expect(read("04/04/2024")).toBe("2024-04-04");
  });

  test("a cell that has the length of an ISO date and is none does not stand against another", () => {
    expect(reader(["YYYY-MM-DD", "MMMM-DD-YY"], 30)("June-01-02")).toBe("2002-06-01");
  });

  test("a cell that none of them reads is no date", () => {
    expect(reader(["DD/MM/YYYY", "YYYY-MM-DD"])("5 March")).toEqual(["not-a-date"]);
  });
});

test.each([
  ["YYYY-MM-DD HH:mm", "2024-03-05 00:00", []],
  ["YYYY-MM-DD HH:mm", "2024-03-05 07:30", ["time-left-out"]],
  ["YYYY-MM-DD", "2024-03-05", []],
])(
  "a time of day that no field takes is told, and the day read: %s %s",
  (format, cell, problems) => {
    const read = converter(date(), { format }, { timeIsKept: false });
    expect(read(cell)).toMatchObject({ value: "2024-03-05", problems });
  },
);
