import type pg from "pg";
import type { DeclaredName } from "../target-server.ts";

/** A table of the target as the server's catalog has it. */
export interface ServerTable {
  /** Which of those that were asked for, counted from 0. */
  readonly nth: number;
  readonly schema: string;
  readonly name: string;
  /** relkind: r table, p partitioned, and what holds no rows of its own or lets none be written. */
  readonly relkind: string;
  /** Of the primary key, in its order. */
  readonly key: readonly string[];
}

/** Names without a schema are found along the search path, as a query would find them. */
const TABLES = `
  select asked.nth::int - 1 as nth, n.nspname::text as schema, c.relname::text as name,
         c.relkind::text as relkind,
         array(select a.attname::text
                 from pg_catalog.pg_index i
                cross join unnest(i.indkey::int2[]) with ordinality as k(number, place)
                 join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
                where i.indrelid = c.oid and i.indisprimary and k.place <= i.indnkeyatts
                order by k.place) as key
    from unnest($1::text[], $2::text[]) with ordinality as asked(schema, name, nth)
    join pg_catalog.pg_class c on c.relname = asked.name
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.oid <> pg_catalog.pg_my_temp_schema()
     and case when asked.schema is null then pg_catalog.pg_table_is_visible(c.oid)
              else n.nspname = asked.schema end`;

export async function serverTables(
  client: pg.Client,
  names: readonly DeclaredName[],
): Promise<readonly ServerTable[]> {
  const schemas = names.map(({ schema }) => schema ?? null);
  const { rows } = await client.query<ServerTable>(TABLES, [
    schemas,
    names.map(({ name }) => name),
  ]);
  return rows;
}

/** A column as the server's catalog has it, its domains looked through. */
export interface ServerColumn {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  /** As it is written, modifier and all, the domain's base where there is one. */
  readonly written: string;
  /** The name of the base type in the catalog: `int4`, `timestamptz`. */
  readonly base: string;
  /** Whether the base type is one of the server's own. */
  readonly builtIn: boolean;
  /** typtype of the base: b, e enum, c composite, r range. */
  readonly kind: string;
  readonly modifier: number;
  /** Of the column's own type, a domain's too. */
  readonly typeId: number;
  readonly labels: readonly string[] | null;
  /** Computed from other columns. */
  readonly generated: boolean;
}

/** atttypmod of a domain is that of the domain below it: the innermost one holds. */
const COLUMNS = `
  with recursive asked as (
    select n.nspname::text as schema, c.relname::text as "table", a.attname::text as name,
           a.attnum, a.atttypid as own, a.attgenerated <> '' as generated,
           a.atttypid as type, a.atttypmod as modifier
      from unnest($1::text[], $2::text[]) as one(schema, name)
      join pg_catalog.pg_namespace n on n.nspname = one.schema
      join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = one.name
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    union all
    select asked.schema, asked."table", asked.name, asked.attnum, asked.own, asked.generated,
           t.typbasetype, t.typtypmod
      from asked join pg_catalog.pg_type t on t.oid = asked.type and t.typtype = 'd'
  )
  select asked.schema, asked."table", asked.name, asked.generated,
         pg_catalog.format_type(asked.type, asked.modifier) as written,
         t.typname::text as base, t.typnamespace = 'pg_catalog'::regnamespace as "builtIn",
         t.typtype::text as kind, asked.modifier, asked.own as "typeId",
         case when t.typtype = 'e' then
           array(select e.enumlabel::text from pg_catalog.pg_enum e
                  where e.enumtypid = t.oid order by e.enumsortorder) end as labels
    from asked join pg_catalog.pg_type t on t.oid = asked.type and t.typtype <> 'd'
   order by asked.schema, asked."table", asked.attnum`;

export async function serverColumns(
  client: pg.Client,
  tables: readonly ServerTable[],
): Promise<readonly ServerColumn[]> {
  const { rows } = await client.query<ServerColumn>(COLUMNS, [
    tables.map(({ schema }) => schema),
    tables.map(({ name }) => name),
  ]);
  return rows;
}
