import type pg from "pg";
import type {
  ServerCatalog,
  ServerEnum,
  ServerSequence,
  ServerTable,
  ServerView,
} from "./server-catalog.ts";

const COLUMNS = `select coalesce(json_agg(json_build_object(
    'number', a.attnum, 'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
    'base', case when t.typtype = 'b' and t.typelem = 0 then t.typname else format_type(a.atttypid, null) end,
    'notNull', a.attnotnull, 'identity', a.attidentity,
    'default', case when a.attgenerated = '' and (s.oid is null or a.attidentity <> '')
                    then pg_get_expr(d.adbin, d.adrelid) end,
    'generated', case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end,
    'sequence', s.oid::regclass::text,
    'counting', case when a.attidentity <> '' then format(
        'start with %s increment by %s minvalue %s maxvalue %s cache %s%s', q.seqstart, q.seqincrement,
        q.seqmin, q.seqmax, q.seqcache, case when q.seqcycle then ' cycle' else '' end) end,
    'collation', case when a.attcollation <> t.typcollation then
        (select format('%I.%I', cn.nspname, co.collname) from pg_collation co
         join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation) end
  ) order by a.attnum), '[]')
  from pg_attribute a
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  left join pg_depend o on o.classid = 'pg_class'::regclass and o.refclassid = 'pg_class'::regclass
    and o.refobjid = a.attrelid and o.refobjsubid = a.attnum and o.deptype in ('a', 'i')
    and exists (select from pg_class k where k.oid = o.objid and k.relkind = 'S')
    and (o.deptype = 'i' or pg_get_expr(d.adbin, d.adrelid) like 'nextval(%')
  left join pg_class s on s.oid = o.objid
  left join pg_sequence q on q.seqrelid = s.oid
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped`;

const CONSTRAINTS = `select coalesce(json_agg(json_build_object(
    'oid', k.oid::int8, 'name', k.conname, 'kind', k.contype,
    'definition', replace(pg_get_constraintdef(k.oid), ' NOT VALID', ''),
    'columns', coalesce(to_json(k.conkey), '[]'), 'validated', k.convalidated,
    'parent', case when k.contype = 'f' then k.confrelid::regclass::text end,
    'parentColumns', (select coalesce(json_agg(f.attname order by p.at), '[]')
        from unnest(k.confkey) with ordinality p(number, at)
        join pg_attribute f on f.attrelid = k.confrelid and f.attnum = p.number)
  ) order by k.conname), '[]')
  from pg_constraint k
  where k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c', 'x')`;

const INDEXES = `select coalesce(json_agg(json_build_object(
    'oid', i.indexrelid::int8, 'name', n.relname, 'called', i.indexrelid::regclass::text,
    'definition', replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON '),
    'unique', i.indisunique, 'valid', i.indisvalid,
    'keys', (select json_agg(pg_get_indexdef(i.indexrelid, at, true) order by at)
             from generate_series(1, i.indnkeyatts) at),
    'filter', pg_get_expr(i.indpred, i.indrelid),
    'columns', (select coalesce(json_agg(distinct d.refobjsubid), '[]') from pg_depend d
        where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
          and d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid and d.refobjsubid > 0)
  ) order by n.relname), '[]')
  from pg_index i join pg_class n on n.oid = i.indexrelid
  where i.indrelid = c.oid
    and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))`;

const POLICIES = `select coalesce(json_agg(json_build_object(
    'oid', p.oid::int8, 'name', p.polname, 'definition', format('AS %s FOR %s TO %s%s%s',
      case when p.polpermissive then 'PERMISSIVE' else 'RESTRICTIVE' end,
      case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE'
        when 'd' then 'DELETE' else 'ALL' end,
      (select string_agg(case when role = 0 then 'public' else quote_ident(pg_get_userbyid(role)) end,
        ', ' order by role) from unnest(p.polroles) role),
      ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
      ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
  ) order by p.polname), '[]')
  from pg_policy p where p.polrelid = c.oid`;

const TABLES = `select c.oid::int8 as oid, n.nspname as schema, c.relname as name, c.relkind as kind,
    c.oid::regclass::text as written, c.relrowsecurity as rls, c.relforcerowsecurity as force,
    exists (select from pg_inherits h where h.inhrelid = c.oid) as child,
    (${COLUMNS}) as columns, (${CONSTRAINTS}) as constraints, (${INDEXES}) as indexes,
    (${POLICIES}) as policies,
    (select coalesce(json_agg(t.tgname order by t.tgname), '[]') from pg_trigger t
      where t.tgrelid = c.oid and not t.tgisinternal) as triggers
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any($1) and c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
  order by c.oid`;

