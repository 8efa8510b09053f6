import { describe, expect, test } from "vitest";
import { headFile } from "../../src/import/head-file.ts";
import { readRecords } from "../../src/source/read-records.ts";
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
});
