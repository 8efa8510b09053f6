import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { fileOf } from "../support/read.ts";
import { expectedReading, readingOf, storyFile } from "../support/reading.ts";

// Every folder of fixtures/ with a reading.json is a story: a file, and what must be read of it.

const stories = readdirSync("fixtures").filter((name) =>
  existsSync(join("fixtures", name, "reading.json")),
);

test("there are stories", () => expect(stories.length).toBeGreaterThan(35));

test.each(stories)("%s", async (story) => {
  const { hints, ...expected } = expectedReading(story);
  expect(await readingOf(storyFile(story), hints)).toEqual(expected);
});

test("text that was decoded twice is repaired where that is asked for, and nothing else is touched", async () => {
  const repaired = await readingOf(storyFile("decoded-twice"), { decodedTwice: "repair" });
  const meant = expectedReading("excel-semicolon-bom").records.map(([id, name, born, fee]) => {
    return [id, name, born, fee?.replace(",", ".")];
  });
  expect(repaired.records).toEqual(meant);
  expect(repaired.flaws).toEqual([]);
  const sound = await readingOf(storyFile("excel-semicolon-bom"), { decodedTwice: "repair" });
  expect(sound.records).toEqual(expectedReading("excel-semicolon-bom").records);
});

test("what a person says about a file overrules what is found", async () => {
  const file = storyFile("two-tables-in-one-file");
  const second = await readingOf(file, { skipLines: 6, delimiter: "," });
  expect(second.columns).toEqual(["doctor_id", "surname"]);
  expect(second.records).toEqual([
    ["1", "House"],
    ["2", "Grey"],
  ]);
  const raw = await readingOf(file, { header: "none", strays: "records", delimiter: ";" });
  expect(raw.records.length).toBe(9);
  expect(raw.records[0]).toEqual(["patient_id,name,born,fee"]);
});

describe("a file that changes at record 40,000 is caught there", () => {
  const line = (at: number) => `${at},Zoë Rao,2024-01-02,12.50\n`;
  const sound = Array.from({ length: 39_999 }, (_, at) => line(at + 1)).join("");
  const read = (rest: string | Buffer) =>
    readingOf(
      fileOf(Buffer.concat([Buffer.from(`id,name,seen,fee\n${sound}`), Buffer.from(rest)])),
    );

  test.each([
    ["its delimiter", line(40_000).replaceAll(",", ";"), "other-delimiter"],
    ["its encoding", Buffer.from(line(40_000).replace("Rao", "Ren\xe9"), "latin1"), "encoding"],
    ["its quotes", `40000,"Zoë,2024-01-02,12.50\n${line(40_001)}`, "quote-unclosed"],
    ["its table", "id,name,ward\n1,House,7\n2,Grey,8\n", "other-table"],
  ])("%s", async (_, rest, flaw) => {
    const { flaws, records } = await read(rest);
    expect(flaws[0]).toMatch(new RegExp(`^40000:40001:\\d+: .*${flaw}`));
    expect(records.length).toBeGreaterThanOrEqual(40_000);
  });
});

test("a table is read alike in whatever dialect and encoding it is written", async () => {
  const dialects = fc.record({
    delimiter: fc.constantFrom(",", ";", "\t", "|", "^", "~"),
    lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
    encoding: fc.constantFrom("utf-8", "utf-16le", "utf-16be", "windows-1252", "macintosh"),
    quoted: fc.boolean(),
    rows: fc.array(
      fc.record({
        name: fc.constantFrom("José López", "María Muñoz", "Ángel, the elder", 'Zoë; "Z" Núñez'),
        born: fc.constantFrom("1990-02-28", "2001-07-19", ""),
        fee: fc.constantFrom("12.50", "1,100.00", "0.00"),
      }),
      { minLength: 6, maxLength: 30 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(dialects, async ({ delimiter, lineEnd, encoding, quoted, rows }) => {
      const table = [
        ["patient_id", "name", "born", "fee"],
        ...rows.map(({ name, born, fee }, at) => [String(at + 1), name, born, fee]),
      ];
      const cell = (text: string) =>
        quoted || text.includes(delimiter) || text.includes('"')
          ? `"${text.replaceAll('"', '""')}"`
          : text;
      const text = table.map((row) => row.map(cell).join(delimiter) + lineEnd).join("");
      const mark = encoding.startsWith("utf-16") ? "\uFEFF" : "";
      const { columns, records, flaws } = await readingOf(
        fileOf(iconv.encode(mark + text, encoding)),
      );
      expect([columns, ...records]).toEqual(table);
      expect(flaws).toEqual([]);
    }),
    { seed: 1, numRuns: 150 },
  );
});
