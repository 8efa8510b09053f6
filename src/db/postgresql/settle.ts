import { setTimeout } from "node:timers/promises";
import type pg from "pg";
import { DatabaseError } from "../../plain/errors.ts";

/** What became of a transaction whose COMMIT got no answer. */
export type Settled = "committed" | "aborted";

/** How often its state is asked for, and how long its session may go on before it is ended. */
const PAUSE_MS = 100;
const GRACE_MS = 2_000;

/** The transaction, and the backend that it was of. */
export interface Unsettled {
  /** `pg_current_xact_id` */
  readonly transaction: string;
  readonly backend: number;
  /** What messages call the database. */
  readonly name: string;
}

/**
 * Asks the server what became of a transaction
 * (https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT). One that never heard its
 * COMMIT, because the network swallowed it, is ended.
 *
 * @param client a connection of its own
 * @throws OutcomeUnknown if the server no longer knows
 */
export async function settleCommit(client: pg.Client, unsettled: Unsettled): Promise<Settled> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    const status = await statusOf(client, unsettled);
    if (status === "committed" || status === "aborted") return status;
    if (status !== "in progress") throw new OutcomeUnknown(unsettled);
    if (waited === GRACE_MS) await endBackend(client, unsettled);
    await setTimeout(PAUSE_MS);
  }
}

async function statusOf(client: pg.Client, { transaction }: Unsettled): Promise<string | null> {
  const { rows } = await client.query<{ status: string | null }>(
    "select pg_catalog.pg_xact_status($1::xid8) as status",
    [transaction],
  );
  return rows[0]?.status ?? null;
}

/** Only while it is that very transaction: the number of a backend is given again. */
async function endBackend(client: pg.Client, { backend, transaction }: Unsettled): Promise<void> {
  await client.query(
    `select pg_catalog.pg_terminate_backend(pid) from pg_catalog.pg_stat_activity
      where pid = $1 and backend_xid = $2::xid8::xid`,
    [backend, transaction],
  );
}

/** Neither side can tell whether a transaction was committed. */
export class OutcomeUnknown extends DatabaseError {
  constructor(
    { name, transaction }: Pick<Unsettled, "name" | "transaction">,
    { cause }: { readonly cause?: unknown } = {},
  ) {
    super(
      `The connection to ${name} was lost while it committed, and whether it did cannot be told (transaction ${transaction}).`,
      {
        cure: "Run the same command again: it finds what was written, and does the rest.",
        cause,
      },
    );
  }
}
