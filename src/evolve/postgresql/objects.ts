import type pg from "pg";
import { withNamesInFull } from "./read-catalog.ts";

// What a database holds besides rows, each object as the server writes it, with all names in full: two texts are the
// same if and only if the server means the same by them.

export type ObjectKind =
  | "schema"
  | "table"
  | "column"
  | "constraint"
  | "index"
  | "row-level security"
  | "forced row-level security"
  | "policy"
  | "trigger"
  | "rule"
  | "view"
  | "function"
  | "sequence"
  | "type"
  | "grant"
  | "default grant"
  | "extension"
  | "event trigger"
  | "publication";

/** One object. */
export interface DatabaseObject {
  readonly kind: ObjectKind;
  /** By the numbers that the server gave: a rename leaves it as it is. */
  readonly id: string;
  /** In full: `tenant on public.patients`, `app: select on public.patients`. */
  readonly name: string;
  /** The table that it goes with, in full; null if it stands alone. */
  readonly table: string | null;
  readonly definition: string;
}

/** Of no extension, in no schema of the server's own, and no session's. */
const OURS = (oid: string, catalog: string, namespace: string): string => `
  ${namespace} in (select oid from pg_catalog.pg_namespace
     where nspname !~ '^pg_' and nspname <> 'information_schema')
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.${catalog}'::regclass
    and e.objid = ${oid} and e.deptype = 'e')`;

const TABLE = "t.oid::regclass::text";

const TABLES = `with t as (select * from pg_catalog.pg_class c
   where c.relkind in ('r', 'p', 'f') and ${OURS("c.oid", "pg_class", "c.relnamespace")})
  select 'table' as kind, t.oid::text as id, ${TABLE} as name, ${TABLE} as "table",
    concat_ws(' ', t.relkind, pg_get_partkeydef(t.oid), pg_get_expr(t.relpartbound, t.oid)) as definition from t
  union all
  select 'column', t.oid || '.' || a.attnum, ${TABLE} || '.' || quote_ident(a.attname), ${TABLE}, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
    case when a.attnotnull then 'not null' end, nullif(a.attidentity, ''), nullif(a.attgenerated, ''),
    pg_get_expr(d.adbin, d.adrelid))
  from t join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  union all
  select 'constraint', k.oid::text, quote_ident(k.conname) || ' on ' || ${TABLE}, ${TABLE}, pg_get_constraintdef(k.oid)
  from t join pg_catalog.pg_constraint k on k.conrelid = t.oid and k.contype in ('c', 'f', 'p', 'u', 'x')
  union all
  select 'index', i.indexrelid::text, i.indexrelid::regclass::text, ${TABLE},
    pg_get_indexdef(i.indexrelid) || case when i.indisvalid then '' else ' (invalid)' end
  from t join pg_catalog.pg_index i on i.indrelid = t.oid
  where not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
  union all
  select 'row-level security', t.oid::text, ${TABLE}, ${TABLE}, 'on' from t where t.relrowsecurity
  union all
  select 'forced row-level security', t.oid::text, ${TABLE}, ${TABLE}, 'on' from t where t.relforcerowsecurity
  union all
  select 'policy', p.oid::text, quote_ident(p.polname) || ' on ' || ${TABLE}, ${TABLE},
    format('as %s for %s to %s using (%s) with check (%s)', p.polpermissive, p.polcmd,
      (select string_agg(case when role = 0 then 'public' else quote_ident(pg_get_userbyid(role)) end, ', ' order by role)
       from unnest(p.polroles) role),
      coalesce(pg_get_expr(p.polqual, p.polrelid), '-'), coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '-'))
  from t join pg_catalog.pg_policy p on p.polrelid = t.oid
  union all
  select 'trigger', g.oid::text, quote_ident(g.tgname) || ' on ' || g.tgrelid::regclass, g.tgrelid::regclass::text,
    pg_get_triggerdef(g.oid) || ' ' || g.tgenabled::text
  from pg_catalog.pg_trigger g join pg_catalog.pg_class c on c.oid = g.tgrelid
  where not g.tgisinternal and ${OURS("c.oid", "pg_class", "c.relnamespace")}
  union all
  select 'rule', r.oid::text, quote_ident(r.rulename) || ' on ' || ${TABLE}, ${TABLE}, pg_get_ruledef(r.oid)
  from t join pg_catalog.pg_rewrite r on r.ev_class = t.oid
  union all
  select 'publication', l.oid::text, quote_ident(p.pubname) || ' on ' || ${TABLE}, ${TABLE}, ''
  from t join pg_catalog.pg_publication_rel l on l.prrelid = t.oid join pg_catalog.pg_publication p on p.oid = l.prpubid`;

