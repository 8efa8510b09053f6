import { SourceError } from "../../plain/errors.ts";
import type { OpenedDump } from "../source-file.ts";
import { ByteReader } from "../source-file.ts";
import { applyChange, placeUnplaced, type TablesSoFar } from "./apply-changes.ts";
import { DumpParser } from "./dump-parser.ts";
import { type DumpPart, type DumpTableName, tableKey } from "./dump-part.ts";
import type { DumpTable } from "./dump-table.ts";
import { DumpWindow } from "./dump-window.ts";
import { GrowingTable, listedColumns, madeUpColumns } from "./growing-table.ts";
import { readKeys } from "./read-keys.ts";

/** What a whole look through a dump found. */
export interface DumpIndex {
  readonly dump: OpenedDump;
  readonly tables: readonly DumpTable[];
}

/** What a person has said about a dump. */
export interface DumpReading {
  /** Databases or schemas whose tables are meant. */
  readonly database?: string | readonly string[] | undefined;
  /** Lines of statements that were looked at, and are to be passed over. */
  readonly passOver?: readonly number[] | undefined;
}

/**
 * Looks through a whole dump: which tables it has, how many rows, and where.
 *
 * @throws SourceError if it is cut short, or holds something that is no data
 */
export async function indexDump(
  dump: OpenedDump,
  { passOver = [] }: DumpReading = {},
): Promise<DumpIndex> {
  const window = new DumpWindow(dump.file.name, dump.chunks(new ByteReader(dump.file)));
  const parser = new DumpParser(window, { dialect: dump.dialect });
  const passed = new Set(passOver);
  const so = tablesSoFar();
  let last: GrowingTable | undefined;
  try {
    for (let part = await parser.next(); part !== undefined; part = await parser.next()) {
      if (part.kind === "rows") last = addRows(part, { so, last, end: parser.offset, passed });
      else if (part.kind === "changes") {
        for (const one of part.changes) if (!passed.has(one.line)) applyChange(one, so);
        last = undefined;
      } else define(part, so, passed);
    }
  } finally {
    await window.close();
  }
  placeUnplaced(so);
  const tables = [...so.tables.values()].filter(isThere).map((table) => indexed(table, dump));
  return { dump, tables: await Promise.all(tables.map((table) => settled(table, dump, passed))) };
}

/** Keys may be declared of a view, or of a table of another dump. */
const isThere = ({ created, listed, rows, open, told }: GrowingTable): boolean =>
  created !== undefined || listed.length > 0 || rows > 0 || open.length > 0 || told.length > 0;

/** What only shows when the rows of a table are read: how many are left, and whose keys clash. */
async function settled(
  table: DumpTable,
  dump: OpenedDump,
  passed: ReadonlySet<number>,
): Promise<DumpTable> {
  const { open, changes, upserts } = table;
  if (open.length > 0 || (changes.length === 0 && upserts.length === 0)) return table;
  const { rows, clashes } = await readKeys(dump, table, passed);
  return { ...table, rows, open: clashes };
}

function tablesSoFar(): TablesSoFar {
  const tables = new Map<string, GrowingTable>();
  let last: { readonly name: DumpTableName; readonly table: GrowingTable } | undefined;
  return {
    tables,
    unplaced: [],
    tableOf: (name) => {
      if (last?.name === name) return last.table;
      const key = tableKey(name);
      const found = tables.get(key) ?? new GrowingTable(name);
      tables.set(key, found);
      last = { name, table: found };
      return found;
    },
  };
}

interface Adding {
  readonly so: TablesSoFar;
  readonly last: GrowingTable | undefined;
  readonly end: number;
  readonly passed: ReadonlySet<number>;
}

function addRows(
  part: Extract<DumpPart, { kind: "rows" }>,
  { so, last, end, passed }: Adding,
): GrowingTable {
  const table = so.tableOf(part.table);
  const isPassed = part.upsert && passed.has(part.from.line);
  const rows = isPassed ? { ...part, upsert: false } : part;
  table.add(rows, { end, goesOn: table === last });
  return table;
}

function define(
  part: Extract<DumpPart, { kind: "columns" | "keys" }>,
  so: TablesSoFar,
  passed: ReadonlySet<number>,
): void {
  const table = so.tableOf(part.table);
  if (part.kind === "keys") table.declare(part);
  else if (!passed.has(part.line)) table.create(part);
}

/** Tables that sqlite3 and SQLite keep for themselves. */
export const isInternal = ({ table }: DumpTableName): boolean => /^sqlite_/i.test(table);

function indexed(table: GrowingTable, dump: OpenedDump): DumpTable {
  const { created, listed, width, rows, stretches, name, keys } = table;
  const { program } = dump.dialect;
  const leavesOut = program === "SQLite" || program === "unknown";
  const own = created?.filter(({ generated }) => !(generated && leavesOut && listed.length === 0));
  const { fills } = table.history;
  const layouts = table.history.layouts.map(({ from, columns }) => {
    return { from, columns: columns.filter(({ generated }) => !(generated && leavesOut)) };
  });
  const { open, changes, upserts, told } = table;
  const grown = { layouts, fills };
  const common = {
    ...name,
    ...grown,
    rows,
    stretches,
    declared: keys,
    open,
    changes,
    upserts,
    told,
  };
  if (own !== undefined) {
    const known = new Set(own.map((column) => column.name.toLowerCase()));
    const further = listed.filter((column) => !known.has(column.toLowerCase()));
    return { ...common, named: table.named, columns: [...own, ...listedColumns(further)] };
  }
  if (listed.length > 0) return { ...common, named: "statements", columns: listedColumns(listed) };
  return { ...common, named: "made up", columns: madeUpColumns(width) };
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
        ? "The dump holds no tables: check whether it is the right one."
        : `It has: ${names.slice(0, 30).join(", ")}${names.length > 30 ? ", ..." : ""}.`,
  });
}
