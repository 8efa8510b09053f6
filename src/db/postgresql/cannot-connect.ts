import {
  closedEarly,
  connectingFailed,
  HOST,
  type Told,
  usualReasons,
} from "../connecting/cannot-connect.ts";
import type { Location } from "../connecting/location.ts";

/** Of what went wrong: the server's SQLSTATE, or the code of the operating system or of TLS. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

const NO_SOCKET: Told = {
  what: ({ socket, port }) => `cannot be reached: there is no socket .s.PGSQL.${port} in ${socket}`,
  cure: "Check the folder of the socket (unix_socket_directories), and that the server runs.",
};
const PASSWORD: Told = {
  what: ({ user }) => `does not let ${user} in: the password is wrong, or there is no such role`,
  cure: "Check the user and the password (PGPASSWORD, ~/.pgpass).",
};
const BUSY: Told = {
  what: () => "takes no connection now",
  cure: "Wait until the server has started or has a connection free, then run again.",
};

const SERVER = "PostgreSQL";
const REASONS: Readonly<Record<string, Told>> = {
  ...usualReasons({
    server: SERVER,
    authority: "sslrootcert",
    unchecked: "sslmode=require",
    nameless: "sslmode=verify-ca",
    noSocket: NO_SOCKET,
    socket: "the socket in",
  }),
  "28P01": PASSWORD,
  "28000": {
    what: ({ user }) => `does not let ${user} in from here, or in this way`,
    cure: "Check the user, sslmode, and the server's pg_hba.conf.",
  },
  "3D000": {
    what: () => "does not exist: the server has no database of this name",
    cure: "Check the name behind the host; upper and lower case differ.",
  },
  "42501": {
    what: ({ user }) => `does not let ${user} connect`,
    cure: "Let its owner grant it:  GRANT CONNECT ON DATABASE ... TO ...",
  },
  "53300": BUSY,
  "57P03": BUSY,
  "55000": BUSY,
};

/** What pg and Node.js say in words alone. None is repeated: a word of it may be a server's. */
const WORDS: readonly (readonly [pattern: RegExp, told: Told])[] = [
  [
    /timeout expired/i,
    {
      what: ({ host, port }) => `did not answer in time at ${host}, port ${port}`,
      cure: HOST,
    },
  ],
  [
    /does not support SSL/i,
    {
      what: () => "has no TLS, which sslmode asks for",
      cure: "Turn it on at the server (ssl = on), or use sslmode=disable if the network can be trusted.",
    },
  ],
  [/terminated unexpectedly|establishing an SSL connection/i, closedEarly(SERVER)],
];

/** What is thrown where a server cannot be reached or lets nobody in. */
export function cannotConnect(location: Location, error: unknown, signal?: AbortSignal): Error {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : "";
  const why = REASONS[code ?? ""] ?? WORDS.find(([pattern]) => pattern.test(message))?.[1];
  return connectingFailed(location, { why, code }, signal);
}
