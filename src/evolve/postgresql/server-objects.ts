import type pg from "pg";
import { withNamesInFull } from "./read-catalog.ts";

/** Something that the catalog holds besides rows, as the server itself writes it. */
export interface ServerObject {
  /** Its kind and numbers: they outlive a rename. */
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  /** The table that it belongs to; 0 if none. */
  readonly on: number;
  /** The table's columns that it is about. */
  readonly columns: readonly number[];
  readonly definition: string;
}

const OURS = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'`;
const NOT_OF_EXTENSION = (catalog: string, oid: string) =>
  `not exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;

/** Each part gives: key, kind, name, on, columns, definition. */
const PARTS: readonly string[] = [
  `select 'table:' || c.oid, case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
      else 'table' end, c.oid::regclass::text,
    case when c.relkind in ('r', 'p', 'f') then c.oid else coalesce((select d.refobjid from pg_depend d where d.classid = 'pg_class'::regclass
      and d.objid = c.oid and c.relkind = 'S' and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') limit 1), 0) end::int8,
    (select coalesce(array_agg(d.refobjsubid), '{}') from pg_depend d where d.classid = 'pg_class'::regclass
      and d.objid = c.oid and c.relkind = 'S' and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0)::int[],
    concat_ws(' ', c.relkind, c.relpersistence, pg_get_userbyid(c.relowner), c.reloptions::text, c.relreplident, c.reltablespace,
      case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end, c.relispopulated,
      (select concat_ws(' ', q.seqtypid::regtype, q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle)
        from pg_sequence q where q.seqrelid = c.oid))
   from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where ${OURS} and c.relkind in ('r', 'p', 'f', 'v', 'm', 'S')`,
  `select 'rls:' || c.oid, 'row level security of', c.oid::regclass::text, c.oid::int8, '{}'::int[],
    concat_ws(' ', c.relrowsecurity, c.relforcerowsecurity)
   from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${OURS} and c.relkind in ('r', 'p')`,
  `select 'acl:' || c.oid, 'grants on', c.oid::regclass::text, case when c.relkind = 'S' then 0 else c.oid end::int8, '{}'::int[], coalesce(c.relacl::text, '')
   from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${OURS} and c.relkind in ('r', 'p', 'f', 'v', 'm')`,
  `select 'column:' || a.attrelid || '.' || a.attnum, 'column', a.attrelid::regclass || '.' || quote_ident(a.attname), a.attrelid::int8,
    array[a.attnum]::int[],
    concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, a.attcollation, a.attstorage,
      a.attoptions::text, a.attacl::text, pg_get_expr(d.adbin, d.adrelid))
   from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
   left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where ${OURS} and c.relkind in ('r', 'p', 'f') and a.attnum > 0 and not a.attisdropped`,
  `select 'constraint:' || k.oid, 'constraint', k.conname::text, k.conrelid::int8, coalesce(k.conkey, '{}')::int[],
    concat_ws(' ', pg_get_constraintdef(k.oid), k.convalidated)
   from pg_constraint k join pg_namespace n on n.oid = k.connamespace where ${OURS} and k.contype not in ('n', 't')`,
  `select 'index:' || i.indexrelid, 'index', i.indexrelid::regclass::text, i.indrelid::int8,
    (select coalesce(array_agg(distinct d.refobjsubid), '{}') from pg_depend d where d.classid = 'pg_class'::regclass
      and d.objid = i.indexrelid and d.refclassid = 'pg_class'::regclass and d.refobjid = i.indrelid and d.refobjsubid > 0)::int[],
    concat_ws(' ', pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisclustered, i.indisreplident)
   from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
   where ${OURS} and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))`,
  `select 'policy:' || p.oid, 'policy', p.polname::text, p.polrelid::int8,
    (select coalesce(array_agg(distinct d.refobjsubid), '{}') from pg_depend d where d.classid = 'pg_policy'::regclass
      and d.objid = p.oid and d.refobjid = p.polrelid and d.refobjsubid > 0)::int[],
    concat_ws(' ', p.polcmd, p.polpermissive, p.polroles::text, pg_get_expr(p.polqual, p.polrelid), '|', pg_get_expr(p.polwithcheck, p.polrelid))
   from pg_policy p`,
  `select 'trigger:' || t.oid, 'trigger', t.tgname::text, t.tgrelid::int8, coalesce(t.tgattr::int2[], '{}')::int[],
    concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
   from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
   where ${OURS} and not t.tgisinternal`,
  `select 'rule:' || r.oid, 'rule', r.rulename::text, r.ev_class::int8, '{}'::int[], concat_ws(' ', pg_get_ruledef(r.oid), r.ev_enabled)
   from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
   where ${OURS} and r.rulename <> '_RETURN'`,
  `select 'function:' || p.oid, 'function', p.oid::regprocedure::text, 0::int8, '{}'::int[],
    concat_ws(' ', case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end, pg_get_userbyid(p.proowner), p.proacl::text)
   from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where ${OURS} and ${NOT_OF_EXTENSION("pg_proc", "p.oid")}`,
  `select 'type:' || t.oid, 'type', format_type(t.oid, null), 0::int8, '{}'::int[],
    concat_ws(' ', t.typtype, pg_get_userbyid(t.typowner), t.typacl::text, format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typdefault,
      (select string_agg(quote_literal(e.enumlabel), ',' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid))
   from pg_type t join pg_namespace n on n.oid = t.typnamespace
   where ${OURS} and t.typtype in ('e', 'd', 'r') and ${NOT_OF_EXTENSION("pg_type", "t.oid")}`,
  `select 'schema:' || n.oid, 'schema', n.nspname::text, 0::int8, '{}'::int[], concat_ws(' ', pg_get_userbyid(n.nspowner), n.nspacl::text)
   from pg_namespace n where ${OURS}`,
  `select 'default grants:' || d.oid, 'default grants', d.oid::text, 0::int8, '{}'::int[],
    concat_ws(' ', d.defaclrole, d.defaclnamespace, d.defaclobjtype, d.defaclacl::text) from pg_default_acl d`,
  `select 'statistics:' || s.oid, 'statistics', s.stxname::text, s.stxrelid::int8, s.stxkeys::int2[]::int[], pg_get_statisticsobjdef(s.oid)
   from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where ${OURS}`,
  `select 'publication:' || p.oid, 'publication', b.pubname::text || ' of ' || p.prrelid::regclass, p.prrelid::int8, '{}'::int[], ''
   from pg_publication_rel p join pg_publication b on b.oid = p.prpubid`,
  `select 'event trigger:' || e.oid, 'event trigger', e.evtname::text, 0::int8, '{}'::int[], concat_ws(' ', e.evtevent, e.evtenabled, e.evtfoid)
   from pg_event_trigger e`,
  `select 'extension:' || e.oid, 'extension', e.extname::text, 0::int8, '{}'::int[], e.extversion from pg_extension e`,
  `select 'part:' || h.inhrelid || '.' || h.inhparent, 'part of ' || h.inhparent::regclass || ',', h.inhrelid::regclass::text, h.inhrelid::int8, '{}'::int[],
    coalesce(pg_get_expr(c.relpartbound, c.oid), '') from pg_inherits h join pg_class c on c.oid = h.inhrelid where c.relkind in ('r', 'p', 'f')`,
  `select concat_ws(':', 'comment', d.classoid, d.objoid, d.objsubid), 'comment on', pg_describe_object(d.classoid, d.objoid, d.objsubid),
    case when d.classoid = 'pg_class'::regclass and exists (select from pg_class c where c.oid = d.objoid and c.relkind in ('r', 'p', 'f')) then d.objoid else 0 end::int8,
    case when d.objsubid > 0 then array[d.objsubid] else '{}' end::int[], d.description
   from pg_description d where d.objoid >= 16384`,
];

/** Everything in the database besides rows, system catalogs aside. */
export async function readServerObjects(
  client: pg.Client,
): Promise<ReadonlyMap<string, ServerObject>> {
  return withNamesInFull(client, async () => {
    const { rows } = await client.query<unknown[]>({
      text: PARTS.join("\nunion all\n"),
      rowMode: "array",
    });
    return new Map(
      rows.map(([key, kind, name, on, columns, definition]) => [
        String(key),
        {
          key: String(key),
          kind: String(kind),
          name: String(name),
          on: Number(on),
          columns: columns as number[],
          definition: String(definition),
        },
      ]),
    );
  });
}

/** What depends on columns of tables (`oid.number`), by the keys of `ServerObject`. */
export async function dependentsOn(
  client: pg.Client,
  columns: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ key: string }>(
    `select case d.classid when 'pg_constraint'::regclass then 'constraint:' || d.objid
        when 'pg_class'::regclass then 'index:' || d.objid when 'pg_policy'::regclass then 'policy:' || d.objid
        when 'pg_trigger'::regclass then 'trigger:' || d.objid when 'pg_statistic_ext'::regclass then 'statistics:' || d.objid
        when 'pg_rewrite'::regclass then 'table:' || (select r.ev_class from pg_rewrite r where r.oid = d.objid)
        when 'pg_attrdef'::regclass then (select 'column:' || a.adrelid || '.' || a.adnum from pg_attrdef a where a.oid = d.objid)
        else '' end as key
     from pg_depend d where d.refclassid = 'pg_class'::regclass and d.refobjid || '.' || d.refobjsubid = any($1)`,
    [columns],
  );
  return new Set(rows.map(({ key }) => key));
}
