import type pg from "pg";
import { WrittenOtherwise } from "../../plain/errors.ts";
import { type ChangedTable, sameKey } from "./changed-table.ts";
import { NO_ROWS, readDigest, sameDigest } from "./digest.ts";
import { stageKeys } from "./stage-changes.ts";

// What was written is read back and compared, by counts and digests, before anything is committed.

/** How many rows there are before anything is written. */
export async function countBefore(
  client: pg.Client,
  tables: readonly ChangedTable[],
): Promise<void> {
  for (const table of tables) table.rowsBefore = await countRows(client, table.target);
}

async function countRows(client: pg.Client, from: string): Promise<number> {
  const { rows } = await client.query<{ n: string }>(
    `select pg_catalog.count(*) as n from ${from}`,
  );
  return Number(rows[0]?.n);
}

/** @throws WrittenOtherwise if the server holds anything else than was to be written */
export async function readBack(client: pg.Client, tables: readonly ChangedTable[]): Promise<void> {
  for (const table of tables) {
    const { counts, title } = table;
    const grown = (await countRows(client, table.target)) - table.rowsBefore;
    const differ =
      grown !== counts.inserted - counts.deleted ||
      (await differsInside(client, table)) ||
      (await stillThere(client, table)) > 0;
    if (differ) throw await otherwise(client, title, table.target);
  }
}

async function differsInside(client: pg.Client, table: ChangedTable): Promise<boolean> {
  const { counts, insertedDigest, updatedDigest, updated } = table;
  const { wholeTable, insertedRows } = await insertedFrom(client, table);
  const inserted =
    counts.inserted === 0 ? NO_ROWS : await readDigest(client, table.pair, insertedRows);
  if (!sameDigest(inserted, insertedDigest)) return true;
  if (counts.updated === 0 || wholeTable) return false;
  const found = await readDigest(client, table.pair, joined(table, updated));
  return !sameDigest(found, updatedDigest);
}

const joined = (table: ChangedTable, keys: string): string =>
  `${table.target} as t join ${keys} as k on ${sameKey(table, "k", "t")}`;

async function insertedFrom(client: pg.Client, table: ChangedTable) {
  if (table.rowsBefore === 0 || table.counts.inserted === 0)
    return { wholeTable: table.rowsBefore === 0, insertedRows: `${table.target} as t` };
  await stageKeys(client, table);
  return { wholeTable: false, insertedRows: joined(table, table.inserted) };
}

async function stillThere(client: pg.Client, table: ChangedTable): Promise<number> {
  const { counts, former, updated } = table;
  if (counts.deleted === 0) return 0;
  const all = await countRows(client, joined(table, former));
  return all - (counts.updated === 0 ? 0 : await countRows(client, joined(table, updated)));
}

/** Triggers that people have made, and rules. */
const MEDDLERS = `
  select tgname::text as name from pg_catalog.pg_trigger
   where tgrelid = $1::regclass and not tgisinternal and tgenabled in ('O', 'A')
   union all
  select rulename::text from pg_catalog.pg_rewrite where ev_class = $1::regclass
   order by 1`;

/** @param target as SQL takes it */
async function otherwise(client: pg.Client, title: string, target: string): Promise<Error> {
  const { rows } = await client.query<{ name: string }>(MEDDLERS, [target]);
  const names = rows.map(({ name }) => name).join(", ");
  return new WrittenOtherwise(
    `${title} holds something else than was to be written. Nothing was committed.`,
    {
      cure:
        names === ""
          ? "Check the triggers of the tables that this run writes: one of them changes rows."
          : `Check what changes rows as they are written, drop it or change it, and run again: ${names}.`,
    },
  );
}
