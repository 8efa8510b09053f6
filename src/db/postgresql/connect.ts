import type { Socket } from "node:net";
import pg from "pg";
import type { Location } from "../connecting/location.ts";
import { passwordNeeded } from "../connecting/password.ts";
import { cannotConnect, codeOf } from "./cannot-connect.ts";
import { type Connection, cancelOnAbort } from "./connection.ts";
import { type Tls, tlsAttempts } from "./tls.ts";

const KEEP_ALIVE_MS = 30_000;
/** pg says it in words alone. */
const NO_TLS_THERE = /server does not support SSL/i;
/** No line of pg_hba.conf admits this user, in this way. */
const NOT_ADMITTED = "28000";

/** With what a server is connected to, and for how long it is waited for. */
export interface Connecting {
  readonly password?: string | undefined;
  /** Until it answers, if its URL says nothing else. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Connects to a server, as often and in such ways as its `sslmode` allows.
 *
 * @throws PasswordNeeded if the server asks for a password, and there is none
 * @throws SourceError if it cannot be reached or does not let this user in
 */
export async function connect(location: Location, options: Connecting): Promise<Connection> {
  const attempts = tlsAttempts(location);
  for (const [at, tls] of attempts.entries()) {
    const attempt = await attemptTo(location, options, tls);
    if (attempt.connected !== undefined) return cancelOnAbort(attempt.connected, options.signal);
    const other = at + 1 < attempts.length && mayGoOtherwise(attempt.error);
    if (!other) throw told(attempt, location, options);
  }
  throw cannotConnect(location, undefined);
}

/** What pg has, and does not declare. */
interface Socketed {
  readonly connection: { readonly stream: Socket };
}

interface Attempt {
  readonly connected?: pg.Client;
  readonly error?: unknown;
  /** The server asked for a password. */
  readonly asked: boolean;
}

async function attemptTo(location: Location, options: Connecting, tls: Tls): Promise<Attempt> {
  let asked = false;
  const client = new pg.Client({
    ...placeOf(location),
    ssl: tls,
    // Asked for as a function, it is told apart whether the server wants one at all.
    password: () => {
      asked = true;
      return options.password ?? "";
    },
    connectionTimeoutMillis: connectTimeout(location, options),
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    application_name: "hmsync",
  });
  // Whoever waits for a query is told by the query.
  client.on("error", () => undefined);
  // Ended in order, a connection that is not open yet would let us wait for ever.
  const drop = () => (client as pg.Client & Socketed).connection.stream.destroy();
  options.signal?.addEventListener("abort", drop, { once: true });
  try {
    await client.connect();
    return { connected: client, asked };
  } catch (error) {
    return { error, asked };
  } finally {
    options.signal?.removeEventListener("abort", drop);
  }
}

function placeOf({ host, socket, port, user, database }: Location) {
  return { host: socket ?? host, port, user, database };
}

const connectTimeout = ({ parameters }: Location, { timeoutMs }: Connecting): number => {
  const seconds = Number(parameters["connect_timeout"] ?? 0);
  return seconds > 0 ? seconds * 1000 : timeoutMs;
};

function mayGoOtherwise(error: unknown): boolean {
  return (
    codeOf(error) === NOT_ADMITTED || (error instanceof Error && NO_TLS_THERE.test(error.message))
  );
}

function told({ error, asked }: Attempt, location: Location, options: Connecting): Error {
  if (asked && options.password === undefined) return passwordNeeded(location, error);
  return cannotConnect(location, error, options.signal);
}
