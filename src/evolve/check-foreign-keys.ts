import type { Dangling } from "../db/database.ts";
import { sameName } from "../db/names.ts";
import type { Catalog } from "../db/sqlite/catalog.ts";
import type { Obstacle } from "./push-report.ts";

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
