import { gzipSync } from "node:zlib";
import {
  fixedRows,
  type Rows,
  strictCopy,
  strictCsv,
  strictInserts,
  strictJson,
  strictMysql,
  strictNdjson,
} from "./simple-readers.ts";
import { textRow, workbookParts } from "./workbook.ts";
import { deflatedArchive, storedArchive } from "./zip.ts";

export const HEADER = ["id", "name", "town", "phone"];

/** A format, and what a simple reader makes of a file of it; undefined where that cannot read it. */
export interface Format {
  readonly file: string;
  /** Signs that its cells may hold. */
  readonly signs: readonly string[];
  write(rows: Rows): Buffer;
  /** The header is no row; where the file has a checksum, there is nothing to read. */
  readonly strict?: (text: string) => Rows | undefined;
  /** A line that lost or won a sign does not stand in its columns any more, and is read as well as can be. */
  readonly isAligned?: true;
}

const csv = (rows: Rows, delimiter = ","): string =>
  [HEADER, ...rows]
    .map((row) => row.map((cell) => csvCell(cell, delimiter)).join(delimiter))
    .map((line) => `${line}\n`)
    .join("");

const csvCell = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

const objects = (rows: Rows) =>
  rows.map((row) => Object.fromEntries(row.map((cell, at) => [HEADER[at] ?? "", cell])));

const WIDTHS = [6, 32, 28, 14];
const fixed = (rows: Rows): string =>
  [HEADER, ...rows]
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(WIDTHS[at] ?? 0))
        .join("")
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");

const xml = (text: string): string =>
  text.replace(/[&<>"\n]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const workbook = (rows: Rows) =>
  workbookParts({
    sheets: {
      p: { rows: [HEADER, ...rows].map((row, at) => textRow(at + 1, row.map(xml))).join("") },
    },
  });

const tuple = (row: readonly string[]): string =>
  `(${row.map((cell) => `'${cell.replaceAll("'", "''")}'`).join(", ")})`;
const CREATE = "CREATE TABLE p (id varchar(9), name text, town text, phone text);\n";

const copied = (cell: string): string =>
  cell.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
const mysqlTuple = (row: readonly string[]): string =>
  `(${row.map((cell) => `'${copied(cell).replaceAll("'", "\\'")}'`).join(",")})`;

const withoutHeader = (rows: Rows | undefined): Rows | undefined =>
  JSON.stringify(rows?.[0]?.map((name) => name.trim())) === JSON.stringify(HEADER)
    ? rows?.slice(1)
    : undefined;

const SIGNS = [",", ";", "O'Neil", "é", "中", "Łódź"];
const QUOTED = [...SIGNS, '"', "\n"];

export const FORMATS = {
  gz: { file: "p.csv.gz", signs: QUOTED, write: (rows) => gzipSync(csv(rows)) },
  "zip, stored": {
    file: "p.zip",
    signs: QUOTED,
    write: (rows) => storedArchive({ "p.csv": csv(rows), "q.csv": csv(rows.slice(1)) }),
  },
  "zip, deflated": {
    file: "p.zip",
    signs: QUOTED,
    write: (rows) => deflatedArchive({ "p.csv": csv(rows), "q.csv": csv(rows.slice(1)) }),
  },
  xlsx: { file: "p.xlsx", signs: QUOTED, write: (rows) => deflatedArchive(workbook(rows)) },
  csv: {
    file: "p.csv",
    signs: QUOTED,
    write: (rows) => Buffer.from(csv(rows)),
    strict: (text) => withoutHeader(strictCsv(text)),
  },
  semicolons: {
    file: "p.csv",
    signs: QUOTED,
    write: (rows) => Buffer.from(csv(rows, ";")),
    strict: (text) => withoutHeader(strictCsv(text, ";")),
  },
  json: {
    file: "p.json",
    signs: QUOTED,
    write: (rows) => Buffer.from(JSON.stringify(objects(rows))),
    strict: (text) => strictJson(text, HEADER),
  },
  "json, indented": {
    file: "p.json",
    signs: QUOTED,
    write: (rows) => Buffer.from(JSON.stringify(objects(rows), null, 2)),
    strict: (text) => strictJson(text, HEADER),
  },
  ndjson: {
    file: "p.ndjson",
    signs: QUOTED,
    write: (rows) =>
      Buffer.from(
        objects(rows)
          .map((one) => `${JSON.stringify(one)}\n`)
          .join(""),
      ),
    strict: (text) => strictNdjson(text, HEADER),
  },
  "sql, a row each": {
    file: "p.sql",
    signs: SIGNS,
    write: (rows) =>
      Buffer.from(CREATE + rows.map((row) => `INSERT INTO p VALUES ${tuple(row)};\n`).join("")),
    strict: strictInserts,
  },
  "sql, many rows": {
    file: "p.sql",
    signs: SIGNS,
    write: (rows) => Buffer.from(`${CREATE}INSERT INTO p VALUES ${rows.map(tuple).join(",\n")};\n`),
    strict: strictInserts,
  },
  "sql, COPY": {
    file: "p.sql",
    signs: [...SIGNS, "\\", "\n"],
    write: (rows) =>
      Buffer.from(
        `--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\nCREATE TABLE public.p (id text, name text, town text, phone text);\nCOPY public.p (id, name, town, phone) FROM stdin;\n${rows.map((row) => `${row.map(copied).join("\t")}\n`).join("")}\\.\n\n--\n-- PostgreSQL database dump complete\n--\n`,
      ),
    strict: strictCopy,
  },
  mysqldump: {
    file: "p.sql",
    signs: [...SIGNS, "\\", "\n"],
    write: (rows) =>
      Buffer.from(
        `-- MySQL dump 10.13\nCREATE TABLE \`p\` (\n  \`id\` varchar(9),\n  \`name\` text,\n  \`town\` text,\n  \`phone\` text\n);\nINSERT INTO \`p\` VALUES ${rows.map(mysqlTuple).join(",")};\n-- Dump completed on 2026-01-14\n`,
      ),
    strict: strictMysql,
  },
  tabs: {
    file: "p.tsv",
    signs: SIGNS,
    write: (rows) => Buffer.from(csv(rows, "\t")),
    strict: (text) => withoutHeader(strictCsv(text, "\t")),
  },
  "fixed widths": {
    file: "p.txt",
    signs: [],
    write: (rows) => Buffer.from(fixed(rows)),
    strict: (text) => withoutHeader(fixedRows(text, [0, 6, 38, 66])),
    isAligned: true,
  },
} satisfies Readonly<Record<string, Format>>;

export type DamagedFormat = keyof typeof FORMATS;
export const DAMAGED_FORMATS = Object.keys(FORMATS) as readonly DamagedFormat[];
