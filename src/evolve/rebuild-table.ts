import { quoteName, sameName } from "../db/names.ts";
import type { ColumnShape, TableShape } from "../db/sqlite/catalog.ts";
import { retitled } from "../db/sqlite/table-sql.ts";
import { primaryKey, type TableDifference } from "./compare-tables.ts";
import { backfillOf, type Decisions } from "./decisions.ts";
import type { CopiedColumn, Copy, Step } from "./steps.ts";

/** Names under which SQLite knows a row's number, where no column has taken them. */
const ROWID_NAMES = ["rowid", "_rowid_", "oid"];

/**
 * The statements that make a table anew as the schema wants it, and carry every row over: SQLite's
 * own procedure (https://sqlite.org/lang_altertable.html, section 7), within a transaction that has
 * foreign keys off and from which triggers and views have been put aside.
 */
export function rebuildSteps({ present, wanted }: TableDifference, decisions: Decisions): Step[] {
  const table = wanted.name;
  const into = `__hmsync_new_${table}`;
  const columns = copiedColumns(present, wanted, decisions);
  const copy: Copy = {
    wanted,
    present,
    into,
    columns,
    computed: computedColumns(present, wanted),
    rowid: carriedRowid(present, wanted, columns),
  };
  return [
    { kind: "create table", table, sql: retitled(wanted.sql, into) },
    { kind: "copy rows", table, sql: copyStatement(copy), copy },
    ...counterSteps(copy),
    { kind: "drop old table", table, sql: dropTable(present.name) },
    { kind: "rename new table", table, sql: renameTable(into, table) },
  ];
}

/** A statement that gives a table another name. */
export const renameTable = (from: string, to: string): string =>
  `ALTER TABLE ${quoteName(from)} RENAME TO ${quoteName(to)}`;

function copiedColumns(
  present: TableShape,
  wanted: TableShape,
  decisions: Decisions,
): CopiedColumn[] {
  return wanted.columns.flatMap((column): CopiedColumn[] => {
    if (column.generated !== undefined) return [];
    const from = present.columns.find(({ name }) => sameName(name, column.name));
    const backfill = backfillOf(decisions, wanted.name, column.name);
    if (from === undefined) {
      return backfill === undefined ? [] : [{ column, source: `(${backfill})`, from }];
    }
    const own = quoteName(from.name);
    const fillsGaps = backfill !== undefined && column.notNull && !from.notNull;
    return [{ column, source: fillsGaps ? `coalesce(${own}, (${backfill}))` : own, from }];
  });
}

function computedColumns(present: TableShape, wanted: TableShape): CopiedColumn[] {
  return wanted.columns.flatMap((column): CopiedColumn[] => {
    const from = present.columns.find(({ name }) => sameName(name, column.name));
    if (column.generated === undefined || from === undefined) return [];
    return from.generated === undefined ? [{ column, source: quoteName(from.name), from }] : [];
  });
}

/** The rows in the order and under the numbers that they have. */
function copyStatement({ present, wanted, into, columns, rowid }: Copy): string {
  const [from, to] = rowid === undefined ? [[], []] : [[rowid.from], [quoteRowid(rowid.to)]];
  const names = [...to, ...columns.map(({ column }) => quoteName(column.name))];
  const values = [...from, ...columns.map(({ source }) => source)];
  const [name, value] = names.length === 0 ? freshRow(wanted) : [];
  const targets = (name ? [name] : names).join(", ");
  const sources = (value ? [value] : values).join(", ");
  const order = rowidName(present);
  const sorted = order === undefined ? "" : ` ORDER BY ${order}`;
  return `INSERT INTO ${quoteName(into)} (${targets}) SELECT ${sources} FROM ${quoteName(present.name)}${sorted}`;
}

/** A column and what fills it where no value is carried over, and the rows still are to be there. */
function freshRow(wanted: TableShape): string[] {
  const stored = wanted.columns.filter(({ generated }) => generated === undefined);
  const column = rowidColumn(wanted) ?? stored[0];
  return column === undefined ? [] : [quoteName(column.name), column.defaultSql ?? "NULL"];
}

/**
 * The names of the row number, unless a column that is copied stands for it: an FTS index, or whatever
 * else points to rows by number, would otherwise point to others.
 */
function carriedRowid(
  present: TableShape,
  wanted: TableShape,
  columns: readonly CopiedColumn[],
): Copy["rowid"] {
  const key = rowidColumn(wanted);
  if (columns.some(({ column }) => column.name === key?.name)) return undefined;
  const [from, to] = [rowidName(present), key?.name ?? rowidName(wanted)];
  return from === undefined || to === undefined ? undefined : { from, to };
}

const quoteRowid = (name: string): string => (ROWID_NAMES.includes(name) ? name : quoteName(name));

/** A name for the row number of a table; undefined if it has none, or columns took all names. */
export function rowidName(table: TableShape): string | undefined {
  if (table.withoutRowid || table.kind === "virtual") return undefined;
  return ROWID_NAMES.find((name) => isFree(name, table));
}

const isFree = (name: string, { columns }: TableShape): boolean =>
  !columns.some((column) => sameName(column.name, name));

/** The column that is another name for the row number: INTEGER PRIMARY KEY. */
export function rowidColumn(table: TableShape): ColumnShape | undefined {
  const [only, second] = primaryKey(table);
  if (only === undefined || second !== undefined || table.withoutRowid) return undefined;
  return table.columns.find(({ name, type }) => sameName(name, only) && type === "INTEGER");
}

/** The AUTOINCREMENT counter must not fall back: ids of rows that were deleted would be used again. */
function counterSteps({ present, wanted, into }: Copy): Step[] {
  if (!present.parsed.autoincrement || !wanted.parsed.autoincrement) return [];
  const [old, fresh] = [quoteText(present.name), quoteText(into)];
  const counter = `SELECT seq FROM sqlite_sequence WHERE name = ${old}`;
  const step = (sql: string): Step => ({ kind: "restore counter", table: wanted.name, sql });
  return [
    step(
      `INSERT INTO sqlite_sequence (name, seq) SELECT ${fresh}, 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ${fresh})`,
    ),
    step(
      `UPDATE sqlite_sequence SET seq = max(seq, coalesce((${counter}), 0)) WHERE name = ${fresh}`,
    ),
  ];
}

const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The statement that drops a table. */
export const dropTable = (name: string): string => `DROP TABLE ${quoteName(name)}`;

/** The statement that drops an index. */
export const dropIndex = (name: string): string => `DROP INDEX ${quoteName(name)}`;
