import { describe, expect, test } from "vitest";
import { headFile } from "../../src/mapping/head-file.ts";
import { openReadings } from "../../src/mapping/open-readings.ts";
import { CellMender } from "../../src/source/mend-cells.ts";
import { readRecords } from "../../src/source/read-records.ts";
import { RFC_4180, type SourceRecord } from "../../src/source/record.ts";
import { ByteReader } from "../../src/source/source-file.ts";
import { fileOf } from "../support/read.ts";

/** What an import reads of a text. */
async function imported(text: string) {
  const file = fileOf(Buffer.from(text));
  const { header, dialect } = await headFile(file, []);
  const reader = readRecords(file, new ByteReader(file), dialect);
  const records: (readonly string[])[] = [];
  const flaws: string[] = [];
  for await (const group of reader.groups) {
    for (const one of group) {
      records.push(one.cells);
      flaws.push(...one.flaws);
    }
  }
  const cells = reader.leftOut().filter(({ of }) => of === "cells");
  return { header, records, flaws, mended: cells.map(({ kind, count }) => [kind, count]) };
}

describe("a spreadsheet's armour", () => {
  test.each([
    ["as a formula", '="001"'],
    ["as a formula in quotes", '"=""001"""'],
    ["as a function", '"=T(""001"")"'],
    ["as an apostrophe", "'001"],
  ])("%s is taken off and counted", async (_, cell) => {
    const { records, flaws, mended } = await imported(`id,name\n${cell},Ines\n002,Olaf\n`);
    expect(records).toEqual([
      ["001", "Ines"],
      ["002", "Olaf"],
    ]);
    expect([flaws, mended]).toEqual([[], [["spreadsheet armour", 1]]]);
  });

  test.each(["", '="', "'"])("is none of megabytes that begin with %j", (start) => {
    // Cut out of a text with other letters, its signs have two bytes each: expressions need twice the stack.
    const photo = `\u0101${start}${"0a".repeat(5_000_000)}`.slice(1);
    const record = { cells: ["In\u200Bes", photo], flaws: [], line: 2 } as unknown as SourceRecord;
    const mender = new CellMender(RFC_4180);
    expect(mender.mend([record])[0]?.cells[1] === photo).toBe(true);
    expect(mender.mended.map(({ kind }) => kind)).toEqual(["invisible characters"]);
  });

  test("is no apostrophe of a name, a quotation or a decade", async () => {
    const names = ["'t Hooft", "'s-Gravenhage", "O'Neil", "'quoted'", "'90s"];
    const { records, mended } = await imported(
      `id,name\n${names.map((one, at) => `${at},${one}\n`).join("")}`,
    );
    expect(records.map(([, name]) => name)).toEqual(names);
    expect(mended).toEqual([]);
  });

  test("of a column of words is seen where all of them have it", async () => {
    const { records } = await imported("id,name\n1,'Ines\n2,'Olaf\n3,'t Hooft\n4,'Mei\n");
    expect(records.map(([, name]) => name)).toEqual(["Ines", "Olaf", "t Hooft", "Mei"]);
  });
});

describe("a character that nobody sees", () => {
  test.each([0x1f, 0xad, 0x200e, 0x200b, 0x2060, 0x202a])(
    "U+%i is taken out of ids, names and column names alike",
    async (unit) => {
      const sign = String.fromCodePoint(unit);
      const text = `i${sign}d,name\n${sign}001,In${sign}es\n002,Olaf\n003,Mei\n`;
      const { header, records, mended } = await imported(text);
      expect([header, records[0]]).toEqual([
        ["id", "name"],
        ["001", "Ines"],
      ]);
      expect(mended).toEqual([["invisible characters", 2]]);
    },
  );

  test("joins letters in Persian, and is kept there", async () => {
    const { records } = await imported("id,name\n00\u200C1,علی\u200Cرضا\n2,Ines\n");
    expect(records[0]).toEqual(["001", "علی\u200Cرضا"]);
  });
});

