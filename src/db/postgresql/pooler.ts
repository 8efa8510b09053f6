import { randomBytes } from "node:crypto";
import type pg from "pg";
import { DatabaseError } from "../../plain/errors.ts";
import { codeOf } from "./cannot-connect.ts";

// A pooler that hands a server's session from one client to the next with every transaction (PgBouncer in transaction
// mode, and its kind) would hand on the run's lock and its settings as well.

/** What pg knows of its backend, and does not declare. */
interface Backend {
  readonly processID: number | null;
}

/** Rounds in which two clients of a pooler would get each other's session. */
const ROUNDS = 8;
const SETTING = "hmsync.session";

/**
 * @param connect opens another connection to the same place
 * @throws DatabaseError if sessions are shared between clients
 */
export async function refuseSharedSessions(
  client: pg.Client,
  name: string,
  connect: () => Promise<pg.Client>,
): Promise<void> {
  if (await isDirect(client)) return;
  const other = await connect();
  try {
    if (await areShared(client, other).catch(isNoTransaction)) throw shared(name);
  } finally {
    // A pooler that has closed it already has nothing to be told.
    await other.end().catch(() => undefined);
  }
}

/** What a pool in statement mode says of BEGIN. */
const NO_TRANSACTION = "08P01";

function isNoTransaction(error: unknown): true {
  if (codeOf(error) === NO_TRANSACTION) return true;
  throw error;
}

/** A server tells a client the number of its backend; a pooler makes one up. */
async function isDirect(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query("select pg_catalog.pg_backend_pid() as pid");
  return rows[0]?.pid === (client as pg.Client & Backend).processID;
}

/** Each in turn holds a session for itself while the other asks: whoever finds the other's mark shares with it. */
async function areShared(one: pg.Client, other: pg.Client): Promise<boolean> {
  const clients = [one, other].map((client) => ({ client, mark: randomBytes(8).toString("hex") }));
  for (const { client, mark } of clients) {
    await client.query("select pg_catalog.set_config($1, $2, false)", [SETTING, mark]);
  }
  for (let round = 0; round < ROUNDS; round++) {
    const [asking, holding] = round % 2 === 0 ? clients : clients.toReversed();
    if (asking === undefined || holding === undefined) return false;
    await holding.client.query("begin");
    const { rows } = await asking.client.query(
      "select pg_catalog.current_setting($1, true) as mark",
      [SETTING],
    );
    await holding.client.query("rollback");
    if (rows[0]?.mark !== asking.mark) return true;
  }
  return false;
}

const shared = (name: string): DatabaseError =>
  new DatabaseError(
    `${name} is behind a pooler that gives every transaction another session: a run needs one of its own.`,
    {
      cure: "Name the server's own address and port (5432, as a rule), or a pool in session mode.",
    },
  );
