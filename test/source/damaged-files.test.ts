import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { SourceError } from "../../src/plain/errors.ts";
import { openExport } from "../../src/source/open-export.ts";
import { unpackExport } from "../../src/source/unpack-export.ts";
import { DAMAGES } from "../support/damage.ts";
import { seededRandom } from "../support/mutate.ts";
import { readingOf } from "../support/reading.ts";
import { textRow, workbookParts, writeWorkbook } from "../support/workbook.ts";
import { workspace } from "../support/workspace.ts";
import { deflatedArchive, storedArchive } from "../support/zip.ts";

const CSV = "id,name,phone\n1,Asha Rao,0442300001\n2,Tom Wei,0442300002\n3,Sam Khan,0442300003\n";
const OTHER = CSV.replace("1,Asha", "4,Noor");
const ROWS = CSV.trim()
  .split("\n")
  .map((line, at) => textRow(at + 1, line.split(",")));
const BOOK = workbookParts({
  sheets: { One: { rows: ROWS.join("") }, Two: { rows: ROWS.slice(0, 3).join("") } },
});

const FORMATS: Readonly<Record<string, Buffer>> = {
  "stored.zip": storedArchive({ "a.csv": CSV, "b.csv": OTHER }),
  "deflated.zip": deflatedArchive({ "a.csv": CSV, "b.csv": OTHER }),
  "book.xlsx": deflatedArchive(BOOK),
  "a.csv.gz": gzipSync(Buffer.from(CSV)),
};

/** What an export holds, by the names of its files; nothing where it is refused. */
async function heldBy(path: string): Promise<Record<string, unknown> | undefined> {
  try {
    const { files } = await unpackExport(openExport(path));
    const held = [];
    for (const file of files) held.push([file.name, (await readingOf(file)).records]);
    return Object.fromEntries(held) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SourceError) return undefined;
    throw error;
  }
}

const EACH = 6;

describe("a file of a format with a checksum, damaged once", () => {
  test.each(Object.keys(FORMATS))("%s gives its records or is refused", async (name) => {
    const path = join(workspace(), name);
    const bytes = FORMATS[name] ?? Buffer.alloc(0);
    writeFileSync(path, bytes);
    const whole = await heldBy(path);
    expect(Object.keys(whole ?? {}).length).toBeGreaterThan(0);
    const random = seededRandom(11);
    for (const damage of DAMAGES) {
      for (let time = 0; time < EACH; time++) {
        const damaged = damage(bytes, random);
        writeFileSync(path, damaged);
        const held = await heldBy(path);
        if (held !== undefined)
          expect(held, damage.name + damaged.toString("base64")).toEqual(whole);
      }
    }
  });
});

describe("an archive", () => {
  const unpack = async (bytes: Buffer) => {
    const path = join(workspace(), "export.zip");
    writeFileSync(path, bytes);
    return unpackExport(openExport(path));
  };

  test.each([
    ["a.csv", "a.csv"],
    ["a.csv", "A.CSV"],
    ["a.csv", "./a.csv"],
    ["legacy/a.csv", "legacy//a.csv"],
    ["Jos\u00e9.csv", "Jose\u0301.csv"],
  ])("with two files called %s and %s is refused", async (one, other) => {
    const entries = [
      [one, CSV],
      [other, OTHER],
    ] as const;
    await expect(unpack(storedArchive(entries))).rejects.toThrow(SourceError);
  });

  test("whose directory counts fewer files than it lists is refused", async () => {
    const bytes = storedArchive({ "a.csv": CSV, "b.csv": OTHER });
    bytes.writeUInt16LE(1, bytes.length - 22 + 8);
    bytes.writeUInt16LE(1, bytes.length - 22 + 10);
    await expect(unpack(bytes)).rejects.toThrow(SourceError);
  });

  test("that is encrypted is refused, and says so", async () => {
    const bytes = deflatedArchive({ "a.csv": CSV });
    const central = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt16LE(1, central + 8);
    const [file] = (await unpack(bytes)).files;
    await expect(file && readingOf(file)).rejects.toThrow("is encrypted");
  });
});

describe("a workbook", () => {
  const cell = (at: string, index: number) => `<c r="${at}" t="s"><v>${index}</v></c>`;
  const texts = "<si><t>id</t></si><si><t>name</t></si><si><t>Asha</t></si>";
  const head = `<row r="1">${cell("A1", 0)}${cell("B1", 1)}</row>`;
  const read = (rows: string) =>
    heldBy(writeWorkbook({ sheets: { One: { rows: `${head}${rows}` } }, strings: texts }));

  test("is read where every cell has its text and its place", async () => {
    expect(await read(`<row r="2"><c r="A2"><v>7</v></c>${cell("B2", 2)}</row>`)).toEqual({
      "book.xlsx": [["7", "Asha"]],
    });
  });

  test.each([
    ["that names a text which it does not hold", `<row r="2">${cell("A2", 3)}</row>`],
    ["with two cells of one address", `<row r="2">${cell("A2", 1)}${cell("A2", 2)}</row>`],
    ["with a cell of another row", `<row r="2">${cell("A3", 1)}</row>`],
    [
      "with a row that stands twice",
      `<row r="2">${cell("A2", 1)}</row><row r="2">${cell("B2", 1)}</row>`,
    ],
    [
      "with a row out of its order",
      `<row r="3">${cell("A3", 1)}</row><row r="2">${cell("A2", 1)}</row>`,
    ],
  ])("%s is refused", async (_, rows) => {
    expect(await read(rows)).toBeUndefined();
  });
});
