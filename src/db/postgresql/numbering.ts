import type pg from "pg";

/** A sequence that numbers the rows of a column: of an identity, or of a default that calls nextval. */
export interface Numbering {
  /** Which of the tables that were asked for, counted from 0. */
  readonly nth: number;
  readonly column: string;
  /** As SQL takes it. */
  readonly sequence: string;
  readonly ascends: boolean;
  /** What it gave last, as a number in a text; null where it gave none, or we may not ask. */
  readonly last: string | null;
}

const FOUND = `
  asked.nth::int - 1 as nth, a.attname::text as column, s.oid::regclass::text as sequence,
  q.seqincrement > 0 as ascends,
  case when pg_catalog.has_sequence_privilege(s.oid, 'SELECT, USAGE')
       then pg_catalog.pg_sequence_last_value(s.oid)::text end as last`;

const NUMBERINGS = `
  select ${FOUND}
    from unnest($1::text[]) with ordinality as asked(name, nth)
    join pg_catalog.pg_attribute a on a.attrelid = asked.name::regclass and not a.attisdropped
    join pg_catalog.pg_depend d
      on (d.classid = 'pg_catalog.pg_class'::regclass and d.refclassid = 'pg_catalog.pg_class'::regclass
          and d.refobjid = a.attrelid and d.refobjsubid = a.attnum and d.deptype in ('i', 'a'))
    join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    join pg_catalog.pg_sequence q on q.seqrelid = s.oid
   union
  select ${FOUND}
    from unnest($1::text[]) with ordinality as asked(name, nth)
    join pg_catalog.pg_attribute a on a.attrelid = asked.name::regclass and not a.attisdropped
    join pg_catalog.pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
    join pg_catalog.pg_depend d
      on (d.classid = 'pg_catalog.pg_attrdef'::regclass and d.objid = f.oid
          and d.refclassid = 'pg_catalog.pg_class'::regclass)
    join pg_catalog.pg_class s on s.oid = d.refobjid and s.relkind = 'S'
    join pg_catalog.pg_sequence q on q.seqrelid = s.oid`;

/** @param tables as SQL takes them */
export async function numberingsOf(
  client: pg.Client,
  tables: readonly string[],
): Promise<readonly Numbering[]> {
  const { rows } = await client.query<Numbering>(NUMBERINGS, [tables]);
  return rows;
}
