import type pg from "pg";

/**
 * How long the server waits for us between two statements before it gives the snapshot up. What a role or a server
 * sets may be seconds, and a spool may wait for a slow disk; a client that hangs must not hold back vacuum for days.
 */
const IDLE_MS = 600_000;

/**
 * What text looks like, whatever the server, the database, the role or the environment prefer. Moments are written
 * in UTC with their offset: any other zone repeats an hour in autumn, and would depend on the reader's machine.
 */
const TEXT = {
  DateStyle: "ISO, YMD",
  IntervalStyle: "postgres",
  TimeZone: "UTC",
  bytea_output: "hex",
  extra_float_digits: "3",
};

/** What keeps reading from being noticed, and from being wrong. */
const READING = {
  // A policy that would show a part of the rows raises an error instead.
  row_security: "off",
  // A scan that joins another one would begin in the middle: the order of tables without a key.
  synchronize_seqscans: "off",
  // One process, and rows in one order.
  max_parallel_workers_per_gather: "0",
  jit: "off",
  idle_in_transaction_session_timeout: String(IDLE_MS),
};

/** A transaction that reads one state of the database, and that the server lets write nothing. */
export interface Session {
  readonly version: string;
  readonly snapshot: string;
  readonly encoding: string;
  /** Where names without a schema are looked for first. */
  readonly defaultSchema: string;
}

/** @param timeoutMs of questions to the catalog, and of waiting for a lock */
export async function beginReading(client: pg.Client, timeoutMs: number): Promise<Session> {
  // At once: a role may have a limit that the first question would not come through.
  await client.query(`set client_encoding to 'UTF8'; ${timedSession(timeoutMs)}`);
  await client.query("begin isolation level repeatable read read only");
  const settings = {
    ...TEXT,
    ...READING,
    lock_timeout: String(timeoutMs),
  };
  await client.query(
    `select pg_catalog.set_config(one.name, one.setting, true)
       from unnest($1::text[], $2::text[]) as one(name, setting)`,
    [Object.keys(settings), Object.values(settings)],
  );
  // PostgreSQL 17 may end a long transaction, other versions do not know the word.
  await client.query(
    `select pg_catalog.set_config(name, '0', true) from pg_catalog.pg_settings
      where name = 'transaction_timeout'`,
  );
  const { rows } = await client.query<Session>(
    `select pg_catalog.current_setting('server_version') as version,
            pg_catalog.to_char(pg_catalog.transaction_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
              || ' ' || pg_catalog.txid_current_snapshot()::text as snapshot,
            pg_catalog.current_setting('server_encoding') as encoding,
            coalesce(pg_catalog.current_schema()::text, 'public') as "defaultSchema"`,
  );
  const [session] = rows;
  if (session === undefined) throw new TypeError("A select without a table gives one row.");
  return session;
}

const timedSession = (timeoutMs: number): string => `set statement_timeout to ${timeoutMs}`;

/** Data are read as long as it takes: how long none may come is watched here (`copy-rows.ts`). */
export const UNTIMED = "set local statement_timeout to 0";

/** @returns the statement that times questions again */
export const timed = (timeoutMs: number): string => `set local statement_timeout to ${timeoutMs}`;
