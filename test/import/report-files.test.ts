import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { REJECT_COLUMNS } from "../../src/corrections/reject-columns.ts";
import { unguard } from "../../src/plain/csv.ts";
import { CLEAN, exportOf, HEADERS } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

/** Imports files and gives the folder of the report. */
async function reportOf(source: string): Promise<string> {
  const reportFolder = join(workspace(), "reports", "test");
  await importFolder(await newDatabase(), source, { reportFolder, settings: { mode: "lenient" } });
  return reportFolder;
}

const readCsv = (path: string): string[][] =>
  parse(readFileSync(path), { relax_column_count: true, bom: true }) as string[][];

const unguarded = (rows: string[][]) => rows.map((row) => row.map(unguard));

const permissions = (path: string): number => statSync(path).mode & 0o777;

const TRICKY = [
  ["=1+2", "Rao", "", "31"],
  ["@SUM(A1)", "'quoted", "", "-5"],
  ["-1-1", 'a,b\n"c"', "", "+91"],
  [" padded ", "''", "", "tab\there"],
];

test("rejected records have their original cells, exactly, once the guard is off", async () => {
  const lines = TRICKY.map((cells, at) =>
    [String(at + 10), ...cells].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","),
  );
  const folder = await reportOf(exportOf({ patients: [...CLEAN.patients, ...lines] }));
  const [header, ...rows] = unguarded(readCsv(join(folder, "rejected", "patients.csv")));
  expect(header).toEqual([...REJECT_COLUMNS, ...HEADERS.patients.split(",")]);
  expect(rows.map((row) => row.slice(REJECT_COLUMNS.length))).toEqual(
    TRICKY.map((cells, at) => [String(at + 10), ...cells]),
  );
  expect(rows.map((row) => row[0])).toEqual(["3", "4", "5", "6"]);
});

test("no cell of rejected/ begins with what a spreadsheet runs; a phone is left as it is", async () => {
  const patients = ["=cmd,@x,+91441234567,151", "2,+a,-5,151"].map((line) => `1${line}`);
  const folder = await reportOf(exportOf({ patients: [...patients, "3,Li,Wei,,+914412345671"] }));
  const rows = readCsv(join(folder, "rejected", "patients.csv")).slice(1);
  const cells = rows.flatMap((row) => row.slice(REJECT_COLUMNS.length));
  expect(cells.filter((cell) => /^[=@+-]/.test(cell) && !/^[+-]\d+$/.test(cell))).toEqual([]);
  expect(cells).toContain("+914412345671");
});

test("a rejected record names its place and the codes of its errors, not of its warnings", async () => {
  const folder = await reportOf(exportOf({ patients: [...CLEAN.patients, "9,Li,Wei,044,151"] }));
  const rows = readCsv(join(folder, "rejected", "patients.csv"));
  expect(rows[1]?.slice(0, 4)).toEqual(["3", "patients.csv", "4", "patients.age.out-of-range"]);
  expect([rows[1]?.[4]?.startsWith("age: "), rows[1]?.[5], rows[1]?.[6]]).toEqual([true, "", "9"]);
});

test("bytes that are no text stand in rejected/<file>.raw, exactly", async () => {
  const latin1 = Buffer.from("8,Ren\xe9,Roy,0441234567,40\r\n", "latin1");
  const unclosed = Buffer.from('9,"Li,Wei,0441234567,40\n');
  // Sound letters beyond ASCII show that the file is UTF-8, and one record of it damaged.
  const text = Buffer.from(`${HEADERS.patients}\n6,Zoë,Müller,0441234569,30\n`);
  const source = writeFiles(workspace(), {
    "patients.csv": Buffer.concat([
      text,
      latin1,
      unclosed,
      Buffer.from("7,Tom,Novak,0209461234,1\n"),
    ]),
  });
  const folder = await reportOf(source);
  expect(readFileSync(join(folder, "rejected", "patients.csv.raw"))).toEqual(
    Buffer.concat([latin1, unclosed]),
  );
  const rows = readCsv(join(folder, "rejected", "patients.csv"));
  expect(rows.slice(1).map((row) => row[3])).toEqual([
    "patients.row.encoding",
    "patients.row.quote-unclosed",
  ]);
});

test("report files are readable by their owner alone, and so are their folders", async () => {
  const sound = Buffer.from(`${HEADERS.patients}\n6,Zoë,Müller,0441234569,30\n`);
  const bytes = Buffer.concat([sound, Buffer.from("8,Ren\xe9,Roy,0441234567,40\n", "latin1")]);
  const folder = await reportOf(writeFiles(workspace(), { "patients.csv": bytes }));
  const names = [
    "issues.csv",
    "reconciliation.json",
    "rejected/patients.csv",
    "rejected/patients.csv.raw",
  ];
  expect(names.map((name) => permissions(join(folder, name)))).toEqual(names.map(() => 0o600));
  expect([folder, join(folder, "rejected")].map(permissions)).toEqual([0o700, 0o700]);
});

test("a clean run has no folder of rejected records, and no issue", async () => {
  const folder = await reportOf(exportOf(CLEAN));
  expect(readdirSync(folder).sort()).toEqual(["issues.csv", "reconciliation.json"]);
  expect(readCsv(join(folder, "issues.csv"))).toHaveLength(1);
});

test("only entities with rejected records have a file in rejected/", async () => {
  const folder = await reportOf(exportOf({ ...CLEAN, visits: ["V1,1,D1,no day,"] }));
  expect(readdirSync(join(folder, "rejected"))).toEqual(["rejects.xlsx", "visits.csv"]);
  expect(existsSync(join(folder, "rejected", "visits.csv.raw"))).toBe(false);
});

test("issues.csv lists every issue in the order of files and records, with its place", async () => {
  const patients = ["1,Asha,Rao,,151", "2,Tom,Novak,0209461234,39", "1,Asha,Rao,,31"];
  const folder = await reportOf(exportOf({ ...CLEAN, patients }));
  const [header = [], ...rows] = readCsv(join(folder, "issues.csv"));
  const cell = (row: string[], name: string) => row[header.indexOf(name)];
  const told = rows.map((row) =>
    ["file", "record", "line", "code", "other record"].map((name) => cell(row, name)),
  );
  expect(told).toEqual([
    ["patients.csv", "1", "2", "patients.phone.missing", ""],
    ["patients.csv", "1", "2", "patients.age.out-of-range", ""],
    ["patients.csv", "1", "2", "patients.legacyId.duplicate", "3"],
    ["patients.csv", "3", "4", "patients.phone.missing", ""],
    ["patients.csv", "3", "4", "patients.legacyId.duplicate", "1"],
    ["visits.csv", "1", "2", "visits.patient.unknown", "1"],
  ]);
  expect(rows.every((row) => cell(row, "what to do") !== "")).toBe(true);
});

test("reconciliation.json is the summary of the run", async () => {
  const reportFolder = join(workspace(), "report");
  const summary = await importFolder(await newDatabase(), exportOf(CLEAN), { reportFolder });
  const written: unknown = JSON.parse(
    readFileSync(join(reportFolder, "reconciliation.json"), "utf8"),
  );
  expect(written).toEqual(JSON.parse(JSON.stringify(summary)));
});
