import { setTimeout } from "node:timers/promises";
import type pg from "pg";
import { ServerFailure, serverFailure } from "../../db/postgresql/server-failure.ts";
import { DatabaseError } from "../../plain/errors.ts";
import type { ServerSession } from "./server-session.ts";

const PATIENCE_MS = 60_000;
const PAUSE_MS = 250;

/**
 * Commits. If the connection goes before the answer comes, the server is asked once more what became of the
 * transaction, by its number.
 *
 * @throws DatabaseError if it was not committed
 */
export async function commitSettled(session: ServerSession): Promise<void> {
  const { client, title } = session;
  const { rows } = await client.query<{ id: string }>("select pg_current_xact_id()::text as id");
  const id = rows[0]?.id ?? "";
  try {
    await client.query("commit");
  } catch (error) {
    const failure = serverFailure(error, title);
    if (!(failure instanceof ServerFailure && failure.isGone)) throw failure;
    await askWhatBecame(session, id);
  }
}

async function askWhatBecame({ reconnect, title }: ServerSession, id: string): Promise<void> {
  let asking: pg.Client | undefined;
  try {
    asking = await reconnect();
    for (const until = Date.now() + PATIENCE_MS; ; ) {
      const { rows } = await asking.query<{ status: string | null }>(
        "select pg_xact_status($1::xid8) as status",
        [id],
      );
      const status = rows[0]?.status ?? "unknown";
      if (status === "committed") return;
      if (status !== "in progress" || Date.now() > until) throw notCommitted(title, status);
      await setTimeout(PAUSE_MS);
    }
  } finally {
    await asking?.end();
  }
}

const notCommitted = (title: string, status: string): DatabaseError =>
  new DatabaseError(`The connection to ${title} was lost at the commit, which is ${status}.`, {
    cure:
      status === "aborted"
        ? "Nothing was changed. Run again."
        : "Look with  hmsync db:status  whether the change is there before you run again.",
  });