const OTHERS = `
  select 'schema' as kind, n.oid::text as id, quote_ident(n.nspname) as name, null as "table", '' as definition
  from pg_catalog.pg_namespace n where ${OURS("n.oid", "pg_namespace", "n.oid")}
  union all
  select 'view', c.oid::text, c.oid::regclass::text, null, concat_ws(' ', c.relkind, c.reloptions::text, pg_get_viewdef(c.oid))
  from pg_catalog.pg_class c where c.relkind in ('v', 'm') and ${OURS("c.oid", "pg_class", "c.relnamespace")}
  union all
  select 'function', f.oid::text, f.oid::regprocedure::text, null,
    case when f.prokind = 'a' then 'aggregate' else pg_get_functiondef(f.oid) end
  from pg_catalog.pg_proc f where ${OURS("f.oid", "pg_proc", "f.pronamespace")}
  union all
  select 'sequence', c.oid::text, c.oid::regclass::text, null, format('%s start %s increment %s min %s max %s cycle %s owned by %s',
    format_type(q.seqtypid, null), q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcycle,
    (select o.refobjid::regclass || '.' || quote_ident(a.attname) from pg_catalog.pg_depend o
      join pg_catalog.pg_attribute a on a.attrelid = o.refobjid and a.attnum = o.refobjsubid
      where o.classid = 'pg_catalog.pg_class'::regclass and o.objid = c.oid and o.deptype in ('a', 'i') limit 1))
  from pg_catalog.pg_sequence q join pg_catalog.pg_class c on c.oid = q.seqrelid
  where ${OURS("c.oid", "pg_class", "c.relnamespace")}
  union all
  select 'type', y.oid::text, format_type(y.oid, null), null, case y.typtype
    when 'e' then (select 'enum ' || string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
                   from pg_catalog.pg_enum e where e.enumtypid = y.oid)
    when 'd' then concat_ws(' ', 'domain', format_type(y.typbasetype, y.typtypmod), case when y.typnotnull then 'not null' end,
      y.typdefault, (select string_agg(pg_get_constraintdef(k.oid), ' ' order by k.conname)
                     from pg_catalog.pg_constraint k where k.contypid = y.oid))
    when 'c' then (select 'composite ' || string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod),
                     ', ' order by a.attnum) from pg_catalog.pg_attribute a
                   where a.attrelid = y.typrelid and a.attnum > 0 and not a.attisdropped)
    else y.typtype::text end
  from pg_catalog.pg_type y left join pg_catalog.pg_class c on c.oid = y.typrelid
  where (y.typtype in ('e', 'd', 'r') or c.relkind = 'c') and ${OURS("y.oid", "pg_type", "y.typnamespace")}
  union all
  select 'extension', x.oid::text, quote_ident(x.extname), null, '' from pg_catalog.pg_extension x
  union all
  select 'event trigger', v.oid::text, quote_ident(v.evtname), null, concat_ws(' ', v.evtevent, v.evtenabled, v.evtfoid::regprocedure, v.evttags)
  from pg_catalog.pg_event_trigger v`;

const ROLE = (oid: string): string =>
  `case when ${oid} = 0 then 'public' else quote_ident(pg_get_userbyid(${oid})) end`;

