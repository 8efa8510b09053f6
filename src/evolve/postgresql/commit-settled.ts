import type pg from "pg";
import { ServerFailure, serverFailure } from "../../db/postgresql/server-failure.ts";
import { settleCommit, type Unsettled } from "../../db/postgresql/settle.ts";
import { DatabaseError } from "../../plain/errors.ts";
import type { ServerSession } from "./server-session.ts";

/**
 * Commits. If the connection goes before the answer comes, the server is asked once more what became of the
 * transaction, by its number.
 *
 * @throws DatabaseError if it was not committed, OutcomeUnknown if the server cannot tell
 */
export async function commitSettled(session: ServerSession): Promise<void> {
  const { client, title } = session;
  const { rows } = await client.query<{ id: string }>("select pg_current_xact_id()::text as id");
  const { processID: backend } = client as pg.Client & { processID: number };
  const unsettled = { transaction: rows[0]?.id ?? "", backend, name: title };
  try {
    await client.query("commit");
  } catch (error) {
    const failure = serverFailure(error, title);
    if (!(failure instanceof ServerFailure && failure.isGone)) throw failure;
    await askWhatBecame(session, unsettled);
  }
}

async function askWhatBecame(
  { reconnect, title }: ServerSession,
  unsettled: Unsettled,
): Promise<void> {
  const asking = await reconnect();
  try {
    if ((await settleCommit(asking, unsettled)) === "committed") return;
  } finally {
    await asking.end();
  }
  throw new DatabaseError(`The connection to ${title} was lost at the commit, which is aborted.`, {
    cure: "Nothing was changed. Run again.",
  });
}
