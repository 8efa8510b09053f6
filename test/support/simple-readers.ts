// Readers that share nothing with the product's: each reads one strict form of its format, and says
// nothing at all of a file that has any other.

export type Rows = readonly (readonly string[])[];

/** RFC 4180, with any kind of line end; blank lines are nothing. */
export function strictCsv(text: string, delimiter = ","): Rows | undefined {
  const rows: string[][] = [];
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length) {
    const found = csvRow(text, at, delimiter);
    if (found === undefined) return undefined;
    at = found.end;
    if (found.cells.length > 1 || found.cells[0]?.trim() !== "") rows.push(found.cells);
  }
  return rows;
}

/** A row and its line end; where that stands at the end of the text, it may be missing. */
function csvRow(
  text: string,
  start: number,
  delimiter: string,
): { cells: string[]; end: number } | undefined {
  const cells: string[] = [];
  for (let at = start; ; at++) {
    const found = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at, delimiter);
    if (found === undefined) return undefined;
    cells.push(found.cell);
    at = found.end;
    if (text[at] === delimiter) continue;
    const end = /^(?:\r\n|\n|\r)?/.exec(text.slice(at, at + 2))?.[0].length ?? 0;
    return end === 0 && at < text.length ? undefined : { cells, end: at + end };
  }
}

interface Found {
  readonly cell: string;
  readonly end: number;
}

function quotedCell(text: string, start: number): Found | undefined {
  const found = /^"((?:[^"]|"")*)"(?!")/.exec(text.slice(start));
  if (found === null) return undefined;
  return { cell: (found[1] ?? "").replaceAll('""', '"'), end: start + found[0].length };
}

function plainCell(text: string, start: number, delimiter: string): Found | undefined {
  let end = start;
  while (end < text.length && !["\n", "\r", delimiter].includes(text[end] ?? "")) end++;
  const cell = text.slice(start, end);
  return cell.includes('"') ? undefined : { cell, end };
}

/** Members of an object that are text, by these names and no others. */
function objectRow(value: unknown, names: readonly string[]): string[] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.some(([name, cell]) => !names.includes(name) || typeof cell !== "string")) {
    return undefined;
  }
  return names.map((name) => String(Object.fromEntries(entries)[name] ?? ""));
}

const STRING = /"(?:[^"\\]|\\.)*"/gs;

/** JSON, also with line ends and the like as they stand in its texts; undefined where it is none. */
function parsed(text: string): unknown {
  for (const one of [text, text.replace(STRING, (one) => one.replace(/[\t\v\f\b\r\n]/g, "\\t"))]) {
    try {
      return JSON.parse(one);
    } catch {
      // That it is none is what is to be found out.
    }
  }
  return undefined;
}

/** A list of objects. */
export function strictJson(text: string, names: readonly string[]): Rows | undefined {
  const value = parsed(text.replace(/^\uFEFF/, ""));
  return Array.isArray(value) ? all(value.map((one) => objectRow(one, names))) : undefined;
}

/** An object a line. */
export function strictNdjson(text: string, names: readonly string[]): Rows | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return all(lines.map((line) => objectRow(parsed(line), names)));
}

const TEXT = "'(?:[^']|'')*'";
const HEX = "[xX]'(?:[0-9a-fA-F]{2})*'";
const CELL = `(?:${TEXT}|${HEX})`;
const TUPLE = `\\(${CELL}(?:,\\s*${CELL})*\\)`;
/** Comments, the table, and statements of nothing: a `;` behind another. */
const NO_ROWS = /^(?:--[^\n]*\n|CREATE TABLE p \((?:[^;()]|\(\d+\))*\)(?:;|\n)|;|\s)*/;
/** It ends with its `;`, or where another begins on a line of its own. */
const INSERT = new RegExp(
  `^INSERT INTO p VALUES((?:\\s*,?\\s*${TUPLE})+)\\s*?(?:;|\\n(?=INSERT INTO |--)|\\n?$)`,
);

/** INSERTs of text and of bytes into one table. */
export function strictInserts(text: string): Rows | undefined {
  const rows: string[][] = [];
  let rest = text;
  for (;;) {
    rest = rest.slice(NO_ROWS.exec(rest)?.[0].length ?? 0);
    if (rest === "") return rows;
    const found = INSERT.exec(rest);
    if (found === null) return undefined;
    for (const [tuple] of (found[1] ?? "").matchAll(new RegExp(TUPLE, "g"))) {
      rows.push([...tuple.matchAll(new RegExp(CELL, "g"))].map(([one]) => written(one)));
    }
    rest = rest.slice(found[0].length);
  }
}

/** A text as it is meant; bytes by their digits, with the mark that they are bytes. */
const written = (literal: string): string =>
  literal.startsWith("'")
    ? literal.slice(1, -1).replaceAll("''", "'")
    : `\\x${literal.slice(2, -1)}`;

const COPY =
  /^(?:--[^\n]*\n|SET [^;\n]*;\n|CREATE TABLE public\.p \([^;]*\);\n|\n)*COPY public\.p \(id, name, town, phone\) FROM stdin;\n/;
const COPIED: Readonly<Record<string, string>> = { n: "\n", t: "\t", "\\": "\\", N: "" };

/** What pg_dump writes of one table, and comments around it. */
export function strictCopy(text: string): Rows | undefined {
  const head = COPY.exec(text)?.[0];
  const end = text.indexOf("\n\\.\n");
  if (head === undefined || end < head.length - 1) return undefined;
  if (!/^(?:--[^\n]*\n|\n)*$/.test(text.slice(end + 4))) return undefined;
  const lines = text.slice(head.length, end).split("\n");
  const rows = lines.map((line) =>
    line
      .split("\t")
      .map((cell) => cell.replace(/\\(.)/g, (_, sign: string) => COPIED[sign] ?? sign)),
  );
  return rows.every(({ length }) => length === 4) ? rows : undefined;
}

/** INSERTs as mysqldump writes them, with backslashes before quotes. */
export function strictMysql(text: string): Rows | undefined {
  const cell = "'(?:[^'\\\\]|\\\\.|'')*'";
  const tuple = `\\(${cell}(?:,${cell})*\\)`;
  const inserts = `INSERT INTO \`p\` VALUES ${tuple}(?:,${tuple})*;\\n`;
  const form = new RegExp(
    `^(?:(?:--|#)[^\\n]*\\n|CREATE TABLE \`p\` \\([^;]*\\);\\n?)*((?:${inserts})*)(?:(?:--|#)[^\\n]*\\n?)*$`,
  );
  const body = form.exec(text)?.[1];
  if (body === undefined) return undefined;
  const plain = (one: string) =>
    one
      .slice(1, -1)
      .replaceAll("''", "'")
      .replace(/\\(.)/g, (pair: string, sign: string) => {
        // Marks of a pattern keep their backslash.
        if (sign === "%" || sign === "_") return pair;
        return sign === "N" ? sign : (COPIED[sign] ?? sign);
      });
  return [...body.matchAll(new RegExp(tuple, "g"))].map(([one]) =>
    [...one.matchAll(new RegExp(cell, "g"))].map(([found]) => plain(found)),
  );
}

const linesOf = (text: string): string[] =>
  text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "");

/** Columns at fixed places. */
export const fixedRows = (text: string, places: readonly number[]): Rows =>
  linesOf(text).map((line) =>
    places.map((from, at) =>
      [...line]
        .slice(from, places[at + 1])
        .join("")
        .trim(),
    ),
  );

const all = <Value>(found: readonly (Value | undefined)[]): Value[] | undefined =>
  found.some((one) => one === undefined) ? undefined : (found as Value[]);
