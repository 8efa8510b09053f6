import type pg from "pg";
import { WrittenOtherwise } from "../../plain/errors.ts";

// Whatever a publish takes aside for a while is back, word for word, before it commits.

/** What stands around the rows of a table, one line for each thing. */
export type Protection = ReadonlyMap<string, string>;

const TABLES = "any ($1::text[]::regclass[])";

/**
 * Policies, flags of row-level security, triggers, rules, grants, constraints, indexes and defaults: by what they say,
 * as numbers in the catalog change when one is made anew.
 */
const OBJECTS = `
  select c.oid::regclass || ' row security' as what,
         concat_ws(' ', c.relrowsecurity, c.relforcerowsecurity) as says
    from pg_catalog.pg_class c where c.oid = ${TABLES}
  union all
  select p.polrelid::regclass || ' policy ' || quote_ident(p.polname),
         concat_ws(' ', p.polcmd, p.polpermissive, p.polroles::regrole[],
                   pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
    from pg_catalog.pg_policy p where p.polrelid = ${TABLES}
  union all
  select t.tgrelid::regclass || ' trigger ' || quote_ident(t.tgname),
         concat_ws(' ', t.tgenabled, pg_get_triggerdef(t.oid))
    from pg_catalog.pg_trigger t where t.tgrelid = ${TABLES} and not t.tgisinternal
  union all
  select t.tgrelid::regclass || ' foreign key check ' || t.tgconstrrelid::regclass || ' ' || t.tgfoid::regproc,
         string_agg(t.tgenabled::text, '' order by t.tgenabled)
    from pg_catalog.pg_trigger t where t.tgrelid = ${TABLES} and t.tgisinternal
   group by t.tgrelid, t.tgconstrrelid, t.tgfoid
  union all
  select r.ev_class::regclass || ' rule ' || quote_ident(r.rulename),
         concat_ws(' ', r.ev_enabled, pg_get_ruledef(r.oid))
    from pg_catalog.pg_rewrite r where r.ev_class = ${TABLES}
  union all
  select c.oid::regclass || ' grants', concat_ws(' ', c.relowner::regrole, c.relacl::text)
    from pg_catalog.pg_class c where c.oid = ${TABLES}
  union all
  select a.attrelid::regclass || ' column ' || quote_ident(a.attname),
         concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
                   a.attacl::text, pg_get_expr(d.adbin, d.adrelid))
    from pg_catalog.pg_attribute a
    left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where a.attrelid = ${TABLES} and a.attnum > 0 and not a.attisdropped
  union all
  select k.conrelid::regclass || ' constraint ' || quote_ident(k.conname),
         concat_ws(' ', k.convalidated, k.condeferrable, k.condeferred, pg_get_constraintdef(k.oid),
                   obj_description(k.oid, 'pg_constraint'))
    from pg_catalog.pg_constraint k where k.conrelid = ${TABLES} or k.confrelid = ${TABLES}
  union all
  select i.indrelid::regclass || ' index ' || i.indexrelid::regclass,
         concat_ws(' ', i.indisunique, i.indisprimary, i.indisvalid, i.indisready, i.indisclustered,
                   i.indisreplident, x.reltablespace, x.reloptions::text, pg_get_indexdef(i.indexrelid),
                   obj_description(i.indexrelid, 'pg_class'))
    from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid
   where i.indrelid = ${TABLES}`;

/** @param tables as SQL takes them */
export async function readProtection(
  client: pg.Client,
  tables: readonly string[],
): Promise<Protection> {
  const { rows } = await client.query<{ what: string; says: string }>(OBJECTS, [tables]);
  return new Map(rows.map(({ what, says }) => [what, says]));
}

/** @throws WrittenOtherwise if anything is not as it was, by its name */
export function checkProtection(before: Protection, after: Protection): void {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const differing = names.filter((name) => before.get(name) !== after.get(name));
  if (differing.length === 0) return;
  throw new WrittenOtherwise(
    [
      "What protects the tables is not what it was when this run began to write. Nothing was committed.",
      ...differing.map((name) => `  ${name}`),
    ],
    {
      cure: "Somebody changed it at the same time, it seems: run again when nobody changes the schema.",
    },
  );
}
