import type pg from "pg";

/** A table or view, as the catalog has it; PostgreSQL 12 knows all that is asked for. */
export interface CatalogTable {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** relkind: r table, p partitioned, v view, m materialized view, f foreign table. */
  readonly relkind: "r" | "p" | "v" | "m" | "f";
  /** False for a materialized view that was never filled. */
  readonly populated: boolean;
  readonly comment: string | null;
  /** The extension that it belongs to. */
  readonly extension: string | null;
  /** Other tables inherit from it, and are tables of their own. */
  readonly inherited: boolean;
  readonly mayUse: boolean;
  readonly maySelect: boolean;
  /** A policy would show this role a part of the rows. */
  readonly guarded: boolean;
}

/** Partitions are read with the table that they are parts of; temporary tables are another session's. */
const TABLES = `
  select c.oid, n.nspname::text as schema, c.relname::text as name, c.relkind::text as relkind,
         c.relispopulated as populated, pg_catalog.obj_description(c.oid, 'pg_class') as comment,
         (select e.extname::text from pg_catalog.pg_depend d
            join pg_catalog.pg_extension e on e.oid = d.refobjid
           where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
             and d.refclassid = 'pg_catalog.pg_extension'::regclass limit 1) as extension,
         c.relkind = 'r' and exists (
           select 1 from pg_catalog.pg_inherits i where i.inhparent = c.oid) as inherited,
         pg_catalog.has_schema_privilege(n.oid, 'USAGE') as "mayUse",
         pg_catalog.has_table_privilege(c.oid, 'SELECT') as "maySelect",
         pg_catalog.row_security_active(c.oid) as guarded
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
     and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   order by n.nspname, c.relname`;

export async function tablesOf(client: pg.Client): Promise<readonly CatalogTable[]> {
  const { rows } = await client.query<CatalogTable>(TABLES);
  return rows;
}

export interface CatalogColumn {
  readonly table: number;
  readonly name: string;
  /** As it is written: its domains are looked through elsewhere. */
  readonly type: string;
  readonly typeId: number;
  readonly notNull: boolean;
  readonly comment: string | null;
  readonly maySelect: boolean;
}

const COLUMNS = `
  select a.attrelid as "table", a.attname::text as name,
         pg_catalog.format_type(a.atttypid, a.atttypmod) as type, a.atttypid as "typeId",
         a.attnotnull as "notNull", pg_catalog.col_description(a.attrelid, a.attnum) as comment,
         pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT') as "maySelect"
    from pg_catalog.pg_attribute a
   where a.attrelid = any($1::oid[]) and a.attnum > 0 and not a.attisdropped
   order by a.attrelid, a.attnum`;

export async function columnsOf(
  client: pg.Client,
  tables: readonly number[],
): Promise<readonly CatalogColumn[]> {
  const { rows } = await client.query<CatalogColumn>(COLUMNS, [tables]);
  return rows;
}

/** A domain, and the type that it narrows, which may be one too. */
export interface CatalogDomain {
  readonly oid: number;
  readonly base: number;
  readonly type: string;
  readonly notNull: boolean;
  readonly checks: readonly string[];
}

/** A CHECK that is not validated may have been broken before it was made. */
const DOMAINS = `
  select t.oid, t.typbasetype as base, pg_catalog.format_type(t.typbasetype, t.typtypmod) as type,
         t.typnotnull as "notNull",
         array(select pg_catalog.pg_get_expr(k.conbin, 0) from pg_catalog.pg_constraint k
                where k.contypid = t.oid and k.contype = 'c' and k.convalidated order by k.conname)
           as checks
    from pg_catalog.pg_type t where t.typtype = 'd'`;

export async function domainsOf(client: pg.Client): Promise<ReadonlyMap<number, CatalogDomain>> {
  const { rows } = await client.query<CatalogDomain>(DOMAINS);
  return new Map(rows.map((domain) => [domain.oid, domain]));
}

const ENUMS = `
  select e.enumtypid as oid, array_agg(e.enumlabel::text order by e.enumsortorder) as labels
    from pg_catalog.pg_enum e group by e.enumtypid`;

export async function enumsOf(client: pg.Client): Promise<ReadonlyMap<number, readonly string[]>> {
  const { rows } = await client.query<{ oid: number; labels: string[] }>(ENUMS);
  return new Map(rows.map(({ oid, labels }) => [oid, labels]));
}

/** A PRIMARY KEY, UNIQUE, or unique index; a FOREIGN KEY; the expression of a CHECK. */
export interface CatalogConstraint {
  readonly table: number;
  readonly kind: "primary" | "unique" | "foreign" | "check";
  readonly columns: readonly string[];
  readonly to: readonly string[] | null;
  readonly toColumns: readonly string[] | null;
  readonly expression: string | null;
}

/** An index of a part of the rows, or of an expression, says nothing of the column as it is. */
const CONSTRAINTS = `
  select i.indrelid as "table", case when i.indisprimary then 'primary' else 'unique' end as kind,
         array(select a.attname::text
                 from unnest(i.indkey::int2[]) with ordinality as k(number, place)
                 join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
                where k.place <= i.indnkeyatts order by k.place) as columns,
         null::text[] as "to", null::text[] as "toColumns", null::text as expression
    from pg_catalog.pg_index i
   where i.indrelid = any($1::oid[]) and i.indisunique and i.indisvalid and i.indpred is null
     and i.indexprs is null
  union all
  select k.conrelid, case k.contype when 'f' then 'foreign' else 'check' end,
         array(select a.attname::text from unnest(k.conkey) with ordinality as c(number, place)
                 join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.number
                order by c.place),
         case when k.contype = 'f' then (
           select array[n.nspname::text, r.relname::text] from pg_catalog.pg_class r
             join pg_catalog.pg_namespace n on n.oid = r.relnamespace where r.oid = k.confrelid) end,
         array(select a.attname::text from unnest(k.confkey) with ordinality as c(number, place)
                 join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = c.number
                order by c.place),
         case when k.contype = 'c' then pg_catalog.pg_get_expr(k.conbin, k.conrelid) end
    from pg_catalog.pg_constraint k
   where k.conrelid = any($1::oid[])
     and (k.contype = 'f' and k.conparentid = 0 or k.contype = 'c' and k.convalidated)
   order by 1, 2, 3`;

export async function constraintsOf(
  client: pg.Client,
  tables: readonly number[],
): Promise<readonly CatalogConstraint[]> {
  const { rows } = await client.query<CatalogConstraint>(CONSTRAINTS, [tables]);
  return rows;
}