describe("escapes of a database", () => {
  test("are undone where \\N proves them", async () => {
    const text = "id\tnote\n1\tone\\ntwo\n2\t\\N\n3\tC:\\\\dir\\\\x\n";
    const { records, mended } = await imported(text);
    expect(records.map(([, note]) => note)).toEqual(["one\ntwo", "", "C:\\dir\\x"]);
    expect(mended).toEqual([["backslash escapes", 3]]);
  });

  test("may be the number of a byte, and a line of COPY's end is no record", async () => {
    const text = "id\tnote\n1\tA\\101\\x42\n2\t\\N\n3\tone\\ntwo\n\\.\n";
    const { records } = await imported(text);
    expect(records.map(([, note]) => note)).toEqual(["AAB", "", "one\ntwo"]);
  });

  test("are not seen in paths of Windows", async () => {
    const { records } = await imported(
      "id\tnote\n1\tC:\\data\\temp\n2\t\\\\server\\note\n3\t\\N\n",
    );
    expect(records.map(([, note]) => note)).toEqual(["C:\\data\\temp", "\\\\server\\note", "\\N"]);
  });

  const OUTFILE = [
    ...["id\tname\tnote", "1\tRiver\tone\\\ntwo", "2\tMoss\ta\\\ttab", "3\tFern\tC:\\\\new"],
    ...["4\tReed\tends in \\\\", "5\tIvy\ta\r\\\nb", "6\tWren\tcalm", ""],
  ].join("\n");

  test("stand before line ends and delimiters of cells: MySQL's OUTFILE", async () => {
    const { records, flaws } = await imported(OUTFILE);
    expect(records.map(([, , note]) => note)).toEqual([
      ...["one\ntwo", "a\ttab", "C:\\new", "ends in \\", "a\r\nb", "calm"],
    ]);
    expect(flaws).toEqual([]);
  });

  test("are whatever the delimiter is, and a NUL among them is no text", async () => {
    const { records, flaws } = await imported(
      `${OUTFILE.replaceAll("\t", "\u0001")}7\u0001No\\0el\u0001x\n`,
    );
    expect(records).toHaveLength(7);
    expect([records[1]?.[2], flaws]).toEqual(["atab", ["not-text"]]);
  });

  test("are undone within quotes, and \\N beside them is nothing", async () => {
    const text = [
      ...[
        "id,name,note",
        '"1","Ri\\"ver","one\\\ntwo"',
        '"2","Moss",\\N',
        '"3","Fern","C:\\\\new, x"',
      ],
      ...['"4","Reed","ends in \\\\"', '"5","Ivy","calm"', '"6","No\\0el","x"', ""],
    ].join("\n");
    const { records, flaws } = await imported(text);
    expect(records.map(([, , note]) => note)).toEqual([
      ...["one\ntwo", "", "C:\\new, x", "ends in \\", "calm", "x"],
    ]);
    expect([records[0]?.[1], flaws]).toEqual(['Ri"ver', ["not-text"]]);
  });

  test("of quotes alone leave paths of Windows as they are", async () => {
    const text = 'id,name,note\n1,"Ri\\"ver","C:\\new\\temp"\n2,"Moss","a, b"\n3,"Fern","c"\n';
    const { records } = await imported(text);
    expect(records.map((cells) => cells.slice(1))).toEqual([
      ['Ri"ver', "C:\\new\\temp"],
      ["Moss", "a, b"],
      ["Fern", "c"],
    ]);
  });

  test("are not seen where one stands that no program writes", async () => {
    const texts = ["id\tnote\n1\tFlat 3\\New\n2\t\\N\n", "id\tnote\n1\t12\\4 High St\\x\n2\t\\N\n"];
    const notes = await Promise.all(texts.map(async (text) => (await imported(text)).records[0]));
    expect(notes).toEqual([
      ["1", "Flat 3\\New"],
      ["1", "12\\4 High St\\x"],
    ]);
  });

  test.each([
    [
      "that some lines prove and others disprove",
      "id\tdir\tnote\n1\tC:\\new\\\tx\n2\tnone\tone\\\ntwo\n3\tnone\tx\n4\tnone\ty\n5\ta\tz\n",
    ],
    ["that \\N proves and paths disprove", "id\tnote\n1\tC:\\temp\\new\n2\t\\N\n"],
  ])("%s are asked about, and a flag answers", async (_, text) => {
    const file = fileOf(Buffer.from(text));
    const asked = async (reading: object) =>
      openReadings([await headFile(file, [{ entities: {}, reading: { "*": reading } } as never])]);
    expect(await asked({})).toMatchObject([
      { file: file.name, option: "escape", choices: ["backslash", "none"] },
    ]);
    expect(await asked({ escape: "\\" })).toEqual([]);
    expect(await asked({ escape: "" })).toEqual([]);
  });
});
