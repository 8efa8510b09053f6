import { isUtf8 } from "node:buffer";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { refuseOpenReadings } from "../../src/mapping/open-readings.ts";
import { HmsyncError } from "../../src/plain/errors.ts";
import { askOfDumps } from "../../src/source/dump/ask-of-dumps.ts";
import { openExport } from "../../src/source/open-export.ts";
import { openTable, readTable } from "../../src/source/read-table.ts";
import type { SourceRecord } from "../../src/source/record.ts";
import { ByteReader } from "../../src/source/source-file.ts";
import { unpackExport } from "../../src/source/unpack-export.ts";
import { DAMAGES } from "./damage.ts";
import { type DamagedFormat, FORMATS, type Format, HEADER } from "./damaged-formats.ts";
import type { Rows } from "./simple-readers.ts";

/** What came of reading a damaged file. */
interface Damaged {
  /** What broke a promise, with the bytes; undefined where all held. */
  readonly wrong: string | undefined;
  readonly verdict: "right" | "refused" | "told";
}

type Draw = () => number;

function rowsOf(draw: Draw, { signs }: Format): Rows {
  const pick = <Value>(values: readonly Value[]) =>
    values[Math.floor(draw() * values.length)] as Value;
  const words = ["Asha", "Rao", "Tom", "Wei", "Lake Road", "Chennai", ...signs, ...signs];
  const text = () => {
    const parts = Array.from({ length: 1 + Math.floor(draw() * 3) }, () => pick(words));
    return parts.join(" ").trim().slice(0, 24);
  };
  return Array.from({ length: 6 + Math.floor(draw() * 8) }, (_, at) => [
    ...[`P${at + 101}`, `Asha ${text()}`.trim(), text()],
    `044${1_000_000 + Math.floor(draw() * 8_999_999)}`,
  ]);
}

/** Writes a file, damages it once, and reads it; what it must yield follows from the numbers drawn. */
export async function damagedReading(
  name: DamagedFormat,
  folder: string,
  draw: Draw,
): Promise<Damaged> {
  const format: Format = FORMATS[name];
  const rows = rowsOf(draw, format);
  const damage = DAMAGES[Math.floor(draw() * DAMAGES.length)];
  const bytes = format.write(rows);
  const damaged = damage?.(bytes, draw) ?? bytes;
  const path = join(folder, format.file);
  writeFileSync(path, damaged);
  const found = await readingOf(path);
  if (found === undefined) {
    return {
      verdict: "refused",
      wrong: damaged === bytes ? "it is whole, and refused" : undefined,
    };
  }
  const wrong =
    format.strict === undefined || otherThan(rows, found) === undefined
      ? otherThan(rows, found)
      : unsaid(format, damaged, found);
  const shown = `${damage?.name}: ${wrong}\n${around(bytes, damaged)}`;
  return { verdict: found.told ? "told" : "right", wrong: wrong && shown };
}

/** Where two files begin to differ, and what stands there in both. */
function around(bytes: Buffer, damaged: Buffer): string {
  let at = 0;
  while (at < bytes.length && bytes[at] === damaged[at]) at++;
  const near = (file: Buffer) =>
    JSON.stringify(file.toString("utf8", Math.max(at - 50, 0), at + 70));
  return `byte ${at}: ${near(bytes)}\n became ${near(damaged)}`;
}

interface Found {
  readonly columns: readonly string[];
  readonly records: readonly SourceRecord[];
  /** Lines that are told not to be records. */
  readonly leftOut: ReadonlySet<number>;
  readonly told: boolean;
  /** There are other tables in it. */
  readonly isPart: boolean;
}

