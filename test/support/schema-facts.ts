import { is, type SQL } from "drizzle-orm";
import * as pg from "drizzle-orm/pg-core";
import * as lite from "drizzle-orm/sqlite-core";

// What a schema says, as lines that can be compared with what another engine says: a difference names the column.

/** Types that keep the same on both engines. */
const KINDS: Readonly<Record<string, string>> = {
  PgUUID: "text",
  PgText: "text",
  PgDateString: "text",
  PgTime: "text",
  PgTimestampString: "text",
  PgInteger: "whole",
  PgBigInt53: "whole",
  PgBoolean: "truth",
  PgDoublePrecision: "real",
  PgCustomColumn: "bytes",
  PgJsonb: "bytes",
  SQLiteText: "text",
  SQLiteInteger: "whole",
  SQLiteBoolean: "truth",
  SQLiteReal: "real",
  SQLiteBlobBuffer: "bytes",
  SQLiteBlobJson: "bytes",
  uuid: "text",
  text: "text",
  date: "text",
  time: "text",
  timestamptz: "text",
  int4: "whole",
  int8: "whole",
  bool: "truth",
  float8: "real",
  bytea: "bytes",
  jsonb: "bytes",
};

const written = (expression: SQL): string => new pg.PgDialect().sqlToQuery(expression).sql;

/** The name in an expression, whatever engine wrote it. */
const bare = (expression: string): string =>
  expression
    .replace(/ collate "C"/i, "")
    .replace(/"\w+"\.|["()]/g, " ")
    .replace(/ +/g, " ")
    .trim();

/** The values that a CHECK lists. */
const listed = (expression: string): string =>
  [...expression.matchAll(/'([^'[{]*)'/g)]
    .map(([, value]) => value)
    .sort()
    .join(" ");

const IS_FLAG = / in \(0, 1\)$/;

type Column = pg.AnyPgColumn | lite.AnySQLiteColumn;

/** What Drizzle's tables of either engine say. CHECKs that keep a number to 0 and 1 are what a boolean is. */
export function factsOf(exported: Readonly<Record<string, unknown>>): string[] {
  return Object.values(exported)
    .flatMap((value) => (is(value, pg.PgTable) || is(value, lite.SQLiteTable) ? [value] : []))
    .flatMap(factsOfTable)
    .sort();
}

const configOf = (table: pg.PgTable | lite.SQLiteTable) =>
  is(table, pg.PgTable) ? pg.getTableConfig(table) : lite.getTableConfig(table);

function factsOfTable(table: pg.PgTable | lite.SQLiteTable): string[] {
  const { name, columns, indexes, checks, foreignKeys } = configOf(table);
  return [
    ...columns.flatMap((column) => factsOfColumn(name, column)),
    ...indexes.map(({ config }) => factOfIndex(name, config)),
    ...foreignKeys.map((key) => {
      const { columns: from, foreignTable, foreignColumns } = key.reference();
      return `${name} (${namesOf(from)}) references ${configOf(foreignTable).name} (${namesOf(foreignColumns)})`;
    }),
    ...checks
      .filter(({ value }) => !IS_FLAG.test(written(value)))
      .map((check) => `${name} check ${check.name} ${listed(written(check.value))}`),
  ];
}

const namesOf = (columns: readonly { readonly name: string }[]): string =>
  columns.map(({ name }) => name).join(", ");

function factsOfColumn(table: string, column: Column): string[] {
  const { name, columnType, notNull, primary, isUnique, uniqueName } = column;
  const nullable = notNull || primary ? " not null" : "";
  return [
    `${table}.${name} ${KINDS[columnType]}${nullable}${defaultOf(column)}`,
    ...(primary ? [`${table} primary key (${name})`] : []),
    ...(isUnique ? [`${table} unique index ${uniqueName} (${name})`] : []),
  ];
}

function defaultOf({ default: value }: Column): string {
  if (value === undefined || value === null) return "";
  return ` default ${typeof value === "object" ? "now" : String(value)}`;
}

type Index = pg.Index["config"] | lite.Index["config"];

function factOfIndex(table: string, { name, unique, columns }: Index): string {
  const parts = columns.map((one) =>
    "name" in one ? String(one.name) : bare(written(one as SQL)),
  );
  return `${table} ${unique ? "unique " : ""}index ${name} (${parts.join(", ")})`;
}

type Query = (sql: string) => Promise<readonly Record<string, unknown>[]>;

/** What the catalog of a server says of its schema public, in the same lines. */
export async function factsOfServer(query: Query): Promise<string[]> {
  const [columns, keys, indexes] = [
    await query(COLUMNS),
    await query(CONSTRAINTS),
    await query(INDEXES),
  ];
  return [
    ...columns.map((row) => {
      const nullable = row["required"] === true ? " not null" : "";
      return `${row["table"]}.${row["name"]} ${KINDS[String(row["type"])]}${nullable}${serverDefault(row["default"])}`;
    }),
    ...keys.map(({ table, name, type, from, to, key, definition }) => {
      if (type === "p") return `${table} primary key (${from})`;
      if (type === "f") return `${table} (${from}) references ${to} (${key})`;
      return `${table} check ${name} ${listed(String(definition))}`;
    }),
    ...indexes.map(
      ({ table, name, unique, parts }) =>
        `${table} ${unique === true ? "unique " : ""}index ${name} (${(parts as string[]).map(bare).join(", ")})`,
    ),
  ].sort();
}

function serverDefault(value: unknown): string {
  if (typeof value !== "string") return "";
  if (value === "now()") return " default now";
  return ` default ${value.replace(/::\w+$/, "").replace(/^'(.*)'$/, "$1")}`;
}

const OF_PUBLIC = "c.relnamespace = 'public'::regnamespace and c.relkind = 'r'";

const COLUMNS = `
  select c.relname as "table", a.attname as name, t.typname as type, a.attnotnull as required,
    pg_get_expr(d.adbin, d.adrelid) as "default"
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where ${OF_PUBLIC}`;

const NAMES = (of: string, keys: string) => `(
  select string_agg(a.attname, ', ' order by k.n)
  from unnest(${keys}) with ordinality k(attnum, n) join pg_attribute a on a.attrelid = ${of} and a.attnum = k.attnum)`;

const CONSTRAINTS = `
  select c.relname as "table", o.conname as name, o.contype as type, ${NAMES("o.conrelid", "o.conkey")} as "from",
    f.relname as "to", ${NAMES("o.confrelid", "o.confkey")} as key, pg_get_constraintdef(o.oid) as definition
  from pg_constraint o join pg_class c on c.oid = o.conrelid left join pg_class f on f.oid = o.confrelid
  where ${OF_PUBLIC} and o.contype in ('p', 'f', 'c')`;

const INDEXES = `
  select c.relname as "table", i.relname as name, x.indisunique as unique,
    array(select pg_get_indexdef(x.indexrelid, k, true) from generate_series(1, x.indnkeyatts) k) as parts
  from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
  where ${OF_PUBLIC} and not x.indisprimary`;
