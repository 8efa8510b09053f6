import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { parse } from "csv-parse/sync";
import { openExport } from "../src/source/open-export.ts";
import { openTable, readTable } from "../src/source/read-table.ts";
import { ByteReader } from "../src/source/source-file.ts";
import { unpackExport } from "../src/source/unpack-export.ts";
import { storedArchive } from "../test/support/zip.ts";
import { DATA } from "./compare.ts";
import { generateExport } from "./generate.ts";
import { BenchError } from "./measure.ts";

/** A workbook of more is seldom seen; Excel itself ends at 1,048,576 rows. */
const MOST_IN_A_WORKBOOK = 100_000;
/** Gathered before it is written: records. */
const GROUP = 10_000;

/** How fast one format is read: looked at, decoded, parsed into records. */
export interface Reading {
  readonly format: string;
  readonly bytes: number;
  readonly records: number;
  readonly seconds: readonly number[];
}

/** Reads the same visits from a file of each format. */
export async function measureReading(visits: number, runs: number): Promise<Reading[]> {
  const folder = mkdtempSync(join(DATA, "reading-"));
  try {
    const files = await writeFormats(folder, visits);
    const readings = files.map((file) => ({ ...file, seconds: [] as number[] }));
    for (let run = 0; run < runs; run++) {
      for (const { path, records, seconds } of readings)
        seconds.push(await timeReading(path, records));
    }
    return readings.map(({ path, ...reading }) => ({ ...reading, bytes: statSync(path).size }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timeReading(path: string, records: number): Promise<number> {
  const began = performance.now();
  const [file] = (await unpackExport(openExport(path))).files;
  if (file === undefined) throw new BenchError(`${path} holds no table.`);
  const table = await openTable(file, {});
  let read = 0;
  for await (const group of readTable(table, new ByteReader(file)).groups) read += group.length;
  const seconds = (performance.now() - began) / 1000;
  if (read === records) return seconds;
  throw new BenchError(`${read} records were read of the ${records} in ${path}.`);
}

interface Written {
  readonly format: string;
  readonly path: string;
  readonly records: number;
}

async function writeFormats(folder: string, visits: number): Promise<Written[]> {
  generateExport(folder, {
    patients: Math.ceil(visits / 4),
    doctors: 500,
    visits,
    seed: 1,
    bad: 0,
  });
  const csv = join(folder, "visits.csv");
  const [header = [], ...rows] = parse(readFileSync(csv)) as string[][];
  const named = (row: readonly string[]) =>
    JSON.stringify(Object.fromEntries(row.map((cell, at) => [header[at], cell])));
  const delimited = (sign: string) => (row: readonly string[]) => row.join(sign);
  const path = (name: string) => join(folder, name);
  const all = { records: visits };
  writeLines(path("tab.tsv"), [header, ...rows], delimited("\t"));
  writeLines(path("semicolon.csv"), [header, ...rows], delimited(";"));
  writeLines(path("visits.ndjson"), rows, named);
  writeLines(path("visits.json"), rows, (row, at) => `${at === 0 ? "[" : ","}${named(row)}`, "]");
  await pipeline(createReadStream(csv), createGzip(), createWriteStream(path("packed.csv.gz")));
  const few = rows.slice(0, MOST_IN_A_WORKBOOK);
  writeFileSync(path("visits.xlsx"), workbook([header, ...few]));
  return [
    { format: "csv", path: csv, ...all },
    { format: "csv, semicolons", path: path("semicolon.csv"), ...all },
    { format: "tsv", path: path("tab.tsv"), ...all },
    { format: "ndjson", path: path("visits.ndjson"), ...all },
    { format: "json", path: path("visits.json"), ...all },
    { format: "csv.gz", path: path("packed.csv.gz"), ...all },
    { format: "xlsx", path: path("visits.xlsx"), records: few.length },
  ];
}

type Write = (row: readonly string[], at: number) => string;

function writeLines(...[path, rows, line, end = ""]: [string, string[][], Write, string?]): void {
  writeFileSync(path, "");
  for (let from = 0; from < rows.length; from += GROUP) {
    const lines = rows.slice(from, from + GROUP).map((row, at) => `${line(row, from + at)}\n`);
    writeFileSync(path, lines.join(""), { flag: "a" });
  }
  writeFileSync(path, end, { flag: "a" });
}

/** The least that ECMA-376 calls a workbook: one sheet, its texts within the cells, nothing packed. */
function workbook(rows: readonly (readonly string[])[]): Buffer {
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packed = "http://schemas.openxmlformats.org/package/2006";
  const related = (type: string, target: string) =>
    `<Relationships xmlns="${packed}/relationships"><Relationship Id="r1" ` +
    `Type="${relations}/${type}" Target="${target}"/></Relationships>`;
  const cells = (row: readonly string[]) =>
    row.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join("");
  const lines = rows.map((row) => `<row>${cells(row)}</row>`).join("");
  return storedArchive({
    "[Content_Types].xml": `<Types xmlns="${packed}/content-types"/>`,
    "_rels/.rels": related("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml":
      `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>` +
      `<sheet name="visits" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": related("worksheet", "worksheets/sheet1.xml"),
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}"><sheetData>${lines}</sheetData></worksheet>`,
  });
}
