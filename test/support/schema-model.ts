import { type SQL, sql } from "drizzle-orm";
import {
  blob,
  check,
  customType,
  foreignKey,
  index,
  integer,
  numeric,
  primaryKey,
  real,
  type SQLiteColumn,
  type SQLiteColumnBuilderBase,
  type SQLiteTable,
  type SQLiteTableExtraConfigValue,
  sqliteTable,
  text,
  type UpdateDeleteAction,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import type { SchemaExports } from "../../src/evolve/compile-schema.ts";

/** Every type that Drizzle writes, and two that only a custom type does. */
export const TYPES = ["integer", "text", "real", "numeric", "blob", "text(20)"] as const;
export const CUSTOM_TYPES = ["varchar(20)", "datetime"] as const;
export type TypeName = (typeof TYPES)[number] | (typeof CUSTOM_TYPES)[number];

/** A column as plain data, to be changed. */
export interface ColumnModel {
  name: string;
  type: TypeName;
  notNull: boolean;
  unique: boolean;
  /** A constant as it is, or SQL in parentheses. */
  default: number | string | { readonly sql: string } | undefined;
  /** The whole key of the table. */
  key: "none" | "plain" | "autoincrement";
  generated: { sql: string; mode: "stored" | "virtual" } | undefined;
}

export interface ForeignKeyModel {
  columns: string[];
  table: string;
  to: string[];
  onDelete: UpdateDeleteAction;
  onUpdate: UpdateDeleteAction;
}

export interface IndexModel {
  name: string;
  unique: boolean;
  columns: string[];
  /** Indexes `lower(column)` of its first column instead. */
  lower: boolean;
  /** A partial index over the rows where its first column is given. */
  partial: boolean;
}

export interface CheckModel {
  name: string;
  column: string;
  test: string;
}

export interface TableModel {
  name: string;
  columns: ColumnModel[];
  /** Of two columns and more; a key of one stands with its column. */
  compositeKey: string[];
  foreignKeys: ForeignKeyModel[];
  indexes: IndexModel[];
  checks: CheckModel[];
}

export type SchemaModel = TableModel[];

type Columns = Readonly<Record<string, SQLiteColumn>>;

/** The Drizzle tables that a model describes. */
export function drizzleSchema(model: SchemaModel): SchemaExports {
  const tables = new Map<string, SQLiteTable>();
  for (const table of model) {
    const columns = Object.fromEntries(
      table.columns.map((column) => [column.name, builderOf(column)]),
    );
    const made = sqliteTable(table.name, columns, (own) =>
      extrasOf(table, own as unknown as Columns, (name) => tables.get(name) as unknown as Columns),
    );
    tables.set(table.name, made);
  }
  return Object.fromEntries([...tables.values()].map((table, at) => [`table${at}`, table]));
}

/** What a chain of Drizzle's column methods has in common over all types. */
interface Chain extends SQLiteColumnBuilderBase {
  notNull(): Chain;
  unique(name?: string): Chain;
  default(value: unknown): Chain;
  primaryKey(config?: { autoIncrement: boolean }): Chain;
  generatedAlwaysAs(as: SQL, config: { mode: "stored" | "virtual" }): Chain;
}

function builderOf(column: ColumnModel): Chain {
  let chain = typed(column) as unknown as Chain;
  if (column.key !== "none") {
    chain =
      column.type === "integer"
        ? chain.primaryKey({ autoIncrement: column.key === "autoincrement" })
        : chain.primaryKey();
  }
  if (column.notNull) chain = chain.notNull();
  if (column.unique) chain = chain.unique();
  if (column.generated) {
    return chain.generatedAlwaysAs(sql.raw(column.generated.sql), { mode: column.generated.mode });
  }
  if (column.default === undefined) return chain;
  const usual = column.default;
  return chain.default(typeof usual === "object" ? sql.raw(usual.sql) : usual);
}

function typed({ name, type }: ColumnModel): SQLiteColumnBuilderBase {
  switch (type) {
    case "integer":
      return integer(name);
    case "text":
      return text(name);
    case "text(20)":
      return text(name, { length: 20 });
    case "real":
      return real(name);
    case "numeric":
      return numeric(name);
    case "blob":
      return blob(name);
    case "varchar(20)":
    case "datetime":
      return customType({ dataType: () => type })(name);
  }
}

function extrasOf(
  table: TableModel,
  own: Columns,
  other: (name: string) => Columns,
): SQLiteTableExtraConfigValue[] {
  const pick = (columns: Columns, names: readonly string[]) =>
    names.map((name) => columns[name] as SQLiteColumn) as [SQLiteColumn, ...SQLiteColumn[]];
  return [
    ...(table.compositeKey.length > 0
      ? [primaryKey({ columns: pick(own, table.compositeKey) })]
      : []),
    ...table.foreignKeys.map(({ columns, table: parent, to, onDelete, onUpdate }) =>
      foreignKey({ columns: pick(own, columns), foreignColumns: pick(other(parent), to) })
        .onDelete(onDelete)
        .onUpdate(onUpdate),
    ),
    ...table.indexes.map(({ name, unique, columns, lower, partial }) => {
      const [first, ...rest] = pick(own, columns);
      const indexed = lower ? sql`lower(${first})` : first;
      const made = (unique ? uniqueIndex(name) : index(name)).on(indexed, ...rest);
      return partial ? made.where(sql`${first} is not null`) : made;
    }),
    ...table.checks.map(({ name, column, test }) =>
      check(name, sql`${own[column]} ${sql.raw(test)}`),
    ),
  ];
}
