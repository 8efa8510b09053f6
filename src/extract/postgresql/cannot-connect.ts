import { Interrupted, SourceError } from "../../plain/errors.ts";
import { type Location, titleOf } from "../location.ts";

/** Of what went wrong: the server's SQLSTATE, or the code of the operating system or of TLS. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

interface Told {
  /** What is said behind the name of the database. */
  readonly what: (location: Location) => string;
  readonly cure: string;
}

const HOST = "Check the host and the port, that the server runs, and that it may be reached.";
const CERTIFICATE =
  "Name the file of the server's certificate authority with sslrootcert; sslmode=require encrypts without checking who answers.";

const NO_ANSWER: Told = {
  what: ({ host, port }) => `cannot be reached: nobody answers at ${host}, port ${port}`,
  cure: HOST,
};
const NO_SOCKET: Told = {
  what: ({ socket, port }) => `cannot be reached: there is no socket .s.PGSQL.${port} in ${socket}`,
  cure: "Check the folder of the socket (unix_socket_directories), and that the server runs.",
};
const NO_HOST: Told = { what: ({ host }) => `has a host that is not known: ${host}`, cure: HOST };
const PASSWORD: Told = {
  what: ({ user }) => `does not let ${user} in: the password is wrong, or there is no such role`,
  cure: "Check the user and the password (PGPASSWORD, ~/.pgpass).",
};
const BUSY: Told = {
  what: () => "takes no connection now",
  cure: "Wait until the server has started or has a connection free, then run again.",
};
const UNTRUSTED: Told = {
  what: () => "shows a certificate that is not trusted",
  cure: CERTIFICATE,
};

const REASONS: Readonly<Record<string, Told>> = {
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
  ECONNREFUSED: NO_ANSWER,
  ECONNRESET: {
    what: () => "closed the connection before it was open",
    cure: "Check that a PostgreSQL server listens at this port.",
  },
  EHOSTUNREACH: NO_ANSWER,
  ENETUNREACH: NO_ANSWER,
  EHOSTDOWN: NO_ANSWER,
  ETIMEDOUT: NO_ANSWER,
  ENOENT: NO_SOCKET,
  ENOTSOCK: NO_SOCKET,
  EACCES: {
    what: ({ socket }) => `cannot be reached: you may not use the socket in ${socket}`,
    cure: "Use an account that may, or connect by a host.",
  },
  ENOTFOUND: NO_HOST,
  EAI_AGAIN: NO_HOST,
  EAI_FAIL: NO_HOST,
  ERR_TLS_CERT_ALTNAME_INVALID: {
    what: ({ host }) => `shows a certificate of another host than ${host}`,
    cure: "Use the host that the certificate names; sslmode=verify-ca does not compare names.",
  },
  CERT_HAS_EXPIRED: {
    what: () => "shows a certificate that has expired",
    cure: "Have it renewed; sslmode=require encrypts without checking it.",
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_SIGNATURE_FAILURE: UNTRUSTED,
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
  [
    /terminated unexpectedly|establishing an SSL connection/i,
    {
      what: () => "closed the connection before it was open",
      cure: "Check that a PostgreSQL server listens at this port.",
    },
  ],
];

/** What is thrown where a server cannot be reached or lets nobody in: no word of the server's own is in it. */
export function cannotConnect(location: Location, error: unknown, signal?: AbortSignal): Error {
  if (signal?.aborted) {
    return new Interrupted("Interrupted while connecting to the database.", {
      cure: "Nothing was changed.",
      cause: error,
    });
  }
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : "";
  const found = REASONS[code ?? ""] ?? WORDS.find(([pattern]) => pattern.test(message))?.[1];
  const { what, cure } = found ?? {
    what: () => `cannot be opened${code === undefined ? "" : ` (${code})`}`,
    cure: HOST,
  };
  // The server's message, which the cause would hold, may repeat a password or a value.
  return new SourceError(`${titleOf(location)} ${what(location)}.`, { cure });
}
