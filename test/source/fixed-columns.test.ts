import { describe, expect, test } from "vitest";
import { SourceError } from "../../src/plain/errors.ts";
import { OpenColumns } from "../../src/source/detect/choose-fixed.ts";
import { openTable } from "../../src/source/read-table.ts";
import { fileOf } from "../support/read.ts";
import { readingOf } from "../support/reading.ts";

const HEAD = ["MRN", "FIRST NAME", "LAST NAME", "BORN", "FEE"];
const PEOPLE = [
  ["M01", "Ines", "Duarte", "12 Mar 1970", "137.50"],
  ["M02", "Olaf", "von Brandt", "03 Apr 1981", "20.00"],
  ["M03", "Mei Lin", "Tanaka", "27 Dec 1966", "1041.25"],
  ["M04", "Chidi", "", "01 Jan 2001", "7.00"],
  ["M05", "Uma", "Iyer", "19 Oct 1999", "88.10"],
];
const WIDTHS = [5, 12, 12, 13, 9];

type Width = (text: string) => number;
const letters: Width = (text) => text.length;

/** Lines of columns, all on the left but the last one. */
function lined(rows: readonly (readonly string[])[], width: Width = letters): string {
  const lines = rows.map((row) =>
    row
      .map((cell, at) => {
        const blanks = " ".repeat(Math.max((WIDTHS[at] ?? 0) - width(cell), 0));
        return at === 4 ? blanks + cell : cell + blanks;
      })
      .join(""),
  );
  return `${lines.join("\n")}\n`;
}

const read = (text: string | Buffer, hints = {}) => readingOf(fileOf(text, "people.txt"), hints);

test("columns that all lines agree on are read by their places, values of several words whole", async () => {
  const { columns, records, flaws } = await read(lined([HEAD, ...PEOPLE]));
  expect(columns).toEqual(HEAD);
  expect(records).toEqual(PEOPLE);
  expect(flaws).toEqual([]);
});

test("a file without names is read by places, and a day of three words is one cell", async () => {
  const { columns, records } = await read(lined(PEOPLE));
  expect(columns).toEqual(["column 1", "column 2", "column 3", "column 4", "column 5"]);
  expect(records).toEqual(PEOPLE);
});

test("dashes under the names show where columns begin that one blank divides", async () => {
  const text = "ID NAME     S\n-- -------- -\n1  Mei Lin  F\n22 Al       M\n\n(2 rows affected)\n";
  const { columns, records, leftOut } = await read(text);
  expect(columns).toEqual(["ID", "NAME", "S"]);
  expect(records).toEqual([
    ["1", "Mei Lin", "F"],
    ["22", "Al", "M"],
  ]);
  expect(leftOut).toEqual({ "line of dashes": [2], footer: [6] });
});

describe("letters that are wider than one place", () => {
  const wide = ["M06", "小明", "王", "12 Mar 1970", "9.00"];
  const accents = ["M07", "Zoë", "Núñez", "12 Mar 1970", "9.00"];
  const cells: Width = (text) => text.replace(/[^\0-\xff]/g, "xx").length;
  test.each<[string, readonly string[], Width]>([
    ["are counted as letters", accents, letters],
    ["are counted as bytes", accents, Buffer.byteLength],
    ["take two cells of a terminal", wide, cells],
  ])("%s", async (_, odd, width) => {
    const { records } = await read(lined([HEAD, ...PEOPLE, odd], width));
    expect(records).toEqual([...PEOPLE, odd]);
  });
});

test("a tab goes on to the next eighth place", async () => {
  const rows = PEOPLE.map(([id, first, last]) => `${id}\t${first?.padEnd(12)}${last}`);
  const { records } = await read(`MRN     FIRST NAME  LAST NAME\n${rows.join("\n")}\n`);
  expect(records).toEqual(PEOPLE.map((row) => row.slice(0, 3)));
});

test("a comma in a name does not divide columns", async () => {
  const rows = PEOPLE.map(([id, first, , born]) => `${id}   ${`X, ${first}`.padEnd(14)}${born}`);
  const { columns, records } = await read(`MRN   NAME          BORN\n${rows.join("\n")}\n`);
  expect(columns).toEqual(["MRN", "NAME", "BORN"]);
  expect(records[2]).toEqual(["M03", "X, Mei Lin", "27 Dec 1966"]);
});

test("places that lines do not agree on are refused, and widths that a person gives are taken", async () => {
  const long = "M06  Bartholomew-Alexander      01 Jan 2001   12.00\n";
  const text = lined([HEAD, ...PEOPLE]) + long;
  const file = fileOf(text, "people.txt");
  await expect(openTable(file, {})).rejects.toThrow(SourceError);
  const { columns, records } = await readingOf(file, { widths: WIDTHS });
  expect(columns).toEqual(HEAD);
  expect(records.slice(0, 5)).toEqual(PEOPLE);
});

