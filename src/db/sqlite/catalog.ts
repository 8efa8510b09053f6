import type { Connection, DbValue } from "../database.ts";
import { BySchema } from "./by-schema.ts";
import { normalized, tokenize } from "./sql-tokens.ts";
import { parseTableSql, type TableSql } from "./table-sql.ts";

/** A column as the database knows it. */
export interface ColumnShape {
  readonly name: string;
  /** Upper case, as declared. */
  readonly type: string;
  readonly notNull: boolean;
  /** Normalized SQL; null if there is none. */
  readonly default: string | null;
  /** The default as it is written, to be shown. */
  readonly defaultSql: string | null;
  /** Position in the primary key, from 1; 0 outside it. */
  readonly primaryKey: number;
  readonly collation: string;
  /** How it is computed; undefined if it is stored as given. */
  readonly generated: string | undefined;
}

/** A table, its columns in the order of the database. */
export interface TableShape {
  readonly name: string;
  /** `shadow` tables belong to a `virtual` one. */
  readonly kind: "table" | "virtual" | "shadow";
  /** The statement that made it, as `sqlite_schema` keeps it. */
  readonly sql: string;
  readonly parsed: TableSql;
  readonly columns: readonly ColumnShape[];
  readonly foreignKeys: readonly ForeignKey[];
  /** UNIQUE constraints of the table: normalized column lists, sorted. */
  readonly uniques: readonly string[];
  /** Index name -> the statement that made it. */
  readonly indexes: ReadonlyMap<string, string>;
  readonly withoutRowid: boolean;
  readonly strict: boolean;
}

export interface ForeignKey {
  readonly columns: readonly string[];
  readonly table: string;
  /** The parent's columns; empty if they are its primary key. */
  readonly to: readonly string[];
  /** Normalized, to be compared: constraint names and order do not matter. */
  readonly normalized: string;
}

/** How tables of one name differ in what SQLite keeps them by. */
export function differingTraits(present: TableShape, wanted: TableShape): string[] {
  const differs: readonly (readonly [string, boolean])[] = [
    ["WITHOUT ROWID", present.withoutRowid !== wanted.withoutRowid],
    ["STRICT", present.strict !== wanted.strict],
    ["AUTOINCREMENT", present.parsed.autoincrement !== wanted.parsed.autoincrement],
  ];
  return differs.flatMap(([what, isSo]) => (isSo ? [what] : []));
}

/** Key columns in their order, in lower case. */
export function primaryKey({ columns }: TableShape): string[] {
  return columns
    .filter((column) => column.primaryKey > 0)
    .sort((one, other) => one.primaryKey - other.primaryKey)
    .map(({ name }) => name.toLowerCase());
}

/** Something that a database holds by a statement: a view, a trigger. */
export interface Stored {
  readonly name: string;
  /** The table (or view) that a trigger is on. */
  readonly table: string;
  readonly sql: string;
}

/** What a database holds besides rows. */
export interface Catalog {
  readonly tables: ReadonlyMap<string, TableShape>;
  readonly views: readonly Stored[];
  readonly triggers: readonly Stored[];
}

/** The database itself, or one that is attached to it. */
export type SchemaName = "main" | "before";

const catalogs = new BySchema<Catalog>();

/** Reads the catalog of a database; SQLite's own tables are left out. */
export const readCatalog = (db: Connection, schema: SchemaName = "main"): Catalog =>
  catalogs.of(db, schema, () => read(db, schema));

function read(db: Connection, schema: SchemaName): Catalog {
  const tables = db
    .prepare(
      `select l.name, l.type, l.wr, l.strict, coalesce(s.sql, '')
       from pragma_table_list l
       left join ${schema}.sqlite_schema s on s.name = l.name and s.type = 'table'
       where l.schema = ? and l.type in ('table', 'virtual', 'shadow')
         and l.name not like 'sqlite\\_%' escape '\\'
       order by s.rowid`,
    )
    .all([schema]);
  const shapes = tables.map(([name, kind, withoutRowid, strict, sql]): TableShape => {
    const table: TableRow = {
      name: text(name),
      kind: kind as TableShape["kind"],
      sql: text(sql),
      withoutRowid: withoutRowid === 1,
      strict: strict === 1,
    };
    return { ...table, ...readParts(db, schema, table) };
  });
  return {
    tables: new Map(shapes.map((table) => [table.name, table])),
    views: readStored(db, schema, "view"),
    triggers: readStored(db, schema, "trigger"),
  };
}

