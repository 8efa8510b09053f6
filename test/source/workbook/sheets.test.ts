import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { patients } from "../../../shared/schema.ts";
import { parseMapping } from "../../../src/mapping/mapping.ts";
import { DecisionNeeded } from "../../../src/plain/errors.ts";
import { openExport } from "../../../src/source/open-export.ts";
import { unpackExport } from "../../../src/source/unpack-export.ts";
import { issues, outcomes } from "../../support/export.ts";
import { importFolder, newDatabase } from "../../support/import.ts";
import { readingOf } from "../../support/reading.ts";
import { rowsOf } from "../../support/rows.ts";
import { IMPORTERS } from "../../support/target.ts";
import { type SheetXml, textRow, workbookParts, writeWorkbook } from "../../support/workbook.ts";
import { workspace } from "../../support/workspace.ts";
import { deflatedArchive } from "../../support/zip.ts";

const HEAD = textRow(1, ["patientId", "firstName", "lastName", "phoneNumber", "ward"]);
const PEOPLE = [
  ["1", "Asha", "Rao", "0442300001", "A"],
  ["2", "Li", "Wei", "0442300002", "B"],
  ["3", "Sam", "Khan", "0442300003", "B"],
];
const ROWS = PEOPLE.map((cells, at) => textRow(at + 2, cells));
const ASHA = ROWS[0] ?? "";

const mappingWith = (reading: object) =>
  parseMapping(
    "test",
    JSON.stringify({
      mappingVersion: 1,
      legacySystem: "books",
      currency: "XXX",
      timeZone: "UTC",
      reading,
      entities: {
        patients: {
          fields: {
            legacyId: "patientId",
            firstName: "firstName",
            lastName: "lastName",
            phone: { column: "phoneNumber", optional: true },
          },
          ignore: ["ward"],
        },
      },
    }),
    IMPORTERS,
  );

async function importSheets(sheets: Record<string, SheetXml>, reading: object = {}) {
  const db = await newDatabase();
  const source = dirname(writeWorkbook({ sheets }));
  const options = { mapping: mappingWith(reading), settings: { mode: "lenient" as const } };
  const summary = await importFolder(db, source, options);
  return { summary, phones: rowsOf(db, patients).map(({ phone }) => phone) };
}

const importRows = (rows: string, more: Partial<SheetXml> = {}, reading: object = {}) =>
  importSheets({ One: { rows: `${HEAD}${rows}`, ...more } }, reading);

const withCell = (row: string, cell: string) => row.replace(/<c r="D2".*?<\/c>/, cell);

describe("a cell without a value", () => {
  test.each([
    ["a formula alone", "no-result", '<c r="D2"><f>A1</f></c>'],
    ["a formula with an empty number", "no-result", '<c r="D2"><f>A1</f><v></v></c>'],
    ["a formula of text without a value", "no-result", '<c r="D2" t="str"><f>A1</f></c>'],
    ["an error", "cell-error", '<c r="D2" t="e"><f>A1</f><v>#N/A</v></c>'],
  ])("(%s) rejects its record", async (_, code, cell) => {
    const { summary } = await importRows(withCell(ASHA, cell) + ROWS[1]);
    expect(issues(summary)).toMatchObject({ [`patients.row.${code}`]: 1 });
    expect(outcomes(summary, "patients")).toEqual({ records: 2, inserted: 1, rejected: 1 });
  });

  test("that feeds no field is told, and keeps no record out", async () => {
    const row = ASHA.replace(/<c r="E2".*?<\/c>/, '<c r="E2"><f>A1</f></c>');
    const { summary } = await importRows(row);
    expect(issues(summary)).toEqual({ "patients.row.no-result": 1 });
    expect(outcomes(summary, "patients")).toEqual({ records: 1, inserted: 1 });
  });

  test("that a program worked out to be empty is empty", async () => {
    const cell = '<c r="D2" t="str"><f>""</f><v></v></c>';
    const { summary } = await importRows(withCell(ASHA, cell));
    expect(issues(summary)).toEqual({ "patients.phone.missing": 1 });
  });
});

