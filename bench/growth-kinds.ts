import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  doctorLines,
  insertLines,
  type Kind,
  numbers,
  type Place,
  patientCells,
  patientLines,
  patientObjects,
  storedZip,
  visitLines,
  wideInsertLines,
  wideLines,
  writeFolder,
} from "./growth-exports.ts";
import { LEDGER_KINDS } from "./growth-ledger-kinds.ts";
import { SCHEMA_KINDS } from "./growth-schema-kinds.ts";

const ANY_WAY = ["import", "--continue-on-error"];
const IMPORT = ["import"];
const ASSESS = ["import:assess"];
const PROPOSE = ["import:assess", "--write", "mapping.json"];
const PREFLIGHT = ["import:preflight"];

const folderOf = (files: (size: number) => Readonly<Record<string, readonly string[]>>) => {
  return ({ source }: Place, size: number) => writeFolder(source, files(size));
};
const people = { "doctors.csv": doctorLines(), "patients.csv": patientLines(1) };
const ofOne = (size: number) => visitLines(size, () => "P1");

/** A workbook whose sheets are given as rows. */
async function writeWorkbook(
  path: string,
  sheets: readonly (readonly string[][])[],
): Promise<void> {
  const { default: excel } = await import("exceljs");
  const book = new excel.Workbook();
  for (const [at, rows] of sheets.entries()) {
    book.addWorksheet(`patients ${at + 1}`).addRows(rows.map((row) => [...row]));
  }
  await book.xlsx.writeFile(path);
}

const HEADER = patientLines(0)[0]?.split(",") ?? [];
const sheetOf = (from: number, records: number): string[][] => [
  HEADER,
  ...numbers(records).map((nth) => patientCells(from + nth)),
];
const longAddress = (kib: number) => ({ address: "x".repeat(kib * 1024) });