/** What an owner may do by being the owner is no grant. */
const GRANTS = `
  with given as (
    select c.oid::text as id, c.oid::regclass::text as what, case when c.relkind in ('r', 'p', 'f') then c.oid::regclass::text end as "table",
      c.relowner as owner, c.relacl as acl
    from pg_catalog.pg_class c where c.relkind in ('r', 'p', 'f', 'v', 'm', 'S') and ${OURS("c.oid", "pg_class", "c.relnamespace")}
    union all
    select c.oid || '.' || a.attnum, c.oid::regclass || '.' || quote_ident(a.attname), c.oid::regclass::text, c.relowner, a.attacl
    from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid and not a.attisdropped
    where a.attacl is not null and ${OURS("c.oid", "pg_class", "c.relnamespace")}
    union all
    select f.oid::text, f.oid::regprocedure::text, null, f.proowner, f.proacl
    from pg_catalog.pg_proc f where ${OURS("f.oid", "pg_proc", "f.pronamespace")}
    union all
    select n.oid::text, 'schema ' || quote_ident(n.nspname), null, n.nspowner, n.nspacl
    from pg_catalog.pg_namespace n where ${OURS("n.oid", "pg_namespace", "n.oid")}
    union all
    select y.oid::text, 'type ' || format_type(y.oid, null), null, y.typowner, y.typacl
    from pg_catalog.pg_type y where y.typacl is not null and ${OURS("y.oid", "pg_type", "y.typnamespace")})
  select 'grant' as kind, concat_ws(' ', g.grantee, g.privilege_type, id) as id,
    format('%s: %s on %s', ${ROLE("g.grantee")}, lower(g.privilege_type), what) as name, "table",
    case when bool_or(g.is_grantable) then 'with grant option' else '' end as definition
  from given, aclexplode(acl) g where g.grantee <> owner group by 2, 3, 4
  union all
  select 'default grant', concat_ws(' ', d.oid, g.grantee, g.privilege_type), format('%s: %s on %s by %s%s', ${ROLE("g.grantee")}, lower(g.privilege_type), d.defaclobjtype,
    quote_ident(pg_get_userbyid(d.defaclrole)), ' in ' || quote_ident(n.nspname)), null, ''
  from pg_catalog.pg_default_acl d left join pg_catalog.pg_namespace n on n.oid = d.defaclnamespace,
    aclexplode(d.defaclacl) g where g.grantee <> d.defaclrole`;

/**
 * Every object of the database that belongs to no extension and not to the server itself: tables, columns, constraints,
 * indexes, policies, RLS flags, triggers, rules, views, functions, sequences, types, grants. Needs an open transaction,
 * and leaves its path to search as it was.
 */
export async function readObjects(client: pg.Client): Promise<DatabaseObject[]> {
  return withNamesInFull(client, async () => {
    const objects: DatabaseObject[] = [];
    for (const sql of [TABLES, OTHERS, GRANTS])
      objects.push(...(await client.query<DatabaseObject>(sql)).rows);
    return objects;
  });
}

/** An object, as messages name it: `policy tenant on public.patients`. */
export const titleOfObject = ({ kind, name }: Pick<DatabaseObject, "kind" | "name">): string =>
  `${kind} ${name}`;

/** What two readings differ in. */
export interface ObjectChanges {
  readonly gone: readonly DatabaseObject[];
  readonly changed: readonly DatabaseObject[];
  readonly added: readonly DatabaseObject[];
}

/** Compares two readings: the same object has the same name, or the same number where it was renamed. */
export function compareObjects(
  before: readonly DatabaseObject[],
  after: readonly DatabaseObject[],
): ObjectChanges {
  const known = (all: readonly DatabaseObject[]) =>
    new Map(
      all.flatMap((one) => [`${one.kind} ${one.id}`, titleOfObject(one)].map((key) => [key, one])),
    );
  const [had, has] = [known(before), known(after)];
  const found = (one: DatabaseObject, among: ReadonlyMap<string, DatabaseObject>) =>
    among.get(titleOfObject(one)) ?? among.get(`${one.kind} ${one.id}`);
  return {
    gone: before.filter((one) => found(one, has) === undefined),
    changed: after.filter((one) => {
      const was = found(one, had);
      return was !== undefined && was.definition !== one.definition;
    }),
    added: after.filter((one) => found(one, had) === undefined),
  };
}
