import type { Database } from "../db/database.ts";
import { quoteName } from "../db/names.ts";
import { type ColumnShape, primaryKey } from "../db/sqlite/catalog.ts";
import { readCounter } from "../db/sqlite/counters.ts";
import { rowNumberColumn } from "../db/sqlite/row-numbers.ts";
import { nearest } from "../plain/nearest.ts";
import { shellWord } from "../plain/shell-word.ts";
import type { TableDifference } from "./compare-tables.ts";
import { backfillOf, type Decisions, isNamed } from "./decisions.ts";
import type { TableDraft } from "./draft.ts";
import { fitsGlob } from "./managed.ts";
import { type Need, need } from "./push-report.ts";
import { columnKey, writeName } from "./written-names.ts";

/** Rows of a table, as they are now. */
export function countRows(db: Database, table: string): number {
  return Number(db.prepare(`SELECT count(*) FROM main.${quoteName(table)}`).get([])?.[0] ?? 0);
}

/** What there is to be lost. */
export interface Counts {
  rows(table: string): Count;
  /** Values of a column that are not empty. */
  values(table: string, column: string): Count;
  /** Where an AUTOINCREMENT counter stands. */
  counter(table: string): Count;
}

/** A number, or that there may be any. */
type Count = number | "any";

/** Counts in a database. */
export function countsIn(db: Database): Counts {
  return {
    rows: (table) => countRows(db, table),
    values: (table, column) => {
      const sql = `SELECT count(${quoteName(column)}) FROM main.${quoteName(table)}`;
      return Number(db.prepare(sql).get([])?.[0] ?? 0);
    },
    counter: (table) => readCounter(db, table),
  };
}

/** A migration is written for databases that nobody has seen yet. */
export const ANY_COUNTS: Counts = { rows: () => "any", values: () => "any", counter: () => "any" };

/** The decisions that a draft needs and that were not given, for what there is to be lost. */
export function missingDecisions(counts: Counts, draft: TableDraft, decisions: Decisions): Need[] {
  const { table, action, difference } = draft;
  if (action === "drop") return lostTable(counts, table, decisions);
  if (difference === undefined || difference.how === "keep") return [];
  return [
    ...lostColumns(counts, { table, difference }, decisions),
    ...emptyRequired(counts, { table, difference }, decisions),
    ...lostCounter(counts, { table, difference }, decisions),
  ];
}

interface Different {
  readonly table: string;
  readonly difference: TableDifference;
}

/** `1 row`, `1,204 rows`. */
export const written = (count: Count, noun: string): string => {
  if (count === "any") return `its ${noun}s`;
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
};

function lostTable(counts: Counts, table: string, decisions: Decisions): Need[] {
  const named =
    isNamed(decisions.allowDropTable, writeName(table)) || fitsGlob(decisions.dropUnmanaged, table);
  if (named) return [];
  return [
    need("allow-drop-table", writeName(table), {
      why: `losing the table ${table} with ${written(counts.rows(table), "row")}`,
      hint: `renamed? --rename-table ${shellWord(writeName(table))}=<new name>`,
    }),
  ];
}

function lostColumns(
  counts: Counts,
  { table, difference }: Different,
  decisions: Decisions,
): Need[] {
  const { lost, added } = difference;
  return lost.flatMap((column): Need[] => {
    const { name, generated } = column;
    if (generated !== undefined || isNamed(decisions.allowDrop, columnKey(table, name))) return [];
    const values = counts.values(table, name);
    const to = lost.length === 1 ? renamedTo(column, added) : nearestOf(column, added);
    return [
      need("allow-drop", columnKey(table, name), {
        why: `losing ${table}.${name} with ${written(values, "value")}`,
        ...(added.length > 0 && {
          hint: `renamed? --rename ${shellWord(columnKey(table, name))}=${to ? shellWord(writeName(to)) : "<new name>"}`,
        }),
      }),
    ];
  });
}

/** The new column of the same type whose name is spelt almost alike. */
const nearestOf = ({ name, type }: ColumnShape, added: readonly ColumnShape[]) =>
  nearest(
    name,
    added.filter((column) => column.type === type).map((column) => column.name),
  );

/**
 * What the only lost column may be called now. That both hold text says nothing: a word that both
 * names have, a type that few columns have, or a default of their own must speak for it.
 */
function renamedTo(lost: ColumnShape, added: readonly ColumnShape[]): string | undefined {
  const near = nearestOf(lost, added);
  if (near !== undefined) return near;
  const likely = added.filter(
    (column) =>
      column.type === lost.type && (sharesWord(lost.name, column.name) || isLike(lost, column)),
  );
  return likely.length === 1 ? likely[0]?.name : undefined;
}

const isLike = (lost: ColumnShape, column: ColumnShape): boolean =>
  (lost.type !== "TEXT" && lost.type !== "") ||
  (lost.default !== null && lost.default === column.default);

/** `phone` is in `telephone`; words of fewer letters are in too many. */
const SHORTEST_WORD = 4;

function sharesWord(one: string, other: string): boolean {
  const words = (name: string) =>
    name
      .replace(/([a-z])([A-Z])/g, "$1_$2")
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length >= SHORTEST_WORD);
  const whole = other.toLowerCase();
  return (
    words(one).some((word) => whole.includes(word)) ||
    words(other).some((word) => one.toLowerCase().includes(word))
  );
}

/** Rows that are there need a value for a new column that must have one. */
function emptyRequired(
  counts: Counts,
  { table, difference }: Different,
  decisions: Decisions,
): Need[] {
  const required = difference.added.filter(
    (column) =>
      column.notNull &&
      column.default === null &&
      column.generated === undefined &&
      column !== rowNumberColumn(difference.wanted) &&
      backfillOf(decisions, table, column.name) === undefined,
  );
  const rows = required.length === 0 ? 0 : counts.rows(table);
  if (rows === 0) return [];
  return required.map(({ name }) =>
    need("backfill", columnKey(table, name), {
      why: `${table}.${name} is required and has no default; filling ${written(rows, "row")}`,
    }),
  );
}

function lostCounter(
  counts: Counts,
  { table, difference }: Different,
  decisions: Decisions,
): Need[] {
  const { present, wanted } = difference;
  if (!present.parsed.autoincrement || wanted.parsed.autoincrement) return [];
  const [key = "id"] = primaryKey(present);
  if (
    isNamed(decisions.allowConvert, columnKey(table, key)) ||
    counts.counter(present.name) === 0
  ) {
    return [];
  }
  return [
    need("allow-convert", columnKey(table, key), {
      why: `without AUTOINCREMENT, reusing ids of deleted rows of ${table}`,
    }),
  ];
}
