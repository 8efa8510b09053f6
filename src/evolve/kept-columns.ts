import { quoteName, sameName } from "../db/names.ts";
import { StatementRefused } from "../db/refused.ts";
import {
  type Catalog,
  type ColumnShape,
  readCatalog,
  type TableShape,
} from "../db/sqlite/catalog.ts";
import { openScratch } from "../db/sqlite/open.ts";
import { type CheckSql, isStrict, withParts } from "../db/sqlite/table-sql.ts";
import { DecisionNeeded } from "../plain/errors.ts";
import { shellWord } from "../plain/shell-word.ts";
import { type Decisions, isNamed } from "./decisions.ts";
import { fitsGlob, includesName, type Managed } from "./managed.ts";
import { columnKey } from "./written-names.ts";

// Columns that the schema does not know can be kept as tables are: with their values, their rules and what is
// computed from them. They are then part of what is wanted, so that every comparison holds for them too.

/** What decides whether a column is kept. */
export interface Keeping {
  readonly managed: Managed;
  readonly decisions: Pick<Decisions, "allowDrop" | "keepUnmanaged">;
}

/**
 * The wanted catalog, with the columns of the current one that are kept.
 *
 * @throws DecisionNeeded if a column cannot be kept without another
 */
export function withKept(wanted: Catalog, current: Catalog, keeping: Keeping): Catalog {
  const tables = [...wanted.tables].map(([name, table]): [string, TableShape] => {
    const present = [...current.tables.values()].find((one) => sameName(one.name, name));
    const kept = present === undefined ? [] : keptColumns(present, table, keeping);
    return [
      name,
      present === undefined || kept.length === 0 ? table : joined(table, present, kept),
    ];
  });
  return { ...wanted, tables: new Map(tables) };
}

/** The kept columns among those of a catalog: `table.column`. */
export function keptIn(wanted: Catalog, whole: Catalog): string[] {
  return [...whole.tables.values()].flatMap(({ name, columns }) => {
    const known = wanted.tables.get(name)?.columns ?? [];
    return columns
      .filter((column) => !known.some((one) => sameName(one.name, column.name)))
      .map((column) => columnKey(name, column.name));
  });
}

/** Kept columns that must have a value and get none unless a program gives one: `table.column`. */
export function requiredOfOthers(wanted: Catalog, whole: Catalog): string[] {
  const kept = keptIn(wanted, whole);
  return [...whole.tables.values()].flatMap(({ name, columns }) =>
    columns
      .filter(
        (column) => column.notNull && column.default === null && column.generated === undefined,
      )
      .map((column) => columnKey(name, column.name))
      .filter((key) => kept.includes(key)),
  );
}

function keptColumns(present: TableShape, wanted: TableShape, keeping: Keeping): ColumnShape[] {
  const known = wanted.columns.map(({ name }) => name);
  return present.columns.filter(
    // A table has one primary key, and it is the schema's.
    (column) =>
      !includesName(known, column.name) &&
      column.primaryKey === 0 &&
      isKept(columnKey(wanted.name, column.name), keeping),
  );
}

function isKept(key: string, { managed, decisions }: Keeping): boolean {
  if (isNamed(decisions.allowDrop, key)) return false;
  if (isNamed(managed.kept ?? [], key) || isNamed(decisions.keepUnmanaged, key)) return true;
  // A pattern keeps what the schema never knew, not what was taken out of it.
  return fitsGlob(decisions.keepUnmanaged, key) && !isNamed(managed.columns ?? [], key);
}

/** The wanted table, with columns of the present one and what is declared of them. */
function joined(wanted: TableShape, present: TableShape, kept: readonly ColumnShape[]): TableShape {
  const scratch = openScratch();
  try {
    scratch.exec(withColumnsOf(wanted.sql, present, kept));
    for (const sql of wanted.indexes.values()) scratch.exec(sql);
    return readCatalog(scratch).tables.get(wanted.name) ?? wanted;
  } catch (error) {
    if (!(error instanceof StatementRefused)) throw error;
    const keys = kept.map(({ name }) => columnKey(wanted.name, name));
    throw new DecisionNeeded(
      `Of ${wanted.name}, ${kept.map(({ name }) => name).join(", ")} cannot be kept as they are: ${error.reason}.`,
      {
        cure: `Keep the column that is missing too, or name what may be lost:  --allow-drop ${shellWord(keys.join(","))}  Nothing was changed.`,
        cause: error,
      },
    );
  } finally {
    scratch.close();
  }
}

/** A statement that makes a table, with columns of another and what is declared of them. */
export function withColumnsOf(
  statement: string,
  present: TableShape,
  kept: readonly ColumnShape[],
): string {
  const names = kept.map(({ name }) => name.toLowerCase());
  const strict = isStrict(statement);
  return withParts(statement, {
    columns: kept.map((column) => declaration(column, present, strict)),
    constraints: rulesOn(names, present),
  });
}

/** How a kept column is declared in a table that is made anew. */
function declaration(column: ColumnShape, present: TableShape, strict: boolean): string {
  const text =
    present.parsed.columns.get(column.name.toLowerCase())?.text ?? quoteName(column.name);
  // Outside a STRICT table, ANY is no type, and would turn text into numbers.
  if (column.type !== "ANY" || !present.strict || strict) return text;
  return text.replace(/^("(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[^\s(]+)\s+any\b/i, "$1");
}

/** The table's constraints that name a kept column, and the CHECKs of other columns that do. */
function rulesOn(names: readonly string[], { parsed }: TableShape): string[] {
  const onKept = (columns: readonly string[]) => columns.some((one) => names.includes(one));
  const checks = parsed.checks.filter(
    (check) => check.column !== undefined && !names.includes(check.column) && onKept(check.names),
  );
  return [
    ...parsed.constraints.filter(({ columns }) => onKept(columns)).map(({ text }) => text),
    ...checks.map(({ expression }: CheckSql) => `CHECK (${expression})`),
  ];
}
