import type { Database } from "../db/database.ts";
import { quoteName, sameName } from "../db/names.ts";
import {
  type Catalog,
  type ColumnShape,
  readCatalog,
  type TableShape,
} from "../db/sqlite/catalog.ts";
import { readCounters } from "../db/sqlite/counters.ts";
import { rowNumberColumn } from "../db/sqlite/row-numbers.ts";
import { type Pause, pauseInside } from "../plain/breath.ts";
import { backfillOf, type Decisions } from "./decisions.ts";
import { allHold, countEach, joinRows, keptCell, sameCell, type TablePair } from "./pair-rows.ts";
import { columnKey } from "./written-names.ts";

/** What was compared, and what did not survive. */
export interface Survival {
  readonly tables: number;
  readonly rows: number;
  /** By the names that tables and columns had before; nothing of it was expected. */
  readonly losses: readonly Loss[];
}

/** Something that was there before and is not, or not as it was. */
export interface Loss {
  readonly table: string;
  readonly kind: "table" | "rows" | "column" | "values" | "counter";
  /** The column of lost or altered values. */
  readonly column?: string;
  /** Rows or values; 0 if the thing itself is gone. */
  readonly count: number;
}

/** What a push may have taken away or changed: everything else must be as it was. */
export interface Expected {
  readonly decisions: Decisions;
  /** Tables that were dropped, by their old names. */
  readonly dropped: readonly string[];
  /** `table.column` of values that a new type changed, as was allowed. */
  readonly converted: readonly string[];
  /** `table.column` of columns that were dropped, by their old names. */
  readonly lost: readonly string[];
}

/**
 * Compares every table of the database, the schema's and others', with the backup that is attached
 * as `before`: every row, every cell, type and value.
 */
export async function compareWithBackup(
  db: Database,
  expected: Expected,
  pause: Pause = pauseInside(),
): Promise<Survival> {
  const [before, after] = [readCatalog(db, "before"), readCatalog(db, "main")];
  // What a virtual table shows is in its shadow tables, or in other tables.
  const tables = [...before.tables.values()].filter(
    (table) => table.kind !== "virtual" && !isDropped(table, expected),
  );
  let rows = 0;
  const losses: Loss[] = [];
  for (const table of tables) {
    await pause();
    const name = nameAfter(table.name, expected.decisions);
    const now = [...after.tables.values()].find((one) => sameName(one.name, name));
    if (now === undefined) {
      losses.push({ table: table.name, kind: "table", count: 0 });
      continue;
    }
    const compared = compareTable(db, { table, now, expected });
    rows += compared.rows;
    losses.push(...compared.losses);
  }
  const counters = fallenCounters(db, after, expected);
  return { tables: tables.length, rows, losses: [...losses, ...counters] };
}

/** Shadow tables go with the virtual table whose name they begin with. */
function isDropped({ name, kind }: TableShape, { dropped }: Expected): boolean {
  return dropped.some(
    (one) =>
      sameName(one, name) ||
      (kind === "shadow" && name.toLowerCase().startsWith(`${one.toLowerCase()}_`)),
  );
}

/** An AUTOINCREMENT counter never falls back. */
function fallenCounters(db: Database, after: Catalog, { decisions, dropped }: Expected): Loss[] {
  const now = new Map(readCounters(db, "main"));
  return readCounters(db, "before").flatMap(([name, counter]): Loss[] => {
    const table = nameAfter(name, decisions);
    const counts = after.tables.get(table)?.parsed.autoincrement === true;
    const gone = dropped.some((one) => sameName(one, name));
    if (!counts || gone || (now.get(table) ?? 0) >= counter) return [];
    return [{ table: name, kind: "counter", count: 0 }];
  });
}

/** What a table is called after the renames. */
export const nameAfter = (table: string, { renameTables }: Decisions): string =>
  renameTables.find(({ from }) => sameName(from, table))?.to ?? table;

interface Comparison {
  readonly table: TableShape;
  readonly now: TableShape;
  readonly expected: Expected;
}

