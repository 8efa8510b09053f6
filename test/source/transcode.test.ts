import { isUtf8 } from "node:buffer";
import fc from "fast-check";
import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { SourceError } from "../../src/plain/errors.ts";
import { readRecords } from "../../src/source/read-records.ts";
import { RFC_4180, type SourceRecord } from "../../src/source/record.ts";
import { ByteReader } from "../../src/source/source-file.ts";
import { firstInvalid, transcoder } from "../../src/source/transcode.ts";
import { fileOf } from "../support/read.ts";

async function read(content: Buffer, encoding: string): Promise<SourceRecord[]> {
  const file = fileOf(content);
  const records: SourceRecord[] = [];
  const { groups } = readRecords(file, new ByteReader(file), { ...RFC_4180, encoding });
  for await (const group of groups) records.push(...group);
  return records;
}

test.each(["utf-16le", "utf-16be", "windows-1252", "macintosh", "gb18030"])(
  "in %s the offset of each record is that of its own bytes, also over many windows",
  async (encoding) => {
    const lines = Array.from({ length: 30_000 }, (_, at) => `${at},Zo${at % 3 ? "é" : "e"} 張`);
    const text = encoding === "gb18030" ? lines : lines.map((line) => line.replace(" 張", "ü"));
    const bytes = iconv.encode(`id,name\n${text.join("\n")}\n`, encoding);
    const records = await read(bytes, encoding);
    expect(records.length).toBe(30_000);
    for (const at of [0, 1, 2, 14_999, 29_998]) {
      const [one, next] = [records[at]?.offset ?? 0, records[at + 1]?.offset ?? 0];
      expect(iconv.decode(bytes.subarray(one, next), encoding)).toBe(`${text[at]}\n`);
    }
  },
);

test("a byte that means nothing in the encoding is told by its offset, with the record's own bytes", async () => {
  const bytes = Buffer.from("id,name\n1,Jos\xe9\n2,a\x81b\n3,x\n", "latin1");
  const [, second, third] = await read(bytes, "windows-1252");
  expect(second).toMatchObject({ flaws: ["encoding"], badByte: bytes.indexOf(0x81) });
  expect(second?.raw).toEqual(bytes.subarray(15, 21));
  expect(third?.flaws).toEqual([]);
});

test("in UTF-8 too", async () => {
  const bytes = Buffer.from("id,name\n1,Jos\xc3\xa9\n2,a\xe9b\n", "latin1");
  expect((await read(bytes, "utf-8"))[1]).toMatchObject({ flaws: ["encoding"], badByte: 19 });
});

test("an encoding that nobody knows is refused", () => {
  expect(() => transcoder("klingon-8", Buffer.alloc(0))).toThrow(SourceError);
});

test("the first invalid byte is found where Node finds one", () => {
  const bytes = fc.uint8Array({ maxLength: 12 }).map((array) => Buffer.from(array));
  const text = fc.string({ unit: "grapheme", maxLength: 6 }).map((string) => Buffer.from(string));
  fc.assert(
    fc.property(
      fc.tuple(text, bytes).map((parts) => Buffer.concat(parts)),
      (mixed) => {
        const at = firstInvalid(mixed);
        expect(at === undefined).toBe(isUtf8(mixed));
        expect(isUtf8(mixed.subarray(0, at))).toBe(true);
      },
    ),
    { seed: 20260114 },
  );
});
