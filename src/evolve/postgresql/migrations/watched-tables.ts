import type pg from "pg";

// What every table holds, in figures that do not depend on the order of rows: so that what a migration takes away or
// changes is seen, whatever its statements look like. Tables and columns are known by the server's own numbers, which
// outlive renames.

/** A column, and what it holds. */
export interface WatchedColumn {
  readonly number: number;
  readonly name: string;
  /** The server's name of the type. */
  readonly type: string;
  /** Values that are not null. */
  readonly values: number;
  /** Of these values, each tied to its row's key. */
  readonly digest: string;
}

/** A table, and what it holds. */
export interface WatchedTable {
  readonly oid: number;
  /** As decisions call it: without its schema where that is the usual one. */
  readonly called: string;
  /** In full and quoted, as SQL takes it. */
  readonly written: string;
  /** The columns of the primary key. */
  readonly key: readonly number[];
  readonly columns: readonly WatchedColumn[];
  readonly rows: number;
  /** Where rows have no key: of each row as a whole, so that values that change places are seen. */
  readonly together: string;
}

const TABLES = `
  select c.oid::int8::text as oid, pg_catalog.has_schema_privilege(n.oid, 'USAGE')
      and pg_catalog.has_table_privilege(c.oid, 'SELECT') as readable, format('%I.%I', n.nspname, c.relname) as written,
    case when n.nspname = $1 then c.relname else n.nspname || '.' || c.relname end as called,
    coalesce((select array_agg(k.number order by k.at) from pg_catalog.pg_index i,
      unnest(i.indkey::int2[]) with ordinality k(number, at) where i.indrelid = c.oid and i.indisprimary), '{}')::int[] as key,
    (select coalesce(json_agg(json_build_object('number', a.attnum, 'name', a.attname, 'type', y.typname)
        order by a.attnum), '[]')
     from pg_catalog.pg_attribute a join pg_catalog.pg_type y on y.oid = a.atttypid
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not (n.nspname = $1 and c.relname = $2)
    and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_class'::regclass
      and e.objid = c.oid and e.deptype = 'e')
  order by c.oid`;

type Shape = Pick<WatchedColumn, "number" | "name" | "type">;
interface Named {
  readonly oid: string;
  readonly readable: boolean;
  readonly written: string;
  readonly called: string;
  readonly key: readonly number[];
  readonly columns: readonly Shape[];
}

/** Where tables stand that name no schema, and which of them is the tool's own. */
export interface Watching {
  readonly schema: string;
  readonly journal: string;
}

/**
 * Reads what every table holds, partitions by themselves, in one scan each.
 *
 * @param keys by which columns rows are known, where that is to be as it was before
 */
export async function watchTables(
  client: pg.Client,
  { schema, journal }: Watching,
  keys: ReadonlyMap<number, readonly number[]> = new Map(),
): Promise<WatchedTable[]> {
  const { rows } = await client.query<Named>(TABLES, [schema, journal]);
  const tables: WatchedTable[] = [];
  for (const { oid, key, readable, ...named } of rows) {
    const number = Number(oid);
    // What belongs to others and is closed to this role is none of its migrations' business; see `unreadTables`.
    if (!readable && !keys.has(number)) continue;
    const known = keys.get(number) ?? key;
    tables.push(await watchTable(client, { ...named, oid: number, key: known }));
  }
  return tables;
}

/** Tables that the role may not read, and that are therefore not compared. */
export async function unreadTables(
  client: pg.Client,
  { schema, journal }: Watching,
): Promise<string[]> {
  const { rows } = await client.query<Named>(TABLES, [schema, journal]);
  return rows.filter(({ readable }) => !readable).map(({ written }) => written);
}

async function watchTable(
  client: pg.Client,
  table: Omit<WatchedTable, "rows" | "together" | "columns"> & {
    readonly columns: readonly Shape[];
  },
): Promise<WatchedTable> {
  const key = keyText(table);
  const sums = table.columns.flatMap((column) => [
    `count(${ident(column.name)})`,
    `sum(${hashOf(column, key)})::text`,
  ]);
  const { rows } = await client.query<(string | null)[]>({
    text: `select ${["count(*)", togetherOf(table.columns, key), ...sums].join(", ")} from only ${table.written}`,
    rowMode: "array",
  });
  const [count, together, ...digests] = rows[0] ?? [];
  const columns = table.columns.map((column, at) => ({
    ...column,
    values: Number(digests[2 * at]),
    digest: digests[2 * at + 1] ?? "",
  }));
  return { ...table, columns, rows: Number(count), together: together ?? "" };
}

/** An array keeps a null apart from a value, and where it stands. */
function togetherOf(columns: readonly Shape[], key: string | undefined): string {
  if (key !== undefined || columns.length < 2) return "''";
  const hashes = columns.map((column) => hashOf(column, undefined)).join(", ");
  return `sum(hashtextextended(array[${hashes}]::text collate "C", 0))::text`;
}

/** The key of a row as one text; undefined where there is none, or a part of it is gone. */
export function keyText({
  key,
  columns,
}: {
  readonly key: readonly number[];
  readonly columns: readonly Shape[];
}): string | undefined {
  const parts = key.map((number) => columns.find((one) => one.number === number));
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  return parts.map((part) => part && plainText(part)).join(" || chr(31) || ");
}

/** A number of 64 bits for a value, null for none; the same for equal values of a type, whatever the session is set to. */
export function hashOf(column: Shape, key: string | undefined): string {
  const tied = key === undefined ? "" : `${key} || chr(31) || `;
  return `hashtextextended((${tied}${plainText(column)}) collate "C", ${column.number})`;
}

const NUMBERS = ["int2", "int4", "int8", "numeric"];

/** A value as text: `10.5` and `10.50` are one number, in whatever type. */
const plainText = ({ name, type }: Shape): string =>
  NUMBERS.includes(type) ? `trim_scale(${ident(name)}::numeric)::text` : `${ident(name)}::text`;

/** A name as SQL takes it, whatever signs it has. */
export const ident = (name: string): string => `"${name.replaceAll('"', '""')}"`;
