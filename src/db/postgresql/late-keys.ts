import type pg from "pg";
import type { ChangedTable } from "./changed-table.ts";

// Indexes and keys of tables that were empty are away while these are filled, within one transaction: each is then
// built from one sorted pass, which is a third of the work (measured). They are made again by the server's own words.

/** As many rows must come into an empty table for it to pay. */
export const LATE_FROM = 2_000;

/** What is taken away and put back by these statements, in this order. */
interface Aside {
  readonly drop: string;
  readonly create: string;
}

/** Keys and indexes that are away. */
export interface KeysAside {
  putBack(): Promise<void>;
}

/** Whether a table is one whose keys may be put aside, as far as the shadow can tell. */
export const comesLate = ({ log, counts }: ChangedTable, from = LATE_FROM): boolean =>
  log.wasEmpty && counts.inserted >= from;

const TABLES = "any ($1::text[]::regclass[])";

/** Tables of this role's own that are no part of another one. */
const ORDINARY = (table: string) => `exists (
  select from pg_catalog.pg_class o where o.oid = ${table} and o.relkind = 'r' and not o.relispartition
     and not o.relhassubclass and pg_catalog.pg_has_role(o.relowner, 'USAGE'))`;

/** Foreign keys between these tables, all of whose checks are in force. */
const FOREIGN_KEYS = `
  select pg_catalog.format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname) as drop,
         pg_catalog.format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname,
                           pg_catalog.pg_get_constraintdef(k.oid)) as create
    from pg_catalog.pg_constraint k
   where k.contype = 'f' and k.conparentid = 0 and k.convalidated
     and k.conrelid = ${TABLES} and k.confrelid = ${TABLES}
     and ${ORDINARY("k.conrelid")} and ${ORDINARY("k.confrelid")}
     and pg_catalog.obj_description(k.oid, 'pg_constraint') is null
     and not exists (select from pg_catalog.pg_trigger t where t.tgconstraint = k.oid and t.tgenabled <> 'O')
   order by k.conrelid::regclass::text, k.conname`;

/** What an index has that its definition does not tell: then it stays. */
const PLAIN = `
  i.indisvalid and i.indisready and i.indislive and not i.indisclustered and not i.indisreplident
  and not i.indisexclusion and x.reltablespace = 0
  and pg_catalog.obj_description(x.oid, 'pg_class') is null
  and not exists (select from pg_catalog.pg_attribute a
                   where a.attrelid = x.oid and coalesce(a.attstattarget, -1) >= 0)
  and not exists (select from pg_catalog.pg_inherits h where h.inhrelid = x.oid or h.inhparent = x.oid)`;

/** Of a key that a foreign key, or a view that groups by it, still leans on, nothing can be taken away. */
const UNUSED = `
  not exists (select from pg_catalog.pg_constraint f where f.contype = 'f' and f.conindid = i.indexrelid)
  and not exists (select from pg_catalog.pg_depend d where d.refclassid = 'pg_catalog.pg_constraint'::regclass
                     and d.refobjid = k.oid and d.deptype = 'n')`;

/** Keys first. Asked once the foreign keys are away. */
const INDEXES = `
  select case when k.oid is null then pg_catalog.format('drop index %s', x.oid::regclass)
              else pg_catalog.format('alter table %s drop constraint %I', i.indrelid::regclass, k.conname)
         end as drop,
         case when k.oid is null then pg_catalog.pg_get_indexdef(x.oid)
              else pg_catalog.format('alter table %s add constraint %I %s', i.indrelid::regclass, k.conname,
                                     pg_catalog.pg_get_constraintdef(k.oid))
         end as create
    from pg_catalog.pg_index i
    join pg_catalog.pg_class x on x.oid = i.indexrelid
    left join pg_catalog.pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')
   where i.indrelid = ${TABLES} and ${ORDINARY("i.indrelid")} and ${PLAIN} and ${UNUSED}
     and (k.oid is null or (x.reloptions is null and k.conparentid = 0
                            and pg_catalog.obj_description(k.oid, 'pg_constraint') is null))
   order by i.indrelid::regclass::text, k.oid is null, not i.indisprimary, x.relname`;

/**
 * Takes keys and indexes of tables away that are to be filled. Where the server does not let that happen, none goes.
 *
 * @param tables those that are empty, and locked against everybody
 */
export async function putKeysAside(
  client: pg.Client,
  tables: readonly ChangedTable[],
): Promise<KeysAside> {
  const targets = tables.map(({ target }) => target);
  if (targets.length === 0) return asidePutBack(client, []);
  const away: Aside[] = [];
  await client.query("savepoint hmsync_keys");
  try {
    for (const query of [FOREIGN_KEYS, INDEXES]) {
      const { rows } = await client.query<Aside>(query, [targets]);
      for (const { drop } of rows) await client.query(drop);
      // What goes last comes back first: a key before the foreign keys that lean on it.
      away.unshift(...rows);
    }
  } catch {
    // An event trigger, or a right that this role lacks: filling the tables with their keys takes longer, no more.
    await client.query("rollback to savepoint hmsync_keys");
    away.length = 0;
  }
  await client.query("release savepoint hmsync_keys");
  return asidePutBack(client, away);
}

/** The same of foreign keys alone, whatever the tables hold: what stands is checked when they come back. */
export async function putForeignKeysAside(
  client: pg.Client,
  tables: readonly ChangedTable[],
): Promise<KeysAside> {
  if (tables.length === 0) return asidePutBack(client, []);
  const { rows } = await client.query<Aside>(FOREIGN_KEYS, [tables.map(({ target }) => target)]);
  for (const { drop } of rows) await client.query(drop);
  return asidePutBack(client, rows);
}

const asidePutBack = (client: pg.Client, away: readonly Aside[]): KeysAside => ({
  putBack: async () => {
    for (const { create } of away) await client.query(create);
  },
});