export const KINDS: readonly Kind[] = [
  // What takes longest comes first: others are measured meanwhile.
  ...LEDGER_KINDS,
  {
    name: "patients of one id",
    base: 5_000,
    commands: [ANY_WAY],
    make: folderOf((size) => ({ "patients.csv": patientLines(size, { id: "0" }) })),
  },
  {
    name: "patients that are all the same",
    base: 5_000,
    commands: [ANY_WAY],
    make: folderOf((size) => ({
      "patients.csv": [...patientLines(0), ...numbers(size).map(() => patientCells(1).join(","))],
    })),
  },
  {
    name: "visits of one rejected patient",
    base: 5_000,
    commands: [ANY_WAY],
    make: folderOf((size) => ({
      "doctors.csv": doctorLines(),
      "patients.csv": patientLines(size, { id: "0" }),
      "visits.csv": visitLines(size, () => "0"),
    })),
  },
  {
    name: "visits of one patient",
    base: 20_000,
    commands: [IMPORT, ASSESS],
    make: folderOf((size) => ({ ...people, "visits.csv": ofOne(size) })),
  },
  {
    name: "one unknown word in every row",
    base: 10_000,
    commands: [ANY_WAY, ASSESS],
    make: folderOf((size) => ({ "patients.csv": patientLines(size, { gender: () => "zz" }) })),
  },
  {
    name: "another code word in every row",
    base: 10_000,
    commands: [ANY_WAY, ASSESS],
    make: folderOf((size) => ({
      "patients.csv": patientLines(size, { gender: (nth) => `word${nth}` }),
    })),
  },
  {
    name: "KiB of one cell, csv",
    base: 2_048,
    commands: [ANY_WAY, ASSESS],
    make: folderOf((size) => ({
      "patients.csv": [...patientLines(3), ...patientLines(1, longAddress(size)).slice(1)],
    })),
  },
  {
    name: "KiB of one quoted cell, csv",
    base: 2_048,
    commands: [ANY_WAY, ASSESS],
    make: folderOf((size) => ({
      "patients.csv": [
        ...patientLines(3),
        ...patientLines(1, { address: `"${"x\n".repeat(size * 512)}"` }).slice(1),
      ],
    })),
  },
  {
    name: "KiB of one cell, json",
    base: 2_048,
    commands: [ANY_WAY, ASSESS],
    make: folderOf((size) => ({
      "patients.json": [JSON.stringify(patientObjects(2, longAddress(size / 2)))],
    })),
  },
  {
    name: "KiB of one cell, sql",
    base: 2_048,
    commands: [ANY_WAY, ASSESS],
    make: folderOf((size) => ({
      "patients.sql": insertLines(2).map((line) =>
        line.replaceAll(" Main Street", "x".repeat((size * 1024) / 2)),
      ),
    })),
  },
  {
    name: "KiB of one cell, xlsx",
    base: 2_048,
    commands: [ANY_WAY, ASSESS],
    make: async ({ source }, size) => {
      writeFolder(source, {});
      const cells = [HEADER, patientCells(1, longAddress(size)), patientCells(2)];
      await writeWorkbook(join(source, "patients.xlsx"), [cells]);
    },
  },
  {
    name: "KiB of one header name",
    base: 32,
    commands: [ANY_WAY, ASSESS],
    make: folderOf((size) => {
      const [header, ...rest] = patientLines(20);
      return {
        "patients.csv": [
          `${header},${"long name ".repeat(size * 102)}`,
          ...rest.map((line) => `${line},x`),
        ],
      };
    }),
  },
  {
    name: "columns",
    base: 2_500,
    commands: [IMPORT, ASSESS, PROPOSE],
    make: folderOf((size) => ({ "patients.csv": wideLines(size, 20) })),
  },
  {
    name: "files in a folder",
    base: 500,
    commands: [ANY_WAY, ASSESS, PREFLIGHT],
    make: folderOf((size) =>
      Object.fromEntries(
        numbers(size).map((nth) => [
          `patients_${nth}.csv`,
          [...patientLines(0), patientCells(nth).join(",")],
        ]),
      ),
    ),
  },
  {
    name: "entries of an archive",
    base: 250,
    commands: [ANY_WAY, ASSESS, PREFLIGHT],
    make: ({ source }, size) => {
      writeFolder(source, {});
      const entry = (nth: number): [string, string] => [
        `patients_${nth}.csv`,
        `${[...patientLines(0), patientCells(nth).join(",")].join("\n")}\n`,
      ];
      writeFileSync(join(source, "export.zip"), storedZip(numbers(size).map(entry)));
    },
  },
  {
    name: "sheets of a workbook",
    base: 50,
    commands: [ANY_WAY, ASSESS],
    make: async ({ source }, size) => {
      writeFolder(source, {});
      const sheets = numbers(size).map((nth) => sheetOf(nth * 5, 5));
      await writeWorkbook(join(source, "patients.xlsx"), sheets);
    },
  },
  {
    name: "levels of JSON",
    base: 500,
    commands: [ANY_WAY, ASSESS],
    make: folderOf((size) => {
      const nested = `${'{"deep":'.repeat(size)}1${"}".repeat(size)}`;
      const whole = JSON.stringify(patientObjects(1)[0]).slice(0, -1);
      return { "patients.json": [`[${whole},"more":${nested}}]`] };
    }),
  },
  {
    name: "small statements of SQL",
    base: 10_000,
    commands: [IMPORT, ASSESS],
    make: folderOf((size) => ({ "patients.sql": insertLines(size) })),
  },
  {
    name: "small statements of SQL with comments",
    base: 5_000,
    commands: [IMPORT, ASSESS],
    make: folderOf((size) => ({
      "patients.sql": insertLines(size).map((line) => `/* a ward's\n; note */\n-- it's\n${line}`),
    })),
  },
  {
    name: "columns of a dump",
    base: 2_500,
    commands: [IMPORT, ASSESS],
    make: folderOf((size) => ({ "patients.sql": wideInsertLines(size, 20) })),
  },
  {
    name: "tables of a dump",
    base: 50,
    commands: [IMPORT, ASSESS],
    make: folderOf((size) => ({
      "export.sql": [
        ...insertLines(5),
        ...numbers(size).flatMap((nth) =>
          insertLines(5).map((line) => line.replace(" patients ", ` other_${nth} `)),
        ),
      ],
    })),
  },
  {
    name: "lists of a JSON object",
    base: 25,
    commands: [ANY_WAY, ASSESS],
    make: folderOf((size) => ({
      "export.json": [
        JSON.stringify({
          patients: patientObjects(20),
          ...Object.fromEntries(numbers(size).map((nth) => [`other${nth}`, patientObjects(5)])),
        }),
      ],
    })),
  },
  {
    name: "records with many issues",
    base: 5_000,
    commands: [ANY_WAY],
    make: folderOf((size) => ({
      ...people,
      "visits.csv": visitLines(size, (nth) => `X${nth}`).map((line, at) =>
        at === 0 ? line : line.replace(",D1,2024-", ",D9,20x4-").replace(".00,", ".x,"),
      ),
    })),
  },
  {
    name: "rejected records",
    base: 20_000,
    commands: [ANY_WAY],
    make: folderOf((size) => ({ "patients.csv": patientLines(size, { phone: () => "" }) })),
  },
  ...SCHEMA_KINDS,
];
