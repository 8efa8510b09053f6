import pg from "pg";
import type { ChangedTable } from "./changed-table.ts";

/** A sequence that numbers the rows of a column: of an identity, or of a default that calls nextval. */
interface Numbering {
  readonly column: string;
  readonly sequence: string;
  readonly ascends: boolean;
}

const NUMBERINGS = `
  select a.attname::text as column, s.oid::regclass::text as sequence, q.seqincrement > 0 as ascends
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_depend d
      on (d.classid = 'pg_catalog.pg_class'::regclass and d.refclassid = 'pg_catalog.pg_class'::regclass
          and d.refobjid = a.attrelid and d.refobjsubid = a.attnum and d.deptype in ('i', 'a'))
    join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    join pg_catalog.pg_sequence q on q.seqrelid = s.oid
   where a.attrelid = $1::regclass and not a.attisdropped
   union
  select a.attname::text, s.oid::regclass::text, q.seqincrement > 0
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
    join pg_catalog.pg_depend d
      on (d.classid = 'pg_catalog.pg_attrdef'::regclass and d.objid = f.oid
          and d.refclassid = 'pg_catalog.pg_class'::regclass)
    join pg_catalog.pg_class s on s.oid = d.refobjid and s.relkind = 'S'
    join pg_catalog.pg_sequence q on q.seqrelid = s.oid
   where a.attrelid = $1::regclass and not a.attisdropped`;

/**
 * Moves sequences past the numbers that were inserted, so that the application's next row gets a free one. A sequence
 * does not go back with the transaction: one that was moved in vain leaves a gap, and no harm.
 */
export async function moveSequences(
  client: pg.Client,
  tables: readonly ChangedTable[],
): Promise<void> {
  for (const { target, counts } of tables) {
    if (counts.inserted === 0) continue;
    const { rows } = await client.query<Numbering>(NUMBERINGS, [target]);
    for (const numbering of rows) await moveSequence(client, target, numbering);
  }
}

async function moveSequence(
  client: pg.Client,
  table: string,
  { column, sequence, ascends }: Numbering,
): Promise<void> {
  const name = pg.escapeIdentifier(column);
  const [most, isPast] = ascends ? ["max", ">="] : ["min", "<="];
  // One that is ahead of the rows stays there: others may have been given its numbers.
  await client.query(
    `select pg_catalog.setval($1::text::regclass, r.last)
       from (select ${most}(${name})::bigint as last from ${table}) r
      where r.last ${isPast} (select s.last_value from ${sequence} s)`,
    [sequence],
  );
}
