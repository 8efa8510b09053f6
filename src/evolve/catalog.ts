import type { Database, DbValue } from "../db/database.ts";
import { normalized, tokenize } from "./sql-tokens.ts";
import { parseTableSql, type TableSql } from "./table-sql.ts";

/** A column as the database knows it. */
export interface ColumnShape {
  readonly name: string;
  /** Upper case, as declared. */
  readonly type: string;
  readonly notNull: boolean;
  /** Normalized SQL; null where there is none. */
  readonly default: string | null;
  /** Position in the primary key, from 1; 0 outside it. */
  readonly primaryKey: number;
  readonly generated: boolean;
}

/** A table, its columns in the order of the database. */
export interface TableShape {
  readonly name: string;
  /** The statement that made it, as `sqlite_schema` keeps it. */
  readonly sql: string;
  readonly parsed: TableSql;
  readonly columns: readonly ColumnShape[];
  /** Normalized, one line each, sorted: order and constraint names do not matter. */
  readonly foreignKeys: readonly string[];
  /** Index name -> the statement that made it. */
  readonly indexes: ReadonlyMap<string, string>;
}

/** What a database holds besides rows. */
export interface Catalog {
  readonly tables: ReadonlyMap<string, TableShape>;
}

/** Reads the catalog of a database; SQLite's own tables are left out. */
export function readCatalog(db: Database): Catalog {
  const tables = db
    .prepare(
      "select name, sql from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name",
    )
    .all([]);
  return {
    tables: new Map(
      tables.map(([name, sql]) => [text(name), readTable(db, text(name), text(sql))]),
    ),
  };
}

function readTable(db: Database, name: string, sql: string): TableShape {
  const columns = db
    .prepare(
      "select name, type, [notnull], dflt_value, pk, hidden from pragma_table_xinfo(?) order by cid",
    )
    .all([name]);
  const foreignKeys = db
    .prepare(
      `select id, group_concat([from], ','), [table], group_concat(coalesce([to], ''), ','), on_update, on_delete
       from (select * from pragma_foreign_key_list(?) order by id, seq) group by id`,
    )
    .all([name]);
  const indexes = db
    .prepare(
      "select name, sql from sqlite_schema where type = 'index' and tbl_name = ? and sql is not null",
    )
    .all([name]);
  return {
    name,
    sql,
    parsed: parseTableSql(sql),
    columns: columns.map(columnShape),
    foreignKeys: foreignKeys.map(([, ...parts]) => parts.map(text).join(" ").toLowerCase()).sort(),
    indexes: new Map(indexes.map(([index, made]) => [text(index), text(made)])),
  };
}

function columnShape([name, type, notNull, fallback, key, hidden]: DbValue[]): ColumnShape {
  return {
    name: text(name),
    type: text(type).toUpperCase(),
    notNull: notNull === 1,
    default: fallback === null ? null : defaultText(text(fallback)),
    primaryKey: Number(key),
    generated: Number(hidden) >= 2,
  };
}

/** `(x)` and `x` are the same default. */
function defaultText(sql: string): string {
  const tokens = tokenize(sql);
  const wrapped = tokens[0]?.raw === "(" && tokens.at(-1)?.raw === ")";
  return normalized(wrapped ? tokens.slice(1, -1) : tokens);
}

const text = (value: DbValue | undefined): string => String(value ?? "");