const VIEWS = `select c.oid::int8 as oid, n.nspname as schema, c.relname as name,
    c.oid::regclass::text as written, c.relkind = 'm' as materialized, pg_get_viewdef(c.oid) as definition
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any($1) and c.relkind in ('v', 'm') order by c.oid`;

const ENUMS = `select t.oid::int8 as oid, n.nspname as schema, t.typname as name, format_type(t.oid, null) as written,
    (select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid) as values
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where n.nspname = any($1) and t.typtype = 'e' order by t.oid`;

const SEQUENCES = `select n.nspname as schema, c.relname as name, c.oid::regclass::text as written,
    format('start with %s increment by %s minvalue %s maxvalue %s cache %s%s', q.seqstart, q.seqincrement,
      q.seqmin, q.seqmax, q.seqcache, case when q.seqcycle then ' cycle' else '' end) as counting
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_sequence q on q.seqrelid = c.oid
  where n.nspname = any($1) and not exists (select from pg_depend o where o.classid = 'pg_class'::regclass
    and o.objid = c.oid and o.refclassid = 'pg_class'::regclass and o.refobjsubid > 0)
  order by c.oid`;

/** Which schemas are read, and what they are called. */
export interface Reading {
  /** Those of the server that are read. */
  readonly schemas: readonly string[];
  /** The one whose name decisions leave out. */
  readonly defaultSchema: string;
  /** Schemas that stand for others. */
  readonly standIns?: ReadonlyMap<string, RealSchema>;
}

/** A schema that another stands in for: its name, and the same as SQL takes it. */
export interface RealSchema {
  readonly name: string;
  readonly written: string;
}

/** Reads what stands in some schemas; the path to search is left as it was. */
export async function readServerCatalog(
  client: pg.Client,
  reading: Reading,
): Promise<ServerCatalog> {
  const { standIns = new Map<string, RealSchema>() } = reading;
  const read = async <Row>(sql: string): Promise<Row[]> => {
    const { rows } = await client.query(sql, [reading.schemas]);
    return rows.map((row) => called(row as Named, reading) as Row);
  };
  return withNamesInFull(client, async () => {
    const catalog: ServerCatalog = {
      schemas: reading.schemas.map((schema) => standIns.get(schema)?.name ?? schema),
      tables: await read<ServerTable>(TABLES),
      views: await read<ServerView>(VIEWS),
      enums: await read<ServerEnum>(ENUMS),
      sequences: await read<ServerSequence>(SEQUENCES),
    };
    return standIns.size === 0 ? catalog : renamed(catalog, standIns);
  });
}

/** With nothing on the path to search, the server writes every name with its schema. */
export async function withNamesInFull<Result>(
  client: pg.Client,
  work: () => Promise<Result>,
): Promise<Result> {
  const { rows } = await client.query<{ path: string }>(
    `select pg_catalog.current_setting('search_path') as path, pg_catalog.set_config('search_path', '', true)`,
  );
  const result = await work();
  await client.query(`select pg_catalog.set_config('search_path', $1, true)`, [
    rows[0]?.path ?? "",
  ]);
  return result;
}

interface Named {
  readonly schema: string;
  readonly name: string;
  readonly oid?: string;
}

function called({ oid, ...row }: Named, { defaultSchema, standIns }: Reading): object {
  const real = standIns?.get(row.schema)?.name ?? row.schema;
  const number = oid === undefined ? {} : { oid: Number(oid) };
  const name = real === defaultSchema ? row.name : `${real}.${row.name}`;
  return Object.assign(number, row, { schema: real, called: name });
}

/** A stand-in has a name that occurs nowhere else, and needs no quotes. */
function renamed(catalog: ServerCatalog, standIns: ReadonlyMap<string, RealSchema>): ServerCatalog {
  let text = JSON.stringify(catalog);
  for (const [standIn, { written }] of standIns) {
    text = text.replaceAll(`${standIn}.`, JSON.stringify(`${written}.`).slice(1, -1));
  }
  return JSON.parse(text) as ServerCatalog;
}
