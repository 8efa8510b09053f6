import type { Database } from "../db/database.ts";
import { quoteName, sameName } from "../db/names.ts";
import { StatementRefused } from "../db/refused.ts";
import type { Catalog } from "../db/sqlite/catalog.ts";
import type { Obstacle } from "./push-report.ts";

/** Dangling references of one foreign key. */
export interface Dangling {
  readonly table: string;
  readonly columns: string;
  readonly parent: string;
  readonly count: number;
  /** Row numbers of the first of them. */
  readonly rows: readonly number[];
}

/**
 * Why SQLite cannot follow the foreign keys of a table: a parent has no unique index on the columns that
 * one names. It says so where the check is compiled, before it reads a row.
 */
export function mismatchOf(db: Database, table: string): string | undefined {
  try {
    db.prepare(`PRAGMA main.foreign_key_check(${quoteName(table)})`);
    return undefined;
  } catch (error) {
    if (error instanceof StatementRefused) return error.reason;
    throw error;
  }
}

/** The references of these tables that lead nowhere, a line for each foreign key that can be followed. */
export function findDangling(db: Database, tables: readonly string[]): Dangling[] {
  return tables.flatMap((table) => {
    if (mismatchOf(db, table) !== undefined) return [];
    const found = db
      .prepare(
        `SELECT c.[table], c.parent, count(*), min(c.rowid),
           (SELECT group_concat([from], ', ') FROM pragma_foreign_key_list(c.[table]) WHERE id = c.fkid)
         FROM pragma_foreign_key_check(?) c GROUP BY c.[table], c.parent, c.fkid`,
      )
      .all([table]);
    return found.map(([name, parent, count, first, columns]) => ({
      table: String(name),
      parent: String(parent),
      count: Number(count),
      columns: String(columns),
      rows: first === null ? [] : [Number(first)],
    }));
  });
}

/** References that lead somewhere before and would not any more, or that a new key forbids. */
export function newlyDangling(before: readonly Dangling[], after: readonly Dangling[]): Obstacle[] {
  return after.flatMap(({ table, columns, parent, count, rows }): Obstacle[] => {
    const was = before.find(
      (one) =>
        sameName(one.table, table) &&
        sameName(one.columns, columns) &&
        sameName(one.parent, parent),
    );
    if (was !== undefined && was.count >= count) return [];
    return [
      {
        table,
        count,
        rows,
        what: `${columns} refers to rows that ${parent} does not have`,
        cure: "Correct these rows, or remove the foreign key.",
      },
    ];
  });
}

/** Tables whose references a change of these tables can touch: themselves and their children. */
export function touchedTables(catalog: Catalog, changed: readonly string[]): string[] {
  const isChanged = (name: string) => changed.some((one) => sameName(one, name));
  return [...catalog.tables.values()]
    .filter(({ name, foreignKeys }) => {
      return isChanged(name) || foreignKeys.some(({ table }) => isChanged(table));
    })
    .map(({ name }) => name);
}