test("columns that touch are cut by the widths that a person gives, and what is left over is a cell too many", async () => {
  const { records } = await read("M01Ines  19700312F\nM02Olaf  19810403M9\n", {
    widths: [3, 6, 8, 1],
    header: "none",
  });
  expect(records).toEqual([
    ["M01", "Ines", "19700312", "F"],
    ["M02", "Olaf", "19810403", "M", "9"],
  ]);
});

test("a value that runs into the next column far down makes one cell of its line, and a cut line has too few", async () => {
  const many = Array.from({ length: 4000 }, (_, at) => [
    `N${at}`,
    "Uma",
    "Iyer",
    "19 Oct 1999",
    "1.00",
  ]);
  const narrow = many.map(([, ...rest]) => ["N1", ...rest]);
  const filled = lined([HEAD, ...narrow]).replaceAll("\n", "   \n");
  const { records } = await read(
    `${filled}N2   Bartholomew-Alexander     19 Oct 1999     1.00   \nN3   Uma         Iy\n`,
  );
  expect(records.slice(-2).map((cells) => cells.length)).toEqual([1, 2]);
  expect(records.length).toBe(4002);
});

test("text that people wrote is no table of places", async () => {
  const prose =
    "This is a note.  It has two blanks.\nAnother line here.  With two blanks.\nA third.  Ends.\n";
  await expect(read(prose)).rejects.toThrow(SourceError);
});

test("behind lines of ASCII alone, a line is counted in the one way in which it follows the columns", async () => {
  const many = Array.from({ length: 5000 }, () => PEOPLE[0] ?? []);
  const cells: Width = (text) => text.replace(/[^\0-\xff]/g, "xx").length;
  const text = `${lined([HEAD, ...many])}${lined([["M06", "小明", "王", "12 Mar 1970", "9.00"]], cells)}`;
  const { records } = await read(`${text}${lined([["M07", "Zoë", "Roy", "12 Mar 1970", "9.00"]])}`);
  expect(records.at(-2)).toEqual(["M06", "小明", "王", "12 Mar 1970", "9.00"]);
  expect(records.at(-1)).toEqual(["M07", "Zoë", "Roy", "12 Mar 1970", "9.00"]);
});

test("one dash under a column of one letter is part of the line of dashes", async () => {
  const { records, leftOut } = await read("ID,NAME,S\n--,--------,-\n1,Ines,F\n2,-,-\n");
  expect(records).toEqual([
    ["1", "Ines", "F"],
    ["2", "-", "-"],
  ]);
  expect(leftOut).toEqual({ "line of dashes": [2] });
});

describe("columns that touch", () => {
  const LINES = ["0001Ines  19700312F600", "0002Olaf  19810403M601", "0003Mei   19900101F602"];
  const touching = inLines([...LINES, "0004Uma   19910102F603", "0005Noor  19920103M604"]);

  test("are asked about with a guess of their widths, and these are taken", async () => {
    const file = fileOf(touching, "people.txt");
    const refused = await openTable(file, {}).catch((error: SourceError) => error);
    expect(refused).toBeInstanceOf(OpenColumns);
    expect((refused as SourceError).cure).toContain("--widths people.txt=4,6,8,1,3 ");
    const { records } = await readingOf(file, { widths: [4, 6, 8, 1, 3], header: "none" });
    expect(records[1]).toEqual(["0002", "Olaf", "19810403", "M", "601"]);
  });

  test.each([
    ["come to less than the lines", [4, 6, 8], "they come to 18, and 5 of 5 lines are longer"],
    ["have a column behind all lines", [4, 6, 8, 1, 3, 2], "begins at place 23"],
    ["cut words", [6, 4, 8, 1, 3], "column 2 begins at place 7, within a word in 5 of 5 lines"],
  ])("are not read by widths that %s", async (_, widths, says) => {
    const reading = openTable(fileOf(touching, "people.txt"), { widths, header: "none" });
    await expect(reading).rejects.toThrow(says);
  });

  test("are none where a letter and a number make a code", async () => {
    const codes = [
      "C0001  Ines  1",
      "C0002  Olaf  2",
      "C0003  Mei   3",
      "C0004  Uma   4",
      "C0005  Li    5",
    ];
    const { dialect } = await openTable(fileOf(inLines(codes), "people.txt"), { header: "none" });
    expect(dialect.fixed?.starts).toHaveLength(3);
  });
});

function inLines(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