/** The statements that make a database as it is, without its rows; those of shadow tables are made by others. */
export function readStatements(db: Connection): string[] {
  const made = db.prepare(
    `select s.sql from sqlite_schema s left join pragma_table_list l on l.schema = 'main' and l.name = s.name
     where s.sql is not null and s.name not like 'sqlite\\_%' escape '\\' and coalesce(l.type, '') <> 'shadow'
     order by s.type <> 'table', s.rowid`,
  );
  return made.all([]).map(([sql]) => text(sql));
}

type TableRow = Pick<TableShape, "name" | "kind" | "sql" | "withoutRowid" | "strict">;

function readParts(
  db: Connection,
  schema: SchemaName,
  { name, sql }: TableRow,
): Omit<TableShape, keyof TableRow> {
  const parsed = parseTableSql(sql);
  const columns = db
    .prepare(
      "select name, type, [notnull], dflt_value, pk from pragma_table_xinfo(?, ?) order by cid",
    )
    .all([name, schema]);
  const indexes = db
    .prepare(
      `select name, sql from ${schema}.sqlite_schema
       where type = 'index' and lower(tbl_name) = lower(?) and sql is not null order by rowid`,
    )
    .all([name]);
  return {
    parsed,
    columns: columns.map((row) => columnShape(row, parsed)),
    foreignKeys: readForeignKeys(db, schema, name),
    uniques: readUniques(db, schema, name),
    indexes: new Map(indexes.map(([index, made]) => [text(index), text(made)])),
  };
}

function readForeignKeys(db: Connection, schema: SchemaName, name: string): ForeignKey[] {
  const rows = db
    .prepare(
      `select id, [from], [table], [to], lower(on_update), lower(on_delete)
       from pragma_foreign_key_list(?, ?) order by id, seq`,
    )
    .all([name, schema]);
  const ids = [...new Set(rows.map(([id]) => id))];
  return ids.map((id): ForeignKey => {
    const parts = rows.filter(([own]) => own === id);
    const columns = parts.map(([, from]) => text(from));
    const to = parts.flatMap(([, , , column]) => (column === null ? [] : [text(column)]));
    const [, , table, , onUpdate, onDelete] = parts[0] ?? [];
    const names = [columns.join(), table, to.join()].map(text).join(" ").toLowerCase();
    return { columns, to, table: text(table), normalized: `${names} ${onUpdate} ${onDelete}` };
  });
}

function readUniques(db: Connection, schema: SchemaName, name: string): string[] {
  const lists = db
    .prepare(
      `select (select group_concat(name, ',') from (select name from pragma_index_info(l.name, ?) order by seqno))
       from pragma_index_list(?, ?) l where l.origin = 'u'`,
    )
    .all([schema, name, schema]);
  return lists.map(([columns]) => text(columns).toLowerCase()).sort();
}

function readStored(db: Connection, schema: SchemaName, type: "view" | "trigger"): Stored[] {
  const rows = db
    .prepare(
      `select name, tbl_name, sql from ${schema}.sqlite_schema where type = ? order by rowid`,
    )
    .all([type]);
  return rows.map(([name, table, sql]) => ({
    name: text(name),
    table: text(table),
    sql: text(sql),
  }));
}

function columnShape(
  [name, type, notNull, fallback, key]: DbValue[],
  parsed: TableSql,
): ColumnShape {
  const declared = parsed.columns.get(text(name).toLowerCase());
  return {
    name: text(name),
    type: text(type).toUpperCase(),
    notNull: notNull === 1,
    default: fallback === null ? null : defaultText(text(fallback)),
    defaultSql: fallback === null ? null : text(fallback),
    primaryKey: Number(key),
    collation: declared?.collation ?? "binary",
    generated: declared?.generated,
  };
}

/** `(x)` and `x` are the same default; so is DEFAULT NULL and none. */
function defaultText(sql: string): string | null {
  const tokens = tokenize(sql);
  const wrapped = tokens[0]?.raw === "(" && tokens.at(-1)?.raw === ")";
  const meaning = normalized(wrapped ? tokens.slice(1, -1) : tokens);
  return meaning === "null" ? null : meaning;
}

const text = (value: DbValue | undefined): string => String(value ?? "");
