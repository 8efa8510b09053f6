import { ByteReader, type OpenedDump } from "../source-file.ts";
import { ChangedRows } from "./changed-rows.ts";
import type { ColumnFill, ColumnLayout } from "./column-history.ts";
import type { DumpColumn } from "./create-table.ts";
import type { DumpProgram } from "./dump-dialect.ts";
import { DumpParser } from "./dump-parser.ts";
import { type DumpTableName, type RowsPart, tableKey } from "./dump-part.ts";
import type { DumpTable } from "./dump-table.ts";
import { type DumpRow, type DumpValue, isWholeHex } from "./dump-value.ts";
import { DumpWindow } from "./dump-window.ts";
import type { Stretch } from "./growing-table.ts";
import { chunksFrom } from "./open-dump.ts";

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
  const arrange = arranger(table, converter(table.columns, dump.dialect.program));
  const changed = table.changes.length > 0 ? new ChangedRows(dump.file.name, table) : undefined;
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
        const rows = part.rows.map((row) => arrange(row, part.columns));
        held.push(...(changed === undefined ? rows : rows.flatMap((row) => changed.after(row))));
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

/** The parts of a stretch with rows of one table. */
async function* partsOf(
  window: DumpWindow,
  stretch: Stretch,
  table: DumpTableName,
): AsyncGenerator<RowsPart> {
  const parser = new DumpParser(window, stretch);
  const key = tableKey(table);
  let last: { readonly table: DumpTableName; readonly isMeant: boolean } | undefined;
  const isMeant = (named: DumpTableName): boolean => {
    if (last?.table !== named) last = { table: named, isMeant: tableKey(named) === key };
    return last.isMeant;
  };
  while (parser.offset < stretch.end) {
    const part = await parser.next();
    if (part === undefined) return;
    if (part.kind === "rows" && isMeant(part.table)) yield part;
  }
}

type Arranging = (value: DumpValue, at: number) => DumpValue;
type Arrange = (row: DumpRow, columns: readonly string[] | undefined) => DumpRow;

/** Puts rows in the order of the table's columns; one of another width stays as it is, to be told. */
function arranger({ columns, layouts, fills }: DumpTable, convert: Arranging): Arrange {
  let known: readonly string[] | undefined;
  let places: readonly number[] = [];
  const declaredAt = declaredColumns(layouts);
  const fillOf = fillsOf(columns, fills);
  return (row, named) => {
    const { values } = row;
    const list = named ?? declaredAt(row.offset);
    if (list === undefined || list.length !== values.length)
      return { ...row, values: values.map(convert) };
    if (known === undefined || !isSameList(known, list)) {
      known = list;
      places = placesOf(columns, list);
    }
    const placed = places.map((from, at) =>
      convert(from === -1 ? fillOf(at, row.offset) : (values[from] ?? null), at),
    );
    return { ...row, values: placed };
  };
}

/** The columns that are declared where a row stands; undefined if they are the same everywhere. */
function declaredColumns(
  layouts: readonly ColumnLayout[],
): (offset: number) => readonly string[] | undefined {
  const lists = layouts.map(({ from, columns }) => {
    return { from, names: columns.map(({ name }) => name) };
  });
  return (offset) => lists.findLast(({ from }) => from <= offset)?.names;
}

/** What a row has in a column that neither it nor its statement names: what the column brought to rows before it. */
function fillsOf(columns: readonly DumpColumn[], fills: readonly ColumnFill[]) {
  const byPlace = columns.map(({ name }) => fills.find(({ column }) => column === name));
  return (at: number, offset: number): DumpValue => {
    const fill = byPlace[at];
    return fill !== undefined && offset < fill.before ? fill.value : null;
  };
}

/** Each statement has a list of its own, and most of them the same. */
const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one === other || (one.length === other.length && one.every((name, at) => name === other[at]));

/** Where each column of the table stands in a list: by its name, or by the same in another case. */
function placesOf(columns: readonly DumpColumn[], list: readonly string[]): number[] {
  const lower = list.map((name) => name.toLowerCase());
  return columns.map(({ name }) => {
    const exact = list.indexOf(name);
    return exact === -1 ? lower.indexOf(name.toLowerCase()) : exact;
  });
}

/** Values by the types of their columns: what COPY and mysqldump write as text or bytes is more. */
function converter(columns: readonly DumpColumn[], program: DumpProgram): Arranging {
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
  if (text.startsWith("\\x") && isWholeHex(text.slice(2))) return Buffer.from(text.slice(2), "hex");
  const raw = text.replace(/\\(?:([0-7]{3})|(\\))/g, (_, octal: string | undefined) =>
    octal === undefined ? "\\" : String.fromCharCode(Number.parseInt(octal, 8)),
  );
  return Buffer.from(raw, "latin1");
}

/** MySQL's flags: a number in as many bytes as it takes. */
const bits = (bytes: Buffer): DumpValue =>
  bytes.length > 8 ? bytes : { number: BigInt(`0x${bytes.toString("hex") || "0"}`).toString() };
