import pg from "pg";
import type { PairedColumn, PairedTable } from "../target-server.ts";

/** How many rows there are, and a sum over all of them that their order does not change. */
export interface TableDigest {
  readonly rows: number;
  /** Of the first 60 bits of each row's MD5. */
  readonly sum: bigint;
}

export const NO_ROWS: TableDigest = { rows: 0, sum: 0n };

export const sameDigest = (one: TableDigest, other: TableDigest): boolean =>
  one.rows === other.rows && one.sum === other.sum;

/** What `digestSql` calls the table. */
export const DIGESTED = "t";

/**
 * A query for the digest of a table's rows: `rows` and `sum`, both as text. A row is hashed as `record_send` writes it
 * (PostgreSQL's rowtypes.c): how many columns, and of each its type, its length (-1 for NULL) and its bytes as COPY's
 * binary format has them. No two rows are written alike, and no setting of the session matters but its encoding,
 * which has to be UTF8.
 *
 * @param from what follows FROM, the table under the name `t`: `public.visits as t join keys as k on k.id = t.id`;
 * left out, the whole table
 */
export function digestSql(pair: PairedTable, from = `${tableSql(pair)} as ${DIGESTED}`): string {
  const row = `row(${pair.columns.map(hashed).join(", ")})`;
  const hash = `pg_catalog.md5(pg_catalog.record_send(${row}))`;
  const number = `('x' || pg_catalog.left(${hash}, 15))::bit(60)::bigint`;
  return `select pg_catalog.count(*)::text as rows,
                 coalesce(pg_catalog.sum(${number}), 0)::text as sum from ${from}`;
}

/** Of floating numbers both zeros are the same: the shadow keeps one of them. */
function hashed({ name, type }: PairedColumn): string {
  const column = `${DIGESTED}.${pg.escapeIdentifier(name)}`;
  return type === "float4" || type === "float8" ? `(${column} + 0::${type})` : column;
}

/** The table as SQL takes it. */
export const tableSql = ({ schema, name }: Pick<PairedTable, "schema" | "name">): string =>
  `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;

/** Asks the server for a digest. */
export async function readDigest(
  client: pg.Client,
  pair: PairedTable,
  from?: string,
): Promise<TableDigest> {
  const { rows } = await client.query<{ rows: string; sum: string }>(digestSql(pair, from));
  const [found] = rows;
  return found === undefined ? NO_ROWS : { rows: Number(found.rows), sum: BigInt(found.sum) };
}
