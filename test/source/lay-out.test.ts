import { describe, expect, test } from "vitest";
import { fileOf } from "../support/read.ts";
import { readingOf } from "../support/reading.ts";

const read = (text: string) => readingOf(fileOf(Buffer.from(text)));

const ROWS = "S1,Ines,Duarte,F\nS2,Olaf,Brandt,M\nS3,Mei,Tanaka,F\n";
const HEADER = "id,first,last,sex\n";

describe("the header once more", () => {
  test.each([
    ["in capitals", "ID,FIRST,LAST,SEX\n"],
    ["in quotes, behind the mark of a joined file", '\uFEFF"id","first","last","sex"\n'],
    ["padded", "id , first,last ,sex\n"],
  ])("%s is no record", async (_, again) => {
    const { records, leftOut } = await read(`${HEADER}${ROWS}${again}S4,Nora,Larsen,F\n`);
    expect(records.length).toBe(4);
    expect(leftOut).toEqual({ "repeated header": [5] });
  });

  test("in another order says where cells stand from there on", async () => {
    const { records } = await read(`${HEADER}${ROWS}Last,sex,First,Id\nLarsen,F,Nora,S4\n`);
    expect(records.at(-1)).toEqual(["S4", "Nora", "Larsen", "F"]);
  });

  test.each([
    ["fewer", "id,last,first\nS4,Larsen,Nora\n"],
    ["more", "id,last,first,sex,ward\nS4,Larsen,Nora,F,7\n"],
    ["other", "id,last,first,ward\nS4,Larsen,Nora,7\n"],
  ])("with %s columns begins another table", async (_, again) => {
    const { records, flaws } = await read(`${HEADER}${ROWS}${again}`);
    expect(records.length).toBe(5);
    expect(flaws.map((flaw) => flaw.split(": ")[1])).toEqual(["other-table", "other-table"]);
  });

  test.each([
    ["as wide", "", "code,name,subject,licence\nD1,Una Holm,ENT,771\n"],
    ["narrower, in a sheet", "", "code,name,licence,\nD1,Una Holm,771,\n"],
    ["as wide, under a title", "Doctors\n", "code,name,subject,licence\nD1,Una Holm,ENT,771\n"],
  ])("another table %s, behind a blank line, is not read on", async (_, title, again) => {
    const rows = "11,Ines,Duarte,F\n12,Olaf,Brandt,M\n";
    const { flaws } = await read(`${HEADER}${rows}\n${title}${again}`);
    const other = flaws.map((flaw) => flaw.split(": ")[1]).filter((one) => one === "other-table");
    expect(other.length).toBe(2);
  });

  test("another table right below the records is not read on, nor one below their total", async () => {
    const rows = "11,Ines,Duarte,044\n12,Olaf,Brandt,045\n";
    const again = "code,name,subject,licence\nD1,Una Holm,ENT,771\n";
    for (const between of ["", "Total: 2,,,\n\nDoctors,,,\n"]) {
      const { flaws } = await read(`${HEADER}${rows}${between}${again}`);
      expect(flaws.filter((flaw) => flaw.endsWith("other-table")).length).toBe(2);
    }
  });

  test("another table is told by ids that begin with a letter, too, if its names share a word", async () => {
    const rows = "P11,Ines,Duarte,044\nP12,Olaf,Brandt,045\n";
    const table = await read(`${HEADER}${rows}doctor id,full name,subject,tel\nD1,Una,ENT,771\n`);
    expect(table.flaws.filter((flaw) => flaw.endsWith("other-table")).length).toBe(2);
    const record = await read(`${HEADER}${rows}PX,Una,Holm,none\nP14,Ada,Lund,047\n`);
    expect([record.records.length, record.flaws]).toEqual([4, []]);
  });

  test("a record of words behind a blank line is one where the table has no numbers, or it has one itself", async () => {
    const words = await read(`${HEADER}${ROWS}\nNew,Nora,Larsen,F\nS5,Ada,Lund,F\n`);
    expect([words.records.length, words.flaws]).toEqual([5, []]);
    const numbers = await read(`${HEADER}11,Ines,Duarte,F\n\n12,Nora,Larsen,F\n13,Ada,Lund,F\n`);
    expect([numbers.records.length, numbers.flaws]).toEqual([3, []]);
  });

  test("a record that holds a word or two of the header is a record", async () => {
    const { records, flaws } = await read(`${HEADER}${ROWS}S4,First,Last,F\nlast,Nora,sex,F\n`);
    expect([records.length, flaws]).toEqual([5, []]);
  });
});

describe("a line of dashes", () => {
  test.each([
    ["under the header", "--,-----,----,---\n"],
    ["as a table's border", "+--+-----+----+---+\n"],
    ["as Markdown draws it", ":---,:---:,----,---:\n"],
  ])("%s is no record", async (_, line) => {
    const { records, leftOut } = await read(`${HEADER}${line}${ROWS}`);
    expect([records.length, leftOut]).toEqual([3, { "line of dashes": [2] }]);
  });

  test("further down is a record where its cells may mean nothing", async () => {
    const { records } = await read(`${HEADER}${ROWS}--,--,--,--\nS5,-,-,-\n`);
    expect(records.length).toBe(5);
  });
});

test.each([
  "(3 rows affected)",
  "3 rows selected.",
  "(3 Zeilen)",
  "3 lignes sélectionnées",
  "(3 строки)",
  "3 rows in set (0.01 sec)",
  "no rows selected",
])("%s is no record, wherever it stands", async (line) => {
  const { records, leftOut } = await read(`${HEADER}${ROWS}${line}\n${ROWS}`);
  expect([records.length, leftOut]).toEqual([6, { footer: [5] }]);
});

test("one record that lacks a cell is not taken for the slip of a header", async () => {
  const { records, columns } = await read(`id,first,last,\n${ROWS.replace(",F", "")}`);
  expect(columns).toEqual(["id", "first", "last", ""]);
  expect(records[0]).toEqual(["S1", "Ines", "Duarte"]);
});
