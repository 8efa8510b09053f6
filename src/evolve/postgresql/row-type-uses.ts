import type pg from "pg";
import type { Obstacle } from "../push-report.ts";
import type { ServerDraft } from "./draft-server.ts";

/**
 * Columns of other tables that hold whole rows of this one, arrays of them, or types made of them: `u.x`. The server
 * drops a column under them, and what they held of it is gone.
 *
 * @param written the table, as SQL takes it
 */
export async function rowTypeUses(client: pg.Client, written: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `with recursive holding(type) as (
       select reltype from pg_class where oid = $1::regclass
       union
       select t.oid from holding h join pg_type t on t.typelem = h.type or t.typbasetype = h.type
         or t.typrelid in (select a.attrelid from pg_attribute a
           where a.atttypid = h.type and a.attnum > 0 and not a.attisdropped))
     select distinct a.attrelid::regclass || '.' || quote_ident(a.attname) as name
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relkind in ('r', 'p', 'm') and c.oid <> $1::regclass and not a.attisdropped
       and a.atttypid in (select type from holding where type <> 0) order by 1`,
    [written],
  );
  return rows.map(({ name }) => name);
}

/** Tables that are to lose a column that rows kept elsewhere have too. */
export async function heldElsewhere(
  client: pg.Client,
  { tables }: ServerDraft,
): Promise<Obstacle[]> {
  const obstacles: Obstacle[] = [];
  for (const { table, difference } of tables) {
    if (difference === undefined || difference.lost.length === 0) continue;
    const uses = await rowTypeUses(client, difference.present.written);
    if (uses.length === 0) continue;
    const names = difference.lost.map(({ name }) => name).join(", ");
    const what = `${names} would be lost in the rows that ${uses.join(", ")} ${uses.length === 1 ? "holds" : "hold"} too`;
    const cure = "Keep these in columns of their own first, or leave the column as it is.";
    obstacles.push({ table, what, count: 0, rows: [], cure });
  }
  return obstacles;
}
