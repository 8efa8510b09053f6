import type { Database } from "../db/database.ts";
import { quoteName, sameName } from "../db/names.ts";
import { packed, unpacked } from "./packed-row.ts";

/** What has to be known of a table to take rows out of it and put them back. */
export interface TableShape {
  readonly name: string;
  /** The columns that hold something, in their order. */
  readonly columns: readonly string[];
  /** What its rows are told apart by; none where their number has to do. */
  readonly keys: readonly string[];
}

export function shapeOf(db: Database, name: string): TableShape {
  const columns = db.catalog.columns(name).filter(({ isStored }) => isStored);
  return { name, columns: columns.map((column) => column.name), keys: db.catalog.primaryKey(name) };
}

/**
 * SQL for the key of a row: the column itself, a JSON list of several, or the row's number.
 *
 * @param instead SQL for what some of the columns will hold
 */
export function keyOf(
  db: Database,
  { keys }: TableShape,
  { alias, instead = new Map() }: { alias: string; instead?: ReadonlyMap<string, string> },
): string {
  const [only, ...more] = keys;
  if (only === undefined) return `${alias}.${db.bulk.rowNumber}`;
  const heldBy = (name: string) => instead.get(name.toLowerCase()) ?? `${alias}.${quoteName(name)}`;
  if (more.length === 0) return heldBy(only);
  return packed(keys.map(heldBy));
}

/** SQL for: this row has that key. Through an index, where the key has one. */
export function hasKey(
  db: Database,
  shape: TableShape,
  { alias, key }: { readonly alias: string; readonly key: string },
): string {
  if (shape.keys.length < 2) return `${keyOf(db, shape, { alias })} = ${key}`;
  const each = shape.keys.map((name, nth) => `${alias}.${quoteName(name)} = ${unpacked(key, nth)}`);
  return each.join(" and ");
}

export const packedRow = ({ columns }: TableShape, alias: string): string =>
  packed(columns.map((name) => `${alias}.${quoteName(name)}`));

/** SQL for the columns of a table as a packed row has them; those that it does not have are left out. */
export function unpackedColumns(
  { columns }: TableShape,
  { kept, json }: { readonly kept: readonly string[]; readonly json: string },
): { readonly name: string; readonly value: string }[] {
  return columns.flatMap((name) => {
    const nth = kept.findIndex((one) => sameName(one, name));
    return nth < 0 ? [] : [{ name, value: unpacked(json, nth) }];
  });
}

/** The columns by which other rows name the rows of a table. */
export const referredTo = (db: Database, table: string): string[] =>
  db.catalog
    .foreignKeys()
    .filter(({ parent }) => sameName(parent, table))
    .flatMap(({ to }) => to);
