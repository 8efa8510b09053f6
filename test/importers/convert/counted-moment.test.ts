import { describe, expect, test } from "vitest";
import { compileFormat, formatFlaw } from "../../../importers/convert/date-format.ts";
import { observe, settled } from "../../support/observe.ts";

/** Of one moment, 2012-01-01 00:30 in UTC, what programs count. */
const COUNTS = [
  ["epoch s", "1325377800"],
  ["epoch ms", "1325377800000"],
  ["epoch ms", "/Date(1325377800000+0530)/"],
  ["epoch us", "1325377800000000"],
  ["epoch ns", "1325377800000000000"],
  ["epoch s", "1325377800.75"],
  ["apple s", "347070600"],
  ["filetime", "129698514000000000"],
  ["dotnet ticks", "634609746000000000"],
  ["julian days", "2455927.520833333"],
  ["horolog", "62457,1800"],
  ["sas s", "1640997000"],
  ["stata ms", "1640997000000"],
  ["spss s", "13544757000"],
] as const;

const read = (format: string, cell: string, timeZone = "UTC") => {
  const moment = compileFormat(format, { timeZone })(cell);
  if (moment === undefined) return undefined;
  const { year, month, day, hour, minute } = moment;
  return [year, month, day, hour, minute].join(" ");
};

describe("a format that counts", () => {
  test.each(COUNTS)("reads %s exactly", (format, cell) => {
    const [minute, early] = ["2012 1 1 0 30", "2012 1 1 0 29"];
    expect([minute, early]).toContain(read(format, cell));
  });

  test.each([
    ["epoch days", "15340"],
    ["sas days", "18993"],
    ["horolog", "62457"],
  ])("reads the days of %s", (format, cell) => {
    expect(read(format, cell)).toBe("2012 1 1 0 0");
  });

  test("takes an instant to the hospital's day, and to that of UTC where it says so", () => {
    expect(read("epoch s", "1325356200", "Asia/Kolkata")).toBe("2012 1 1 0 0");
    expect(read("epoch s UTC", "1325356200", "Asia/Kolkata")).toBe("2011 12 31 18 30");
    expect(read("dotnet ticks", "634609746000000000", "Asia/Kolkata")).toBe("2012 1 1 0 30");
  });

  test("reads days before it begins, and none beyond the years of four digits", () => {
    expect(read("epoch s", "-315619200")).toBe("1960 1 1 0 0");
    expect(read("epoch s", "-1")).toBe("1969 12 31 23 59");
    for (const cell of ["1325377800000", "1.3E+9", "", "abc", "-", "99999999999999999999"]) {
      expect(read("epoch s", cell)).toBeUndefined();
    }
  });

  test("is one that the mapping may say, with UTC behind instants alone", () => {
    expect(formatFlaw("epoch ms UTC", undefined)).toBeUndefined();
    expect(formatFlaw("dotnet ticks UTC", undefined)).toBeDefined();
    expect(formatFlaw("epoch m", undefined)).toContain("epoch ms");
  });
});

describe("numbers in a column of days", () => {
  const births = [-315_619_200, 0, 86_400, 631_152_000, 1_577_836_800].map(String);

  test("that are midnights of UTC prove their unit and their day", () => {
    expect(settled(observe(births, "birth")[0])).toEqual({ format: "epoch s UTC" });
    const thousandths = births.map((cell) => String(Number(cell) * 1000));
    expect(settled(observe(thousandths, "birth")[0])).toEqual({ format: "epoch ms UTC" });
  });

  test("that are other instants leave open whose day it is", () => {
    const [decision] = observe(["1577817000000", "1577903400000"], "date");
    expect(decision?.status).toBe("undecided");
    expect(decision?.ways).toEqual([{ format: "epoch ms" }, { format: "epoch ms UTC" }]);
  });

  test("that two ways of counting put into lives are asked about, with the days of each", () => {
    const [decision] = observe(["631152000", "662688000", "694224000"], "date");
    expect(decision?.ways?.map(({ format }) => format)).toContain("apple s");
    expect(decision?.evidence).toContain("1990-01-01 to 1992-01-01");
    expect(decision?.evidence).toContain("2021-01-01 to 2023-01-01");
  });

  test("beside a placeholder prove what the others do, and the rest is counted as unread", () => {
    const [decision] = observe([...births, "-1"], "birth");
    expect(decision).toMatchObject({ unread: 1, options: { format: "epoch s UTC" } });
  });

  test("are days written without marks where they are days so", () => {
    const cells = ["19840312", "19991231", "20010203"];
    expect(settled(observe(cells, "birth")[0])).toEqual({ format: "YYYYMMDD" });
  });

  test("are no days where nobody says that the column holds days", () => {
    expect(observe(births).map(({ subject }) => subject)).not.toContain("dateFormat");
  });
});
