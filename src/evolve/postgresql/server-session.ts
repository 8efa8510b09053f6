import type pg from "pg";
import { applicationName } from "../../db/postgresql/run-lock.ts";
import { serverFailure } from "../../db/postgresql/server-failure.ts";
import { setUpSession, usualSchema } from "../../db/postgresql/session-settings.ts";
import { UsageError } from "../../plain/errors.ts";

/** A connection by which a schema is looked at or changed. */
export interface ServerSession {
  readonly client: pg.Client;
  /** What messages call the database: no password in it. */
  readonly title: string;
  /** Where a table is that names no schema. */
  readonly defaultSchema: string;
  /** Connects once more: what became of a COMMIT whose answer was lost is asked there. */
  readonly reconnect: () => Promise<pg.Client>;
}

/** The oldest version that has `trim_scale`. */
const OLDEST = 130_000;

/** A date that is written otherwise is refused, not guessed. */
const DATES = "set datestyle to 'ISO, YMD'";

/**
 * Makes a fresh connection ready.
 *
 * @throws UsageError if the server is too old, or no schema is on the path to search
 */
export async function beginServerSession(
  connection: Pick<ServerSession, "client" | "title" | "reconnect">,
  command: string,
): Promise<ServerSession> {
  const { client, title } = connection;
  try {
    await setUpSession(client, applicationName(command));
    return await readyForSchema({
      ...connection,
      defaultSchema: await usualSchema(client, title),
    });
  } catch (error) {
    throw serverFailure(error, title);
  }
}

/**
 * Makes a session ready that was set up for a run.
 *
 * @throws UsageError if the server is too old
 */
export async function readyForSchema(session: ServerSession): Promise<ServerSession> {
  const { client, title } = session;
  await client.query(DATES);
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );
  if ((rows[0]?.version ?? 0) >= OLDEST) return session;
  throw new UsageError(`${title} runs a version of PostgreSQL older than 13.`, {
    cure: "Upgrade the server.",
  });
}

/** Runs work in a transaction that is rolled back, whatever comes of it. */
export async function rolledBackOn<Result>(
  { client, title }: ServerSession,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query("begin");
  try {
    return await work();
  } catch (error) {
    throw serverFailure(error, title);
  } finally {
    // A connection that is gone has nothing to roll back; the error that ended it is told.
    await client.query("rollback").catch(() => undefined);
  }
}
