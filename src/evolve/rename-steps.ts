import type { Connection } from "../db/database.ts";
import { quoteName, sameName } from "../db/names.ts";
import {
  type Catalog,
  readCatalog,
  readStatements,
  type TableShape,
} from "../db/sqlite/catalog.ts";
import { openScratch } from "../db/sqlite/open.ts";
import { UsageError } from "../plain/errors.ts";
import type { ColumnRename, Decisions, TableRename } from "./decisions.ts";
import { orderRenames, type Renaming } from "./order-renames.ts";
import { renameTable } from "./rebuild-table.ts";
import type { Step } from "./steps.ts";

/** The renames that are still to be done, and what they come to. */
export interface Renames {
  readonly steps: readonly Step[];
  /** From the names that are there now to those that will be. */
  readonly done: Pick<Decisions, "renames" | "renameTables">;
}

/**
 * Finds the renames that are still to be done. One that was done before is passed over; one that is
 * declared in a file is also where its table or column is not there at all.
 *
 * @throws UsageError if a rename names nothing that is there, or cannot be done
 */
export function renameSteps(current: Catalog, wanted: Catalog, decisions: Decisions): Renames {
  const names = { present: [...current.tables.keys()], wanted: [...wanted.tables.keys()] };
  const tables = orderRenames(names, decisions.renameTables);
  checkLeft(tables, (table) => `table ${table}`);
  const columns = tablesOf(decisions.renames).map((table) => {
    const before = tables.done.find(({ to }) => sameName(to, table))?.from ?? table;
    return columnRenames(table, findTable(current, before), { wanted, decisions });
  });
  return {
    steps: [
      ...tables.order.map(({ from, to }): Step => {
        const name = findTable(wanted, to)?.name ?? to;
        return { kind: "rename table", table: to, sql: renameTable(from, name) };
      }),
      ...columns.flatMap(({ steps }) => steps),
    ],
    done: { renameTables: tables.done, renames: columns.flatMap(({ done }) => done) },
  };
}

function columnRenames(
  table: string,
  present: TableShape | undefined,
  { wanted, decisions }: { readonly wanted: Catalog; readonly decisions: Decisions },
): { steps: Step[]; done: ColumnRename[] } {
  const columns = (shape: TableShape | undefined) => shape?.columns.map(({ name }) => name) ?? [];
  const names = { present: columns(present), wanted: columns(findTable(wanted, table)) };
  const own = decisions.renames.filter((rename) => sameName(rename.table, table));
  const renaming = orderRenames(names, own);
  checkLeft(renaming, (column) => `column ${table}.${column}`);
  const steps = renaming.order.map(({ from, to }): Step => {
    const sql = `ALTER TABLE ${quoteName(table)} RENAME COLUMN ${quoteName(from)} TO ${quoteName(to)}`;
    return { kind: "rename column", table, sql };
  });
  return { steps, done: renaming.done.map((rename) => ({ table, ...rename })) };
}

/** The tables whose columns are renamed. */
export function tablesOf(renames: readonly ColumnRename[]): string[] {
  const tables = renames.map(({ table }) => table);
  return tables.filter((table, at) => tables.findIndex((one) => sameName(one, table)) === at);
}

/**
 * What was not done must have been done before, or be of no concern to this database.
 *
 * @throws UsageError
 */
export function checkLeft(
  { left, names, circular }: Renaming<TableRename>,
  told: (name: string) => string,
): void {
  if (circular !== undefined) {
    throw new UsageError(`The file declares renames of the ${told(circular)} that form a cycle.`, {
      cure: "It is impossible to tell whether they were done: give a swap once, with --rename flags.",
    });
  }
  const isThere = (name: string) => names.some((one) => sameName(one, name));
  for (const { from, to, declared = false } of left) {
    if (!isThere(from) && (declared || isThere(to))) continue;
    const what = told(from);
    throw new UsageError(
      isThere(from)
        ? `The ${what} cannot be renamed to ${to}: both exist.`
        : `There is no ${what} to rename to ${to}.`,
      { cure: "Correct the rename; nothing was changed." },
    );
  }
}

/**
 * What the catalog is after some statements: they are run on a database of the same structure and
 * without a row, so that SQLite itself rewrites what refers to what is renamed.
 */
export function catalogAfter(db: Connection, steps: readonly Step[]): Catalog {
  const structure = openScratch();
  try {
    for (const sql of readStatements(db)) structure.exec(sql);
    for (const { sql } of steps) structure.exec(sql);
    return readCatalog(structure);
  } finally {
    structure.close();
  }
}

function findTable({ tables }: Catalog, name: string): TableShape | undefined {
  return [...tables.values()].find((table) => sameName(table.name, name));
}
