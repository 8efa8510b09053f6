import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { patients } from "../../shared/schema.ts";
import { headFile } from "../../src/mapping/head-file.ts";
import { parseMapping } from "../../src/mapping/mapping.ts";
import { sourceFile } from "../../src/source/open-export.ts";
import { outcomes } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { rowsOf } from "../support/rows.ts";
import { IMPORTERS, shippedMappings } from "../support/target.ts";
import { workspace, writeFiles } from "../support/workspace.ts";
import { storedArchive } from "../support/zip.ts";

const MAPPING = {
  mappingVersion: 1,
  legacySystem: "ward",
  currency: "INR",
  timeZone: "Asia/Kolkata",
  entities: {
    patients: {
      fields: { legacyId: "no", fullName: "name", phone: "tel" },
      rules: {},
    },
  },
};
const mappingWith = (reading: unknown) =>
  parseMapping("test", JSON.stringify({ ...MAPPING, reading }), IMPORTERS);

function fileWith(content: string | Buffer, name = "ward.csv") {
  const path = join(workspace(), name);
  writeFileSync(path, content);
  return sourceFile(path, statSync(path));
}

describe("a file of an import", () => {
  test("has its header where columns of the mapping stand, whatever surrounds it", async () => {
    const titles = "Ward 3;;\nnames;and;phones\nno;name;tel\n1;Asha Rao;0441234567\n";
    const { header, dialect } = await headFile(fileWith(titles), [mappingWith({})]);
    expect(header).toEqual(["no", "name", "tel"]);
    expect(dialect).toMatchObject({ delimiter: ";", header: { first: 3, last: 3 } });
  });

  test("has the names that its mapping gives its columns; one that it lacks is named", async () => {
    const file = fileWith("No.;name;tel\n1;Asha Rao;0441234567\n");
    const rename = (names: object) => [mappingWith({ "WARD.csv": { rename: names } })];
    expect((await headFile(file, rename({ "No.": "no" }))).header).toEqual(["no", "name", "tel"]);
    await expect(headFile(file, rename({ Nr: "other" }))).rejects.toThrow('no column "Nr"');
  });

  test("is read as its mapping says, by its name or by *", async () => {
    const file = fileWith("x\n1|2\n");
    const reading = { "*": { delimiter: "|" }, "WARD.csv": { headerRow: "none", skipLines: 1 } };
    const { header, dialect } = await headFile(file, [mappingWith(reading)]);
    expect(header).toEqual(["column 1", "column 2"]);
    expect(dialect).toMatchObject({ delimiter: "|", header: "none", skipLines: 1 });
  });

  test("is not read in an encoding that little speaks for", async () => {
    const few = Buffer.from("no,name,tel\n1,R\x81\x8dn\x90,044\n", "latin1");
    const { dialect, understanding } = await headFile(fileWith(few), shippedMappings());
    expect(dialect?.encoding).toBe("utf-8");
    expect(understanding?.encoding.evidence).toContain("may be windows-");
  });
});

test("a wrong key or value under reading is named", () => {
  for (const reading of [{ "a.csv": { delimeter: ";" } }, { "*": { encoding: "klingon" } }]) {
    expect(() => mappingWith(reading)).toThrow(/reading/);
  }
});

test("an export in semicolons and windows-1252 under a title is imported, and its figures are kept", async () => {
  const names = ["José López", "María Muñoz", "Ángel Peña", "Íñigo Núñez", "Zoë Gómez"];
  const lines = names.map((name, at) => `${at + 1};${name};044123456${at}`);
  const text = `City Hospital;;\nno;name;tel\n${lines.join("\n")}\nTotal: 5 records;;\n`;
  const source = writeFiles(workspace(), { "ward.csv": iconv.encode(text, "windows-1252") });
  const db = await newDatabase();
  const summary = await importFolder(db, source, { mapping: mappingWith({}) });
  expect(outcomes(summary, "patients")).toMatchObject({ inserted: 5 });
  expect(summary.exitCode).toBe(0);
  expect(summary.files[0]).toMatchObject({
    records: 5,
    recordsCountedAgain: 5,
    linesLeftOut: [
      { kind: "preamble", count: 1, lines: [1] },
      { kind: "header", count: 1, lines: [2] },
      { kind: "footer", count: 1, lines: [8] },
    ],
  });
  const found = new Map(summary.files[0]?.reading?.map(({ what, value }) => [what, value]));
  expect([found.get("encoding"), found.get("delimiter")]).toEqual(["windows-1252", "semicolon"]);
});

describe("the same patients are imported", () => {
  const objects = [
    { no: "1", name: "José López", tel: "0441234567" },
    { no: "2", name: "María Muñoz", tel: "0441234568" },
  ];
  const table = ["no,name,tel", ...objects.map((one) => Object.values(one).join(","))].join("\n");

  test.each([
    ["a list of JSON objects", "ward.json", Buffer.from(JSON.stringify(objects, null, 1))],
    ["NDJSON", "ward.ndjson", Buffer.from(objects.map((one) => JSON.stringify(one)).join("\n"))],
    ["UTF-16", "ward.txt", Buffer.from(`\uFEFF${table.replaceAll(",", "\t")}`, "utf16le")],
    ["a gzipped file", "ward.csv.gz", gzipSync(table)],
    ["an archive", "export.zip", storedArchive({ "in/ward.csv": table, "notes.md": "x" })],
  ])("from %s", async (_, name, content) => {
    const source = writeFiles(workspace(), { [name]: content });
    const db = await newDatabase();
    const summary = await importFolder(db, source, { mapping: mappingWith({}) });
    expect(outcomes(summary, "patients")).toMatchObject({ inserted: 2 });
    expect(summary.files[0]?.file).toContain(name);
    expect(rowsOf(db, patients).map((row) => row["full_name"])).toEqual([
      "José López",
      "María Muñoz",
    ]);
  });

  test("from a sheet of a workbook, whose other sheets are left alone", async () => {
    const mapping = parseMapping(
      "test",
      JSON.stringify({
        ...MAPPING,
        entities: {
          patients: {
            fields: { legacyId: "patient_id", fullName: "name", dateOfBirth: "born" },
            rules: { "patients.phone.missing": "off" },
          },
        },
      }),
      IMPORTERS,
    );
    const db = await newDatabase();
    const summary = await importFolder(db, "fixtures/workbook-of-two-sheets", { mapping });
    expect(summary.files.map(({ file, records }) => [file, records])).toEqual([
      ["export.xlsx#Patients", 3],
    ]);
    expect(summary.ignored.map(({ name }) => name)).toEqual(["export.xlsx#Ward visits"]);
  });
});
