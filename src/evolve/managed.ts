import { getTableName, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import * as ledger from "../../shared/ledger.ts";
import { sameName } from "../db/names.ts";
import type { Catalog } from "../db/sqlite/catalog.ts";
import { columnKey } from "./written-names.ts";

/** What of a database the schema has made: by a push before this one, or by adoption. */
export interface Managed {
  readonly tables: readonly string[];
  readonly indexes: readonly string[];
  readonly views: readonly string[];
  /** `table.column`; undefined in records of older versions. */
  readonly columns?: readonly string[];
  /** Columns that the schema does not know and that are kept all the same: `table.column`. */
  readonly kept?: readonly string[];
}

export const NOTHING_MANAGED: Managed = { tables: [], indexes: [], views: [] };

/** The tables of the tool's own ledger: no schema drops them, whether it knows them or not. */
const LEDGER = Object.values(ledger).flatMap((exported) =>
  is(exported, SQLiteTable) ? [getTableName(exported)] : [],
);

/** Drizzle's own table, as its `migrate()` makes it, so that both know the same. */
export const JOURNAL_TABLE = "__drizzle_migrations";

/** What a PostgreSQL database has of a numbered folder. */
export const NUMBERED_JOURNAL = "hmsync_migrations";

/** Whether a table is the tool's own: no pattern drops it either. */
export const isOwn = (name: string): boolean =>
  includesName([...LEDGER, JOURNAL_TABLE, NUMBERED_JOURNAL], name);

/**
 * What a schema asks for: what a push to it manages from then on.
 *
 * @param kept columns that stay beside those of the schema: `table.column`
 */
export function managedBy(wanted: Catalog, kept: readonly string[] = []): Managed {
  const tables = [...wanted.tables.keys()].filter((name) => !includesName(LEDGER, name));
  const indexes = [...wanted.tables.values()].flatMap((table) => [...table.indexes.keys()]);
  const views = wanted.views.map(({ name }) => name);
  const columns = tables.flatMap((table) =>
    (wanted.tables.get(table)?.columns ?? []).map(({ name }) => columnKey(table, name)),
  );
  return {
    tables: tables.sort(),
    indexes: indexes.sort(),
    views: views.sort(),
    columns: columns.sort(),
    kept: [...kept].sort(),
  };
}

/** Whether a list has this name. */
export const includesName = (names: readonly string[], name: string): boolean =>
  names.some((one) => sameName(one, name));

/** Whether one of the GLOB patterns (`*`, `?`) fits the whole name. */
export function fitsGlob(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => {
    const shape = pattern.replace(/[\\^$.+()[\]{}|/-]/g, "\\$&");
    return new RegExp(`^${shape.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i").test(name);
  });
}