describe("what people do not see", () => {
  const hiddenRow = ROWS.join("").replace('<row r="3">', '<row r="3" hidden="1">');
  const book = (reading: object) => importRows(hiddenRow, {}, { "book.xlsx": reading });

  test("a hidden row is read, and told; a mapping takes it or skips it", async () => {
    expect(issues((await book({})).summary)).toEqual({ "patients.row.hidden": 1 });
    expect(issues((await book({ hidden: "read" })).summary)).toEqual({});
    const { summary } = await book({ hidden: "skip" });
    expect(outcomes(summary, "patients")).toEqual({ records: 2, inserted: 2 });
    expect(summary.status).toBe("committed");
  });

  test.each(["hidden", "veryHidden"] as const)(
    "a %s sheet of an entity is asked about",
    async (state) => {
      const sheets = {
        Now: { rows: `${HEAD}${ASHA}` },
        Old: { rows: HEAD + textRow(2, PEOPLE[1] ?? []), state },
      };
      await expect(importSheets(sheets)).rejects.toThrow(DecisionNeeded);
      const read = await importSheets(sheets, { "book.xlsx#Old": { hidden: "read" } });
      expect(outcomes(read.summary, "patients")).toEqual({ records: 2, inserted: 2 });
    },
  );
});

describe("cells that are merged downwards", () => {
  const merged = ROWS.map((row, at) => (at === 0 ? row : row.replace(/<c r="D\d".*?<\/c>/, "")));
  const behind = '<mergeCells count="1"><mergeCell ref="D2:D4"/></mergeCells>';
  const book = (reading: object) =>
    importRows(merged.join(""), { behind }, { "book.xlsx": reading });

  test("have what the first of them holds, and that is told", async () => {
    const { summary, phones } = await book({});
    expect(phones).toEqual(new Array(3).fill("0442300001"));
    expect(issues(summary)).toEqual({ "patients.row.merged": 2 });
  });

  test("are filled without a word, or left as they are, where a mapping says so", async () => {
    const filled = await book({ merged: "fill" });
    expect(issues(filled.summary)).toEqual({});
    const left = await book({ merged: "leave" });
    expect(issues(left.summary)).toEqual({ "patients.phone.missing": 2 });
  });

  test("are left empty where they are amounts, which would be counted once too often", async () => {
    const numbers = merged.join("").replace(/<c r="D2".*?<\/c>/, '<c r="D2"><v>44230</v></c>');
    const { summary } = await importRows(numbers, { behind });
    expect(issues(summary)).toEqual({ "patients.phone.missing": 2, "patients.row.merged": 2 });
  });
});

test("a workbook is read wherever its program has put its parts", async () => {
  const type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const usual = workbookParts({
    sheets: { One: { rows: `${HEAD}<row r="2"><c r="A2" t="s"><v>0</v></c></row>` } },
    strings: "<si><t>P7</t></si>",
  });
  const relations = (list: readonly (readonly [string, string])[]) =>
    `<Relationships>${list.map(([kind, part], at) => `<Relationship Id="rId${at + 1}" Type="${type}/${kind}" Target="${part}"/>`).join("")}</Relationships>`;
  const path = join(workspace(), "book.xlsx");
  writeFileSync(
    path,
    deflatedArchive({
      "_rels/.rels": relations([["officeDocument", "/main/book.xml"]]),
      "main/_rels/book.xml.rels": relations([
        ["worksheet", "pages/first.xml"],
        ["sharedStrings", "/main/texts.xml"],
      ]),
      "main/book.xml": usual["xl/workbook.xml"] ?? "",
      "main/pages/first.xml": usual["xl/worksheets/sheet1.xml"] ?? "",
      "main/texts.xml": usual["xl/sharedStrings.xml"] ?? "",
    }),
  );
  const [file] = (await unpackExport(openExport(path))).files;
  expect(file && (await readingOf(file)).records).toEqual([["P7", "", "", "", ""]]);
});
