import pg from "pg";

/** A cell whose bytes are no text in the encoding of its database. */
export interface InvalidCell {
  /** Counted from 1, in the order that rows are read in. */
  readonly record: number;
  readonly column: string;
}

/**
 * Finds the first column that holds a cell which is no text, and the first such cell of it: asked of the server, as
 * the rows that it had sent say nothing of the one that it could not send.
 *
 * @param rows what the table's rows are read from, in order: `from "public"."patients" order by "id"`
 */
export async function findInvalid(
  client: pg.Client,
  rows: string,
  columns: readonly string[],
): Promise<InvalidCell | undefined> {
  const length = await countOf(client, rows);
  for (const column of columns) {
    if (await areText(client, rows, { column, upTo: length })) continue;
    let [good, bad] = [0, length];
    while (bad - good > 1) {
      const half = Math.floor((good + bad) / 2);
      if (await areText(client, rows, { column, upTo: half })) good = half;
      else bad = half;
    }
    return { record: bad, column };
  }
  return undefined;
}

async function countOf(client: pg.Client, rows: string): Promise<number> {
  const { rows: counted } = await client.query<{ length: string }>(
    `select pg_catalog.count(*) as length from (select 1 ${rows}) as rows`,
  );
  return Number(counted[0]?.length ?? 0);
}

/** Codes of what cannot be converted, and of what is no text of the encoding that it is said to be in. */
export const NOT_TEXT = ["22021", "22P05"];

async function areText(
  client: pg.Client,
  rows: string,
  { column, upTo }: { column: string; upTo: number },
): Promise<boolean> {
  const cell = `${pg.escapeIdentifier(column)}::text`;
  await client.query("savepoint trying");
  try {
    await client.query(
      `select pg_catalog.count(pg_catalog.convert_to(cell, 'UTF8'))
         from (select ${cell} as cell ${rows} limit ${upTo}) as rows`,
    );
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && NOT_TEXT.includes(error.code ?? "")) return false;
    throw error;
  } finally {
    await client.query("rollback to savepoint trying");
  }
}
