import { SourceError } from "../../errors.ts";
import { ByteReader } from "../source-file.ts";
import type { DumpColumn } from "./create-table.ts";
import { DumpParser, type DumpPart, type DumpPlace, type DumpTableName } from "./dump-parser.ts";
import { DumpWindow } from "./dump-window.ts";
import type { OpenedDump } from "./open-dump.ts";

/** A table of a dump, and where its rows are. */
export interface DumpTable extends DumpTableName {
  readonly columns: readonly DumpColumn[];
  /** `made up`: no statement of the dump names them. */
  readonly named: "CREATE TABLE" | "statements" | "made up";
  readonly rows: number;
  /** Stretches of the dump with rows of it, and of no other table. */
  readonly stretches: readonly Stretch[];
}

/** A stretch of a dump, from the first byte of a statement to the last of another. */
export interface Stretch extends DumpPlace {
  readonly end: number;
}

/** One table, and the dump that it is in. */
export interface TableOfDump {
  readonly dump: OpenedDump;
  readonly table: DumpTable;
}

/** What a whole look through a dump found. */
export interface DumpIndex {
  readonly dump: OpenedDump;
  readonly tables: readonly DumpTable[];
}

/** A table that is being looked through. */
interface Growing extends DumpTableName {
  created: readonly DumpColumn[] | undefined;
  listed: string[];
  /** Cells of the rows that come without a list. */
  width: number;
  rows: number;
  stretches: Stretch[];
}

/** Tables whose rows alternate in one dump are read from their first to their last row. */
const MOST_STRETCHES = 1_000;

/**
 * Looks through a whole dump: which tables it has, how many rows, and where.
 *
 * @throws SourceError where it is cut short, or holds something that is no data
 */
export async function indexDump(dump: OpenedDump): Promise<DumpIndex> {
  const window = new DumpWindow(dump.file.name, dump.chunks(new ByteReader(dump.file)));
  const parser = new DumpParser(window, { dialect: dump.dialect, database: "" });
  const tables = new Map<string, Growing>();
  let last: Growing | undefined;
  try {
    for (let part = await parser.next(); part !== undefined; part = await parser.next()) {
      const table = growing(tables, part);
      if (part.kind === "columns") table.created ??= part.columns;
      else {
        addRows(table, part, { end: parser.offset, goesOn: table === last });
        last = table;
      }
    }
  } finally {
    await window.close();
  }
  return { dump, tables: [...tables.values()].map((table) => indexed(table, dump)) };
}

const keyOf = ({ database, schema, table }: DumpTableName): string =>
  JSON.stringify([database, schema, table]);

function growing(tables: Map<string, Growing>, { table }: DumpPart): Growing {
  const key = keyOf(table);
  const found = tables.get(key) ?? {
    ...table,
    ...{ created: undefined, listed: [], width: 0, rows: 0, stretches: [] },
  };
  tables.set(key, found);
  return found;
}

function addRows(
  table: Growing,
  { columns, rows, from }: Extract<DumpPart, { kind: "rows" }>,
  { end, goesOn }: { readonly end: number; readonly goesOn: boolean },
): void {
  if (columns !== undefined) {
    for (const name of columns) if (!table.listed.includes(name)) table.listed.push(name);
  } else for (const { values } of rows) table.width = Math.max(table.width, values.length);
  table.rows += rows.length;
  if (rows.length === 0) return;
  const before =
    goesOn || table.stretches.length >= MOST_STRETCHES ? table.stretches.pop() : undefined;
  table.stretches.push(before === undefined ? { ...from, end } : { ...before, end });
}

/** Tables that sqlite3 and SQLite keep for themselves. */
export const isInternal = ({ table }: DumpTableName): boolean => /^sqlite_/i.test(table);

function indexed(table: Growing, dump: OpenedDump): DumpTable {
  const { created, listed, width, rows, stretches, ...name } = table;
  const isSqlite = dump.dialect.program !== "PostgreSQL" && dump.dialect.program !== "MySQL";
  const own = created?.filter(({ generated }) => !(generated && isSqlite && listed.length === 0));
  const plain = (column: string): DumpColumn => ({ name: column, type: "", generated: false });
  const common = { ...name, rows, stretches };
  if (own !== undefined) {
    const known = own.map((column) => column.name);
    const further = listed.filter((column) => !known.includes(column)).map(plain);
    return { ...common, named: "CREATE TABLE", columns: [...own, ...further] };
  }
  if (listed.length > 0) return { ...common, named: "statements", columns: listed.map(plain) };
  const columns = Array.from({ length: width }, (_, at) => plain(`column ${at + 1}`));
  return { ...common, named: "made up", columns };
}

/** What a table is called, as shortly as the others allow. */
export function displayName(table: DumpTableName, others: readonly DumpTableName[]): string {
  const forms: readonly ((name: DumpTableName) => string)[] = [
    (name) => name.table,
    (name) => `${name.schema || name.database}.${name.table}`,
  ];
  const isAlone = (form: (name: DumpTableName) => string) =>
    others.filter((other) => form(other) === form(table)).length === 1;
  const form = forms.find(isAlone);
  return form?.(table) ?? `${table.database}.${table.schema}.${table.table}`;
}

/**
 * The table of a dump that a name means: `allies`, `public.allies`.
 *
 * @throws SourceError that names the tables there are
 */
export function findTable({ dump, tables }: DumpIndex, wanted: string): DumpTable {
  const lower = wanted.toLowerCase();
  const found = tables.filter((one) =>
    [one.table, `${one.schema}.${one.table}`, `${one.database}.${one.table}`].some(
      (name) => name.toLowerCase() === lower,
    ),
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const names = tables.filter((one) => !isInternal(one)).map((one) => displayName(one, tables));
  const what = found.length > 1 ? `several tables ${wanted}` : `no table ${wanted}`;
  throw new SourceError(`${dump.file.name} has ${what}.`, {
    cure:
      names.length === 0
        ? "The dump holds no table at all: look whether it is the right one."
        : `It has: ${names.slice(0, 30).join(", ")}${names.length > 30 ? ", ..." : ""}.`,
  });
}