/** What is read; nothing where it is refused, or something is asked. */
async function readingOf(path: string): Promise<Found | undefined> {
  try {
    const { files } = await unpackExport(openExport(path));
    askOfDumps(files, { oneAlone: "is open" });
    const file = files.find(({ name }) => /^p\b/.test(name)) ?? files[0];
    if (file === undefined)
      return { columns: [], records: [], leftOut: new Set(), told: false, isPart: false };
    const table = await openTable(file, {});
    refuseOpenReadings([{ ...table, table, headers: table.columns } as never]);
    // As an import reads it.
    const dialect = { ...table.dialect, blanks: "trim", cells: "mended" } as const;
    const reader = readTable({ ...table, dialect }, new ByteReader(file));
    const records: SourceRecord[] = [];
    for await (const group of reader.groups) records.push(...group);
    const told = reader.leftOut().filter(({ kind }) => kind !== "header");
    const leftOut = told.filter(({ of }) => of !== "cells");
    const isOdd = ({ flaws, cells }: SourceRecord) =>
      flaws.length > 0 || cells.length !== table.columns.length;
    return {
      columns: table.columns,
      records,
      isPart: files.length > 1,
      leftOut: new Set(leftOut.flatMap(({ lines }) => lines)),
      // A mapping names columns: where they are others, the import asks.
      told: records.some(isOdd) || told.length > 0 || !namesAll(table.columns),
    };
  } catch (error) {
    if (error instanceof HmsyncError) return undefined;
    throw error;
  }
}

const namesAll = (columns: readonly string[]): boolean => sameRow(columns, HEADER);

const sameRow = (one: readonly string[], other: readonly string[]): boolean =>
  JSON.stringify(one.map(plain)) === JSON.stringify(other.map(plain));

/** A cell as it is compared: which blanks stand around and in it is no part of it. */
const plain = (cell: string): string => cell.trim().replace(/[\t\v\f\b\r\n]+/g, " ");

function otherThan(rows: Rows, { records }: Found): string | undefined {
  const same =
    rows.length === records.length &&
    rows.every((row, at) => sameRow(row, records[at]?.cells ?? []));
  return same ? undefined : "other records than those that were written";
}

/** What is read of a format without a checksum is what a simple reader finds, or something is told. */
function unsaid({ strict, isAligned }: Format, damaged: Buffer, found: Found): string | undefined {
  if (found.told) return swallowed(damaged, found);
  // What stands in another table of a dump is told as such.
  if (found.isPart) return undefined;
  // What is no UTF-8 is read in another encoding: then which letter one is, is not compared.
  const shown = isUtf8(damaged) ? (text: string) => text : asciiAlone;
  const text = shown(damaged.toString("utf8"));
  const records = found.records.map(({ cells }) => cells.map(shown));
  const rows = strict?.(text);
  const isThere = (row: readonly string[], at: number) => {
    const wanted = rows?.[at] ?? [];
    return sameRow(wanted, row) || (isAligned && unspaced(wanted) === unspaced(row));
  };
  const at = records.findIndex((row, nth) => !isThere(row, nth));
  if (at < 0 && rows?.length === records.length) return undefined;
  const first = JSON.stringify(records.slice(at, at + 2));
  return `${records.length} records, not ${rows?.length}; from ${at + 1} on ${first}`;
}

const unspaced = (row: readonly string[]): string => row.join("").replaceAll(" ", "");

const asciiAlone = (text: string): string => text.replace(/[^\p{ASCII}]/gu, "?");

/** A record whose id is there belongs to a record that begins with it, or to one that is named. */
function swallowed(
  damaged: Buffer,
  { records, leftOut, columns, isPart }: Found,
): string | undefined {
  const text = damaged.toString("latin1");
  if (!namesAll(columns) || isPart) return undefined;
  const first = records[0]?.offset ?? damaged.length;
  for (const { 0: id, index } of text.matchAll(/\bP1\d\d\b/g)) {
    const holder = records.findLast(({ offset }) => offset <= index);
    if (index < first || holder === undefined) continue;
    const isNamed = holder.flaws.length > 0 || holder.cells.length !== columns.length;
    const line = text.slice(0, index).split("\n").length;
    if (isNamed || leftOut.has(line)) continue;
    if (holder.cells.some((cell) => holds(cell, id, damaged))) continue;
    return `${id} vanished in record ${holder.record} without a word: ${JSON.stringify(holder.cells)}`;
  }
  return undefined;
}

/** The id of the record, or a cell within quotes that it is a part of. */
const holds = (cell: string, id: string, damaged: Buffer): boolean =>
  cell.includes(id) &&
  (!cell.includes("\n") || damaged.includes(`"${cell.replaceAll('"', '""')}"`));
