import { statSync } from "node:fs";
import { join } from "node:path";
import { dialectOf, programOf } from "../../src/source/dump/dump-dialect.ts";
import { DumpParser } from "../../src/source/dump/dump-parser.ts";
import type { DumpPart } from "../../src/source/dump/dump-part.ts";
import { dumpRows } from "../../src/source/dump/dump-rows.ts";
import { cellOf, type DumpValue } from "../../src/source/dump/dump-value.ts";
import { DumpWindow } from "../../src/source/dump/dump-window.ts";
import { findTable, indexDump } from "../../src/source/dump/index-dump.ts";
import { openDump } from "../../src/source/dump/open-dump.ts";
import { sourceFile } from "../../src/source/open-export.ts";
import { workspace, writeFiles } from "./workspace.ts";

/** A dump in a file of its own; its path. */
export const dumpFile = (content: string | Buffer, name = "backup.sql"): string =>
  join(writeFiles(workspace(), { [name]: content }), name);

export const fileAt = (path: string) => sourceFile(path, statSync(path));

/** A cell as a test writes it down: bytes behind `bytes`, everything else as an import gets it. */
export const shown = (value: DumpValue): string | null => {
  if (value === null) return null;
  return Buffer.isBuffer(value) ? `bytes ${value.toString("hex")}` : cellOf(value);
};

/** What a dump holds of one table: its columns, its rows. */
export async function tableOf(path: string, name: string) {
  const index = await indexDump(await openDump(fileAt(path)));
  const table = findTable(index, name);
  const rows: (string | null)[][] = [];
  for await (const group of dumpRows(index.dump, table)) {
    rows.push(...group.map(({ values }) => values.map(shown)));
  }
  return { columns: table.columns.map((column) => column.name), rows, counted: table.rows };
}

/** The rows of a dump of one table; nothing is compared but what stands in it. */
export async function rowsIn(content: string | Buffer, name = "t") {
  const { rows } = await tableOf(dumpFile(content), name);
  return rows;
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Everything that a dump says, read in pieces of so many bytes. */
export async function partsOf(content: string, size: number) {
  const window = new DumpWindow("backup.sql", pieces(Buffer.from(content), size));
  const from = { dialect: dialectOf(programOf(content)) };
  const parser = new DumpParser(window, from);
  const found: { table: string; columns: unknown; rows: unknown[] }[] = [];
  for (let part = await parser.next(); part !== undefined; part = await parser.next()) {
    if (part.kind === "keys" || part.kind === "changes") continue;
    const { table } = part.table;
    const last = found.at(-1);
    // How many rows come at a time follows from the pieces.
    const goesOn = part.kind === "rows" && last?.table === table && last.rows.length > 0;
    if (goesOn) last.rows.push(...plainRows(part));
    else found.push({ table, columns: part.columns, rows: plainRows(part) });
  }
  return found;
}

const plainRows = (part: DumpPart) =>
  part.kind !== "rows"
    ? []
    : part.rows.map(({ values, line, offset }) => [line, offset, ...values.map(shown)]);

/** Writes a table as a program does, for tests that compare what is read with what was written. */
export interface DumpWriter {
  readonly name: string;
  /** Text alone, or nothing: what else a cell may be is said in tests of its own. */
  write(rows: readonly (readonly (string | null)[])[]): string;
}

const standard = (cell: string | null) =>
  cell === null ? "NULL" : `'${cell.replaceAll("'", "''")}'`;

const MYSQL_LETTERS: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\n": "\\n",
  "\r": "\\r",
  "\\": "\\\\",
  "'": "\\'",
  '"': '\\"',
  "\x1a": "\\Z",
};
const escaped = (cell: string, letters: Readonly<Record<string, string>>) =>
  [...cell].map((sign) => letters[sign] ?? sign).join("");
const mysql = (cell: string | null) =>
  cell === null ? "NULL" : `'${escaped(cell, MYSQL_LETTERS)}'`;

const COPY_LETTERS: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
};
const copied = (cell: string | null) => (cell === null ? "\\N" : escaped(cell, COPY_LETTERS));

/** As the shell of SQLite does it: placeholders that the text does not have, and replace(). */
function sqlite(cell: string | null): string {
  if (cell === null || !/[\r\n]/.test(cell)) return standard(cell);
  const unused = (sign: string, others: readonly string[]) =>
    [sign, ...others].find((one) => !cell.includes(one)) ?? "\\x\\";
  const [lf, cr] = [unused("\\n", ["\\012", "(\\n)"]), unused("\\r", ["\\015", "(\\r)"])];
  let text = standard(cell);
  if (cell.includes("\r")) text = `replace(${text.replaceAll("\r", cr)},'${cr}',char(13))`;
  if (cell.includes("\n")) text = `replace(${text.replaceAll("\n", lf)},'${lf}',char(10))`;
  return text;
}

const PG_HEAD = "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n";
const PG_END = "\n--\n-- PostgreSQL database dump complete\n--\n\n";

export const WRITERS: readonly DumpWriter[] = [
  {
    name: "pg_dump, COPY",
    write: (rows) =>
      `${PG_HEAD}COPY public.t (a, b) FROM stdin;\n${rows.map((row) => `${row.map(copied).join("\t")}\n`).join("")}\\.\n${PG_END}`,
  },
  {
    name: "pg_dump, INSERT",
    write: (rows) =>
      `${PG_HEAD}SET standard_conforming_strings = on;\n${rows.map((row) => `INSERT INTO public.t VALUES (${row.map(standard).join(", ")});\n`).join("")}${PG_END}`,
  },
  {
    name: "mysqldump",
    write: (rows) =>
      `-- MySQL dump 10.13\n/*!40101 SET NAMES utf8mb4 */;\n${rows.length === 0 ? "" : `INSERT INTO \`t\` VALUES ${rows.map((row) => `(${row.map(mysql).join(",")})`).join(",")};\n`}-- Dump completed on 2026-01-14\n`,
  },
  {
    name: "sqlite3 .dump",
    write: (rows) =>
      `PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n${rows.map((row) => `INSERT INTO t VALUES(${row.map(sqlite).join(",")});\n`).join("")}COMMIT;\n`,
  },
];
