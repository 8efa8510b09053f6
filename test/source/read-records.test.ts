import { appendFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SourceError } from "../../src/plain/errors.ts";
import { sourceFile } from "../../src/source/open-export.ts";
import { readHeader, readRecords } from "../../src/source/read-records.ts";
import { RFC_4180 } from "../../src/source/record.ts";
import { ByteReader } from "../../src/source/source-file.ts";
import { fileOf, readAll } from "../support/read.ts";
import { writtenTables } from "../support/written-table.ts";

test("any table comes back cell for cell, each record with its number, line and byte offset", async () => {
  const file = fileOf("");
  await fc.assert(
    fc.asyncProperty(writtenTables, async ({ text, records: [header, ...written] }) => {
      writeFileSync(file.path, text);
      const now = sourceFile(file.path, statSync(file.path));
      const found = await readAll(now);
      expect(await readHeader(now, RFC_4180)).toEqual(header?.cells.map((name) => name.trim()));
      expect(found.records).toEqual(
        written.map((record, at) => ({ ...record, record: at + 1, flaws: [] })),
      );
      expect(found.scanned).toBe(written.length);
    }),
    { seed: 1, numRuns: 400 },
  );
});

test("a file of many windows is read to its last record, in groups", async () => {
  const lines = Array.from({ length: 30_000 }, (_, at) => `${at},"Lake View, ${at}\n${at}",é`);
  const { records, scanned, groups } = await readAll(
    fileOf(`id,address,mark\n${lines.join("\r\n")}`),
  );
  expect([records.length, scanned]).toEqual([30_000, 30_000]);
  expect(groups).toBeGreaterThan(50);
  expect(records.every(({ cells }, at) => cells[0] === `${at}`)).toBe(true);
  expect(records.at(-1)).toMatchObject({
    record: 30_000,
    line: 60_000,
    cells: ["29999", "Lake View, 29999\n29999", "é"],
  });
});

test("invalid UTF-8 is found on exactly the records that have it, wherever windows end", async () => {
  const bad = new Set([1, 4_999, 20_000]);
  const line = (at: number) =>
    Buffer.from(`${at},Café number ${at}\n`, bad.has(at) ? "latin1" : "utf8");
  const lines = Array.from({ length: 20_000 }, (_, at) => line(at + 1));
  const { records } = await readAll(fileOf(Buffer.concat([Buffer.from("id,name\n"), ...lines])));
  const found = records.filter(({ flaws }) => flaws.length > 0);
  expect(found.map(({ record, flaws }) => [record, flaws])).toEqual(
    [...bad].map((record) => [record, ["encoding"]]),
  );
});

describe("the header", () => {
  const header = (content: string | Buffer) => readHeader(fileOf(content), RFC_4180);

  test("is trimmed and composed, and no byte order mark is part of it", async () => {
    const names = await header('\uFEFF id ,"full\u00A0name",Pre\u0301nom\u200B\n1,2,3\n');
    expect(names).toEqual(["id", "full\u00A0name", "Pr\u00E9nom"]);
  });

  test("may stand behind blank lines, and be all there is", async () => {
    expect(await header("\n\r\n id,name")).toEqual(["id", "name"]);
    expect(await readAll(fileOf("\nid,name"))).toEqual({ records: [], scanned: 0, groups: 0 });
  });

  test.each(["", "\n\n", "\uFEFF", " \r\n"])("cannot be found in %j", async (content) => {
    await expect(header(content)).rejects.toThrow(SourceError);
  });

  test.each([
    ["an unclosed quote", 'id,"name\n1,2\n'],
    ["text behind a closing quote", '"id"x,name\n'],
    ["bytes that are not UTF-8", Buffer.from("id,prénom\n", "latin1")],
  ])("cannot be read with %s", async (_, content) => {
    await expect(header(content)).rejects.toThrow(/patients.csv line 1/);
  });

  test("may have a stray quote", async () => {
    expect(await header('id,height 5" and up\n')).toEqual(["id", 'height 5" and up']);
  });
});

describe("what is no text is refused", () => {
  test.each([
    ["a workbook or archive", [0x50, 0x4b, 0x03, 0x04]],
    ["an old workbook", [0xd0, 0xcf, 0x11, 0xe0]],
    ["a gzipped file", [0x1f, 0x8b, 0x08]],
    ["UTF-16, little end first", [0xff, 0xfe, 0x69, 0x00]],
    ["UTF-16, big end first", [0xfe, 0xff, 0x00, 0x69]],
    ["UTF-16 without a mark", [0x69, 0x00, 0x64, 0x00]],
  ])("%s", async (_, start) => {
    const file = fileOf(Buffer.from([...start, ...Buffer.from("id,name\n1,Asha\n")]));
    await expect(readHeader(file, RFC_4180)).rejects.toThrow(SourceError);
    await expect(readAll(file)).rejects.toThrow(/patients.csv/);
  });
});

describe("a file that changes while it is read is refused", () => {
  const content = "id,name\n1,Asha\n";

  test("where it has grown or shrunk since it was found", async () => {
    for (const change of [`${content}2,Tom\n`, "id,name\n"]) {
      const file = fileOf(content);
      writeFileSync(file.path, change);
      utimesSync(file.path, file.modified / 1000, file.modified / 1000);
      await expect(readAll(file)).rejects.toThrow(SourceError);
    }
  });

  test("where it was written again, the same length or not", async () => {
    const file = fileOf(content);
    utimesSync(file.path, 1_000, 2_000);
    await expect(readAll(file)).rejects.toThrow(SourceError);
  });

  test("where it was edited in place and its times were put back", async () => {
    const file = fileOf(content);
    writeFileSync(file.path, content.replace("Asha", "Usha"), { flag: "r+" });
    utimesSync(file.path, file.modified / 1000, file.modified / 1000);
    await expect(readAll(file)).rejects.toThrow(SourceError);
  });

  test("where it grows as fast as it is read", async () => {
    const file = fileOf(content);
    const bytes = new ByteReader(file);
    const read = async () => {
      for await (const _ of bytes.chunks()) appendFileSync(file.path, "2,Tom\n");
    };
    await expect(read()).rejects.toThrow(SourceError);
    expect(() => bytes.totals()).toThrow(SourceError);
  });

  test("where it is gone", async () => {
    const file = fileOf(content);
    rmSync(file.path);
    await expect(readAll(file)).rejects.toThrow(/ENOENT/);
  });
});

test("a file that was not read to its end has no totals", async () => {
  const file = fileOf(`id\n${"1\n".repeat(300_000)}`);
  const bytes = new ByteReader(file);
  for await (const _ of readRecords(file, bytes, RFC_4180).groups) break;
  expect(() => bytes.totals()).toThrow(SourceError);
});
