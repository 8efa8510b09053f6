import type pg from "pg";

/**
 * Whether a table that was read has been emptied (TRUNCATE) or written anew (ALTER TABLE, REFRESH) since the snapshot
 * was taken. Both are done at once for everybody: an older snapshot then finds the table empty and says nothing
 * (https://www.postgresql.org/docs/current/mvcc-caveats.html). The catalog as the snapshot has it still names the
 * file that rows were in. From its first reading on a table is locked against both, so it is asked afterwards, of
 * all tables that this transaction has read: those behind a view and below a partitioned table among them.
 */
const REWRITTEN = `
  select pg_catalog.count(*)::int as tables from pg_catalog.pg_locks l
    join pg_catalog.pg_class c on c.oid = l.relation
   where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation'
     and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
     and c.oid >= 16384 and c.relkind in ('r', 'm') and c.relfilenode <> 0
     and c.relfilenode is distinct from pg_catalog.pg_relation_filenode(c.oid)`;

export async function wasRewritten(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ tables: number }>(REWRITTEN);
  return (rows[0]?.tables ?? 0) > 0;
}
