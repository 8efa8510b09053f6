import type pg from "pg";
import { UsageError } from "../../plain/errors.ts";
import { codeOf } from "./cannot-connect.ts";

/**
 * What a session that works for a run is set to, whatever server, database or role say. The search path and the
 * memory that sorts get stay theirs: triggers of the application may rely on the one, the machine on the other.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  // Rows that a policy hides would be taken for rows that are not there: an error is honest.
  row_security: "off",
  // A run takes as long as it takes, and thinks between its statements.
  statement_timeout: "0",
  idle_in_transaction_session_timeout: "0",
  idle_session_timeout: "0",
  transaction_timeout: "0",
  // A run whose machine is gone lets go of its lock within a minute.
  tcp_keepalives_idle: "20",
  tcp_keepalives_interval: "10",
  tcp_keepalives_count: "3",
  DateStyle: "ISO, MDY",
  IntervalStyle: "postgres",
  TimeZone: "UTC",
  bytea_output: "hex",
  extra_float_digits: "1",
  standard_conforming_strings: "on",
  // An index that is made anew goes where it was.
  default_tablespace: "",
  // Compiling queries pays for queries that run all day.
  jit: "off",
  client_min_messages: "warning",
};

/** How soon a killed client's backend is noticed in the middle of a statement. */
const CHECK_INTERVAL = "500ms";
/** Of a server on a system that cannot tell. */
const NOT_THERE = "22023";

/** The longest name of an application that PostgreSQL keeps: NAMEDATALEN - 1. */
const LONGEST_NAME = 63;

/** Long enough for a statement of the application, short enough to say that somebody holds a table. */
const LOCK_TIMEOUT_MS = 30_000;

/**
 * Sets a session up for a run; settings that the server is too old for are left out.
 *
 * @param called the name that the session goes by
 */
export async function setUpSession(
  client: pg.Client,
  called: string,
  lockTimeoutMs = LOCK_TIMEOUT_MS,
): Promise<void> {
  const settings = {
    ...SETTINGS,
    lock_timeout: String(lockTimeoutMs),
    application_name: fitting(called),
  };
  await client.query(
    `select pg_catalog.set_config(s.name, w.value, false)
       from unnest($1::text[], $2::text[]) as w (name, value)
       join pg_catalog.pg_settings s on s.name = w.name`,
    [Object.keys(settings), Object.values(settings)],
  );
  await client.query(
    `select pg_catalog.set_config(name, 'on', false) from pg_catalog.pg_settings
      where name = 'synchronous_commit' and setting = 'off'`,
  );
  await checkForClient(client);
}

/**
 * The schema of tables that name none.
 *
 * @param title what messages call the database
 * @throws UsageError if the role's search_path names none that is there
 */
export async function usualSchema(client: pg.Client, title: string): Promise<string> {
  const { rows } = await client.query<{ schema: string | null }>(
    "select pg_catalog.current_schema() as schema",
  );
  const schema = rows[0]?.schema ?? null;
  if (schema !== null) return schema;
  throw new UsageError(`${title} has no schema that the role's search_path names.`, {
    cure: "Create it, or set the role's search_path:  ALTER ROLE ... SET search_path = ...",
  });
}

async function checkForClient(client: pg.Client): Promise<void> {
  try {
    await client.query(
      `select pg_catalog.set_config(name, $1, false) from pg_catalog.pg_settings
        where name = 'client_connection_check_interval'`,
      [CHECK_INTERVAL],
    );
  } catch (error) {
    if (codeOf(error) !== NOT_THERE) throw error;
  }
}

/** PostgreSQL itself would put a question mark for every letter that is not ASCII. */
const fitting = (name: string): string => name.replace(/[^ -~]/g, "?").slice(0, LONGEST_NAME);
