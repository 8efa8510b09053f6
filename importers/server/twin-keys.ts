import { is, SQL, sql } from "drizzle-orm";
import type { getTableConfig, Index, IndexedColumn, PgColumn } from "drizzle-orm/pg-core";
import {
  check,
  foreignKey,
  index,
  primaryKey,
  type SQLiteColumn,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { carriedSql, INDEXED, type TwinColumns } from "./carried-sql.ts";
import type { TwinnedColumn } from "./twin-columns.ts";

/** What Drizzle knows of a table besides its columns. */
export type Keys = ReturnType<typeof getTableConfig>;

/** The table whose keys are made, and the names that they get. */
interface Making {
  readonly columns: readonly TwinnedColumn[];
  readonly named: TwinColumns;
  /** Names of indexes are one schema's own on the server, and the whole database's in SQLite. */
  readonly prefix: string;
}

/**
 * Keys, references, indexes and CHECKs of a twin. What only the server can check is left to it: then it refuses the
 * whole publish.
 *
 * @param twinOf finds a column of another table, which may be this one
 */
export function twinKeys(
  keys: Keys,
  columns: readonly TwinnedColumn[],
  twinOf: (column: PgColumn) => SQLiteColumn | undefined,
) {
  const named = new Map(
    columns.map(({ server, twin, type }) => [server.name, { column: twin, type }]),
  );
  const making = { columns, named, prefix: keys.schema === undefined ? "" : `${keys.schema}.` };
  return [
    ...keys.primaryKeys.flatMap(({ columns: parts, name }) => {
      const own = twinned(parts, making);
      return own === undefined ? [] : [primaryKey({ columns: own, ...(name && { name }) })];
    }),
    ...keys.foreignKeys.flatMap((key) => twinReference(key, making, twinOf)),
    ...keys.uniqueConstraints.flatMap(({ columns: parts, name, nullsNotDistinct }) => {
      const cells = parts.map((one) => distinguished(one, { making, nullsNotDistinct }));
      return uniqueOver(`${making.prefix}${name}`, cells);
    }),
    ...columns.flatMap(({ server, type }) => {
      if (!server.isUnique || type.kind !== "citext") return [];
      const cell = distinguished(server, { making, nullsNotDistinct: false });
      return uniqueOver(`${making.prefix}${server.uniqueName}`, [cell]);
    }),
    ...keys.indexes.flatMap((one) => twinIndex(one, making)),
    ...keys.checks.flatMap(({ name, value }) => {
      const carried = carriedSql(value, named);
      return carried === undefined ? [] : [check(name, carried)];
    }),
  ];
}

type Columns = [SQLiteColumn, ...SQLiteColumn[]];

/** Empty unless the twin has them all. */
function twinned(parts: readonly PgColumn[], { named }: Making): Columns | undefined {
  const found = parts.flatMap(({ name }) => named.get(name)?.column ?? []);
  return found.length === parts.length ? (found as Columns) : undefined;
}

function twinReference(
  key: Keys["foreignKeys"][number],
  making: Making,
  twinOf: (column: PgColumn) => SQLiteColumn | undefined,
) {
  const { columns, foreignColumns } = key.reference();
  const from = twinned(columns, making);
  const to = foreignColumns.flatMap((column) => twinOf(column) ?? []);
  if (from === undefined || to.length !== from.length) return [];
  const made = foreignKey({ columns: from, foreignColumns: to as Columns });
  if (key.onDelete) made.onDelete(key.onDelete);
  if (key.onUpdate) made.onUpdate(key.onUpdate);
  return [made];
}

/** What tells rows apart: letter case does not in citext, and nulls do unless they are said not to. */
function distinguished(
  { name }: Pick<PgColumn, "name">,
  { making, nullsNotDistinct }: { readonly making: Making; readonly nullsNotDistinct: boolean },
): SQL | SQLiteColumn | undefined {
  const found = making.named.get(name);
  if (found === undefined) return undefined;
  const { column, type } = found;
  const folded = type.kind === "citext" ? sql`lower(${column})` : column;
  // No value of the column is a blob of no bytes. drizzle-kit takes what stands between commas for columns.
  return nullsNotDistinct ? sql`case when ${column} is null then x'' else ${folded} end` : folded;
}

type Cells = [SQL | SQLiteColumn, ...(SQL | SQLiteColumn)[]];

function uniqueOver(name: string, cells: readonly (SQL | SQLiteColumn | undefined)[]) {
  const known = cells.filter((one) => one !== undefined);
  return known.length < cells.length ? [] : [uniqueIndex(name).on(...(known as unknown as Cells))];
}

function twinIndex({ config }: Index, making: Making) {
  const { name, unique, where, columns, method = "btree" } = config;
  if (name === undefined || method !== "btree") return [];
  const condition = where && carriedSql(where, making.named);
  if (where !== undefined && condition === undefined) return [];
  const cells = columns.map((one) =>
    is(one, SQL)
      ? carriedSql(one, making.named, INDEXED)
      : cellOf(one as IndexedColumn, making, unique),
  );
  if (cells.includes(undefined)) return [];
  const builder = (unique ? uniqueIndex : index)(`${making.prefix}${name}`);
  const made = builder.on(...(cells as Cells));
  return [condition === undefined ? made : made.where(condition)];
}

const cellOf = ({ name = "" }: IndexedColumn, making: Making, unique: boolean) =>
  unique
    ? distinguished({ name }, { making, nullsNotDistinct: false })
    : making.named.get(name)?.column;
