import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { WRITERS } from "../../test/support/dumps.ts";
import { workbookParts } from "../../test/support/workbook.ts";
import { deflatedArchive, storedArchive } from "../../test/support/zip.ts";
import type { Random } from "../random.ts";
import type { Hospital, Table } from "./hospital.ts";

/** Writes a hospital down in one format; the path of the export. */
export type WriteExport = (hospital: Hospital, random: Random, folder: string) => string;

/** How a file of delimited text is written. */
interface Style {
  readonly delimiter: string;
  readonly lineEnd: string;
  readonly quotesAll: boolean;
  readonly head: Buffer;
  readonly endsOpen: boolean;
  readonly encoding: string;
}

const UNICODE: readonly [encoding: string, mark: readonly number[]][] = [
  ["utf-8", []],
  ["utf-8", []],
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

function styleOf(random: Random): Style {
  const [encoding, mark] = random.pick(UNICODE);
  return {
    delimiter: random.pick([",", ";", "\t", "|"]),
    lineEnd: random.pick(["\n", "\r\n"]),
    quotesAll: random.below(2) === 0,
    head: Buffer.from(mark),
    endsOpen: random.below(3) === 0,
    encoding,
  };
}

const PLAIN: Style = {
  delimiter: ",",
  lineEnd: "\n",
  quotesAll: false,
  head: Buffer.alloc(0),
  endsOpen: false,
  encoding: "utf-8",
};

export function csvOf({ header, rows }: Table, style: Style = PLAIN): Buffer {
  const { delimiter, lineEnd, quotesAll, endsOpen } = style;
  const cell = (text: string | null) => {
    const one = text ?? "";
    const must =
      [delimiter, '"', "\n", "\r"].some((sign) => one.includes(sign)) || one.trim() !== one;
    return quotesAll || must ? `"${one.replaceAll('"', '""')}"` : one;
  };
  const lines = [header, ...rows].map((row) => row.map(cell).join(delimiter));
  const text = lines.join(lineEnd) + (endsOpen ? "" : lineEnd);
  return Buffer.concat([style.head, iconv.encode(text, style.encoding)]);
}

function folderOf(folder: string, files: Readonly<Record<string, string | Buffer>>): string {
  const path = join(folder, "legacy");
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

const each = <Content>(hospital: Hospital, write: (table: Table) => [string, Content]) =>
  Object.fromEntries(hospital.map(write));

const named = ({ header, rows }: Table) =>
  rows.map((row) => Object.fromEntries(row.map((cell, at) => [header[at] ?? "", cell])));

/** XML's own signs, and what it cannot hold. */
const xml = (text: string): string =>
  text.replace(/[&<>"\r\n\t]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const columnName = (at: number): string => String.fromCharCode(65 + at);

function sheetXml({ header, rows }: Table, shared: string[] | undefined): string {
  const cell = (text: string | null, row: number, at: number) => {
    const place = `r="${columnName(at)}${row}"`;
    if (text === null || text === "") return "";
    if (shared === undefined) {
      return `<c ${place} t="inlineStr"><is><t xml:space="preserve">${xml(text)}</t></is></c>`;
    }
    return `<c ${place} t="s"><v>${shared.push(text) - 1}</v></c>`;
  };
  return [header, ...rows]
    .map((row, nth) => {
      const cells = row.map((text, at) => cell(text, nth + 1, at));
      return `<row r="${nth + 1}">${cells.join("")}</row>`;
    })
    .join("");
}

function workbookOf(hospital: Hospital, random: Random): Buffer {
  const shared: string[] | undefined = random.below(2) === 0 ? [] : undefined;
  const sheets = Object.fromEntries(
    hospital.map((table) => [table.name, { rows: sheetXml(table, shared) }]),
  );
  const strings = (shared ?? []).map((text) => `<si><t xml:space="preserve">${xml(text)}</t></si>`);
  return deflatedArchive(workbookParts({ sheets, strings: strings.join("") }));
}

/** A dump of all three tables, as the writers of the tests make one of `t` with two columns. */
function dumpOf(hospital: Hospital, random: Random): string {
  const writer = random.pick(WRITERS);
  return hospital
    .map(({ name, header, rows }) => {
      const text = writer.write(rows.map((row) => row.map((cell) => (cell === "" ? null : cell))));
      const columns = header.map((column) => `${column} text`).join(", ");
      const list = `(${header.map((one) => `"${one}"`).join(", ")})`;
      const body = text
        .replaceAll("COPY public.t (a, b)", `COPY public.${name} ${list}`)
        .replace(/^INSERT INTO (public\.)?(`?)t\2 /gm, `INSERT INTO $1$2${name}$2 `);
      return withDefinition(body, `CREATE TABLE ${name} (${columns});\n`);
    })
    .join("\n");
}

/** Behind what the dump begins with: comments and settings. */
function withDefinition(dump: string, definition: string): string {
  const at = dump.search(/^(?:COPY|INSERT) /m);
  return at < 0 ? dump : dump.slice(0, at) + definition + dump.slice(at);
}

const zipped: WriteExport = (hospital, random, folder) => {
  const path = join(folder, "legacy.zip");
  const inFolder = random.pick(["", "export/", "a/b/"]);
  const files = each(hospital, (table) => [
    `${inFolder}${table.name}.csv`,
    csvOf(table).toString(),
  ]);
  writeFileSync(path, (random.below(2) === 0 ? storedArchive : deflatedArchive)(files));
  return path;
};

function spacedOut({ header, rows }: Table): string {
  const all = [header, ...rows].map((row) => row.map((cell) => cell ?? ""));
  const widths = header.map(
    (_, at) => Math.max(...all.map((row) => [...(row[at] ?? "")].length)) + 2,
  );
  return all
    .map((row) =>
      row.map((cell, at) => cell + " ".repeat((widths[at] ?? 0) - [...cell].length)).join(""),
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** Each format by its name; what a hospital in it may hold stands beside it in `formats.ts`. */
export const FORMATS = {
  csv: (hospital, random, folder) => {
    const style = styleOf(random);
    return folderOf(
      folder,
      each(hospital, (table) => [`${table.name}.csv`, csvOf(table, style)]),
    );
  },
  gz: (hospital, random, folder) => {
    const style = styleOf(random);
    const packed = (table: Table) => {
      const bytes = csvOf(table, style);
      const half = random.below(bytes.length);
      // Several members, one behind the other, are one file.
      return random.below(2) === 0
        ? gzipSync(bytes)
        : Buffer.concat([gzipSync(bytes.subarray(0, half)), gzipSync(bytes.subarray(half))]);
    };
    return folderOf(
      folder,
      each(hospital, (table) => [`${table.name}.csv.gz`, packed(table)]),
    );
  },
  zip: zipped,
  xlsx: (hospital, random, folder) => {
    const path = join(folder, "legacy.xlsx");
    writeFileSync(path, workbookOf(hospital, random));
    return path;
  },
  json: (hospital, random, folder) => {
    const indent = random.pick([0, 2]);
    if (random.below(3) === 0) {
      const path = join(folder, "legacy.json");
      const all = Object.fromEntries(hospital.map((table) => [table.name, named(table)]));
      writeFileSync(path, JSON.stringify(all, null, indent));
      return path;
    }
    const text = (table: Table) => JSON.stringify(named(table), null, indent);
    return folderOf(
      folder,
      each(hospital, (table) => [`${table.name}.json`, text(table)]),
    );
  },
  ndjson: (hospital, random, folder) => {
    const end = random.pick(["\n", "\r\n"]);
    const text = (table: Table) =>
      named(table)
        .map((one) => JSON.stringify(one) + end)
        .join("");
    return folderOf(
      folder,
      each(hospital, (table) => [`${table.name}.ndjson`, text(table)]),
    );
  },
  sql: (hospital, random, folder) => {
    const path = join(folder, random.pick(["legacy.sql", "legacy.sql.gz"]));
    const text = dumpOf(hospital, random);
    writeFileSync(path, path.endsWith(".gz") ? gzipSync(text) : text);
    return path;
  },
  "fixed widths": (hospital, _, folder) =>
    folderOf(
      folder,
      each(hospital, (table) => [`${table.name}.txt`, spacedOut(table)]),
    ),
} satisfies Readonly<Record<string, WriteExport>>;

export type Format = keyof typeof FORMATS;