function compareTable(
  db: Database,
  { table, now, expected }: Comparison,
): { rows: number; losses: Loss[] } {
  const before = namesBefore(table, now, expected.decisions);
  const key = rowNumberColumn(now)?.name.toLowerCase();
  const pair: TablePair = {
    before: { table, from: `before.${quoteName(table.name)}` },
    after: { table: now, from: `main.${quoteName(now.name)}` },
    nameBefore: (after) => before.get(after.toLowerCase()),
    numberedBy: key && !before.has(key) ? backfillOf(expected.decisions, now.name, key) : undefined,
  };
  const total = (from: string) => Number(db.prepare(`SELECT count(*) FROM ${from}`).get([])?.[0]);
  const [rows, rowsNow] = [total(pair.before.from), total(pair.after.from)];
  const cells = comparedCells(pair, expected);
  const gone = table.columns.filter((column) => isGone(column, pair, expected));
  const { from, found } = joinRows(pair);
  const unlike = cells.map(({ same }) => `${found} AND NOT coalesce(${same}, 0)`);
  const whole = allHold(db, [found, ...cells.map(({ same }) => same)], from);
  const [missing = 0, ...counts] = whole ? [] : countEach(db, [`NOT ${found}`, ...unlike], from);
  const lostRows = missing + Math.max(rowsNow - rows, 0);
  const losses: Loss[] = gone.map(({ name }) => ({
    table: table.name,
    kind: "column",
    column: name,
    count: 0,
  }));
  if (lostRows > 0) losses.push({ table: table.name, kind: "rows", count: lostRows });
  for (const [at, { name }] of cells.entries()) {
    const count = counts[at] ?? 0;
    if (count > 0) losses.push({ table: table.name, kind: "values", column: name, count });
  }
  return { rows, losses };
}

/** Columns after, in lower case -> what they were called before; none that are new. */
function namesBefore(
  table: TableShape,
  now: TableShape,
  { renames }: Decisions,
): ReadonlyMap<string, string> {
  const own = renames.filter((rename) => sameName(rename.table, now.name));
  const names = new Map(table.columns.map(({ name }) => [name.toLowerCase(), name]));
  // A column that is called as one was that was renamed is new.
  for (const { from } of own) names.delete(from.toLowerCase());
  for (const { from, to } of own) names.set(to.toLowerCase(), from);
  return names;
}

const columnAfter = ({ name }: ColumnShape, { after, nameBefore }: TablePair) =>
  after.table.columns.find((one) => sameName(nameBefore(one.name) ?? "", name));

function isGone(column: ColumnShape, pair: TablePair, expected: Expected): boolean {
  const named = expected.lost.some((one) =>
    sameName(one, columnKey(pair.before.table.name, column.name)),
  );
  return column.generated === undefined && !named && columnAfter(column, pair) === undefined;
}

interface ComparedCell {
  /** The column's name before. */
  readonly name: string;
  /** SQL that is true where the cell survived. */
  readonly same: string;
}

function comparedCells(pair: TablePair, expected: Expected): ComparedCell[] {
  return pair.before.table.columns.flatMap((column): ComparedCell[] => {
    const now = columnAfter(column, pair);
    if (column.generated !== undefined || now === undefined) return [];
    const key = columnKey(pair.after.table.name, now.name);
    if (expected.converted.some((one) => sameName(one, key))) return [];
    const [old, fresh] = [`o.${quoteName(column.name)}`, `n.${quoteName(now.name)}`];
    const same = column.type === now.type ? sameCell(old, fresh) : keptCell(old, fresh);
    const { backfills } = expected.decisions;
    const filled = backfills.some((one) => sameName(columnKey(one.table, one.column), key));
    return [{ name: column.name, same: filled ? `(${same} OR ${old} IS NULL)` : same }];
  });
}

/** A loss in plain words. */
export function describeLoss({ table, kind, column, count }: Loss): string {
  const counted = count.toLocaleString("en-US");
  switch (kind) {
    case "table":
      return `the table ${table} is gone`;
    case "rows":
      return `${counted} rows of ${table} are missing or new`;
    case "column":
      return `the column ${table}.${column} is gone`;
    case "values":
      return `${counted} values of ${table}.${column} have changed`;
    case "counter":
      return `the counter of ${table} fell back`;
  }
}
