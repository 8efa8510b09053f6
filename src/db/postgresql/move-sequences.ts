import pg from "pg";
import type { ChangedTable } from "./changed-table.ts";
import { type Numbering, numberingsOf } from "./numbering.ts";

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
    const numberings = await numberingsOf(client, [target]);
    for (const numbering of numberings) await moveSequence(client, target, numbering);
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
