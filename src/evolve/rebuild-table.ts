import { quoteName, sameName } from "../db/names.ts";
import type { TableShape } from "../db/sqlite/catalog.ts";
import { carryCounter } from "../db/sqlite/counters.ts";
import { quoteNumbered, rowNumberColumn, rowNumberName } from "../db/sqlite/row-numbers.ts";
import { retitled } from "../db/sqlite/table-sql.ts";
import type { TableDifference } from "./compare-tables.ts";
import { backfillOf, type Decisions } from "./decisions.ts";
import type { CopiedColumn, Copy, Step } from "./steps.ts";

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
    number: carriedNumber(present, wanted, columns),
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
function copyStatement({ present, wanted, into, columns, number }: Copy): string {
  const [from, to] = number === undefined ? [[], []] : [[number.from], [quoteNumbered(number.to)]];
  const names = [...to, ...columns.map(({ column }) => quoteName(column.name))];
  const values = [...from, ...columns.map(({ source }) => source)];
  const [name, value] = names.length === 0 ? freshRow(wanted) : [];
  const targets = (name ? [name] : names).join(", ");
  const sources = (value ? [value] : values).join(", ");
  const order = rowNumberName(present);
  const sorted = order === undefined ? "" : ` ORDER BY ${order}`;
  return `INSERT INTO ${quoteName(into)} (${targets}) SELECT ${sources} FROM ${quoteName(present.name)}${sorted}`;
}

/** A column and what fills it where no value is carried over, and the rows still are to be there. */
function freshRow(wanted: TableShape): string[] {
  const stored = wanted.columns.filter(({ generated }) => generated === undefined);
  const column = rowNumberColumn(wanted) ?? stored[0];
  return column === undefined ? [] : [quoteName(column.name), column.defaultSql ?? "NULL"];
}

/**
 * The names of the row number, unless a column that is copied stands for it: an FTS index, or whatever
 * else points to rows by number, would otherwise point to others.
 */
function carriedNumber(
  present: TableShape,
  wanted: TableShape,
  columns: readonly CopiedColumn[],
): Copy["number"] {
  const key = rowNumberColumn(wanted);
  if (columns.some(({ column }) => column.name === key?.name)) return undefined;
  const [from, to] = [rowNumberName(present), key?.name ?? rowNumberName(wanted)];
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** The AUTOINCREMENT counter must not fall back: ids of rows that were deleted would be used again. */
function counterSteps({ present, wanted, into }: Copy): Step[] {
  if (!present.parsed.autoincrement || !wanted.parsed.autoincrement) return [];
  return carryCounter(present.name, into).map((sql): Step => {
    return { kind: "restore counter", table: wanted.name, sql };
  });
}

/** The statement that drops a table. */
export const dropTable = (name: string): string => `DROP TABLE ${quoteName(name)}`;

/** The statement that drops an index. */
export const dropIndex = (name: string): string => `DROP INDEX ${quoteName(name)}`;
