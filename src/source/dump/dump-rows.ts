import { ByteReader } from "../source-file.ts";
import type { DumpColumn } from "./create-table.ts";
import type { DumpProgram } from "./dump-dialect.ts";
import { DumpParser, type DumpPart, type DumpTableName } from "./dump-parser.ts";
import type { DumpRow, DumpValue } from "./dump-value.ts";
import { DumpWindow } from "./dump-window.ts";
import type { DumpTable, Stretch } from "./index-dump.ts";
import { chunksFrom, type OpenedDump } from "./open-dump.ts";

const GROUP = 500;

/**
 * The rows of one table of a dump, in groups and in its order; the values in the order of the table's
 * columns, whatever order the statements have.
 *
 * @param bytes reads the dump's file to its end, once
 */
export async function* dumpRows(
  dump: OpenedDump,
  table: DumpTable,
  bytes = new ByteReader(dump.file),
): AsyncGenerator<DumpRow[]> {
  const convert = converter(table.columns, dump.dialect.program);
  const [first] = table.stretches;
  const chunks = chunksFrom(dump, bytes, first?.offset ?? Number.MAX_SAFE_INTEGER);
  const rest = { [Symbol.asyncIterator]: () => chunks };
  const held: DumpRow[] = [];
  try {
    let window: DumpWindow | undefined;
    for (const stretch of table.stretches) {
      window ??= new DumpWindow(dump.file.name, rest, stretch);
      await window.seek(stretch);
      for await (const part of partsOf(window, stretch, table)) {
        // A statement may have a single row.
        for (const row of part.rows) held.push(arranged(row, table, { ...part, convert }));
        if (held.length >= GROUP) yield held.splice(0);
      }
    }
    if (held.length > 0) yield held;
    // What was read is told by all of its bytes.
    for await (const _ of rest);
  } finally {
    await chunks.return(undefined);
  }
}

type RowsPart = Extract<DumpPart, { kind: "rows" }>;

/** The parts of a stretch with rows of one table. */
async function* partsOf(
  window: DumpWindow,
  stretch: Stretch,
  table: DumpTableName,
): AsyncGenerator<RowsPart> {
  const parser = new DumpParser(window, stretch);
  while (parser.offset < stretch.end) {
    const part = await parser.next();
    if (part === undefined) return;
    if (part.kind === "rows" && isSameTable(part.table, table)) yield part;
  }
}

const isSameTable = (one: DumpTableName, other: DumpTableName): boolean =>
  one.table === other.table && one.schema === other.schema && one.database === other.database;

interface Arrangement {
  readonly columns: readonly string[] | undefined;
  convert(value: DumpValue, at: number): DumpValue;
}

/** A row in the order of the table's columns; one of another width stays as it is, to be told. */
function arranged(row: DumpRow, table: DumpTable, { columns, convert }: Arrangement): DumpRow {
  const { values } = row;
  if (columns === undefined || columns.length !== values.length) {
    return { ...row, values: values.map(convert) };
  }
  const placed = table.columns.map(({ name }, at) => {
    const found = columns[at] === name ? at : columns.indexOf(name);
    return found === -1 ? null : convert(values[found] ?? null, at);
  });
  return { ...row, values: placed };
}

/** Values by the types of their columns: what COPY and mysqldump write as text or bytes is more. */
function converter(columns: readonly DumpColumn[], program: DumpProgram): Arrangement["convert"] {
  const known = CONVERT[program] ?? [];
  const converts = columns.map(({ type }) => known.find(([form]) => form.test(type))?.[1]);
  return (value, at) => converts[at]?.(value) ?? value;
}

type Convert = (value: DumpValue) => DumpValue | undefined;

const CONVERT: Readonly<Partial<Record<DumpProgram, readonly (readonly [RegExp, Convert])[]>>> = {
  PostgreSQL: [
    [/^bytea\b(?!.*\[\])/, (value) => (typeof value === "string" ? bytea(value) : undefined)],
    [/^bool(?:ean)?\b(?!.*\[\])/, (value) => BOOLEANS.get(value)],
  ],
  MySQL: [[/^bit\(\d+\)/, (value) => (Buffer.isBuffer(value) ? bits(value) : undefined)]],
};

const BOOLEANS = new Map<DumpValue, boolean>([
  ["t", true],
  ["f", false],
  ["true", true],
  ["false", false],
]);

/** https://www.postgresql.org/docs/current/datatype-binary.html: hexadecimal, or the older escapes. */
function bytea(text: string): Buffer {
  if (text.startsWith("\\x")) return Buffer.from(text.slice(2), "hex");
  const raw = text.replace(/\\(?:([0-7]{3})|(\\))/g, (_, octal: string | undefined) =>
    octal === undefined ? "\\" : String.fromCharCode(Number.parseInt(octal, 8)),
  );
  return Buffer.from(raw, "latin1");
}

/** MySQL's flags: a number in as many bytes as it takes. */
const bits = (bytes: Buffer): DumpValue =>
  bytes.length > 8 ? bytes : { number: BigInt(`0x${bytes.toString("hex") || "0"}`).toString() };
