import { eq, getTableColumns, sql } from "drizzle-orm";
import { QueryBuilder, type SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { RowsOfTable } from "../../../importers/define.ts";
import type { Database } from "../../db/database.ts";
import { keyColumn } from "../../db/key-column.ts";
import { type TabledParent, tabled } from "../decide/resolve.ts";
import type { ParentFinder } from "./parent-finder.ts";

/** Different ones that are remembered: users, wards, codes. */
const REMEMBERED = 50_000;

/**
 * Finds rows that no import made, by what stands in one of their columns. Only what was found is remembered: the
 * application may add rows while a run in batches is at work.
 */
export function rowFinder(db: Database, { table, by }: RowsOfTable): ParentFinder {
  const column = getTableColumns(table)[by] as SQLiteColumn;
  const query = new QueryBuilder()
    .select({ key: keyColumn(table).column })
    .from(table)
    .where(eq(column, sql.placeholder("value")))
    .limit(2);
  const find = db.prepareBuilt(query, ["value"]);
  const known = new Map<string, TabledParent>();
  const look = (value: string): TabledParent | undefined => {
    const [row, second] = find.all([value]);
    if (row === undefined || second !== undefined) return undefined;
    const found = { targetId: String(row[0]), legacyId: value, placeholder: false, carried: {} };
    const parent = tabled(value, found);
    if (known.size < REMEMBERED) known.set(value, parent);
    return parent;
  };
  return { find: (value) => known.get(value) ?? look(value), foresee: () => undefined };
}
