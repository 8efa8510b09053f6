import { Interrupted, SourceError } from "../../plain/errors.ts";
import { type Location, titleOf } from "../location.ts";

/** Of what went wrong: the number of the server's error, or the code of the driver, the system or TLS. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const { errno, code } = error as { readonly errno?: unknown; readonly code?: unknown };
  // Numbers below zero are the system's.
  if (typeof errno === "number" && errno > 0) return String(errno);
  return typeof code === "string" ? code : "";
}

interface Told {
  /** What is said behind the name of the database. */
  readonly what: (location: Location) => string;
  readonly cure: string;
}

const HOST = "Check the host and the port, that the server runs, and that it may be reached.";

const NO_ANSWER: Told = {
  what: ({ host, port }) => `cannot be reached: nobody answers at ${host}, port ${port}`,
  cure: HOST,
};
const NO_HOST: Told = { what: ({ host }) => `has a host that is not known: ${host}`, cure: HOST };
const PASSWORD: Told = {
  what: ({ user }) => `does not let ${user} in: the password is wrong, or there is no such user`,
  cure: "Check the user, the password (MYSQL_PWD), that the user may come from this host, and whether TLS is asked of it (ssl-mode).",
};
const BUSY: Told = {
  what: () => "takes no connection now",
  cure: "Wait until the server has a connection free, then run again.",
};
const FROM_HERE: Told = {
  what: () => "takes no connection from this machine",
  cure: "Have the server let this host in (CREATE USER ...@HOST, FLUSH HOSTS).",
};
const NO_LOGIN: Told = {
  what: ({ user }) => `wants ${user} to log in in a way that is not supported`,
  cure: "Read it as a user with a password of mysql_native_password, caching_sha2_password or sha256_password.",
};
const UNTRUSTED: Told = {
  what: () => "shows a certificate that is not trusted",
  cure: "Name the file of the server's certificate authority with ssl-ca; ssl-mode=REQUIRED encrypts without checking who answers.",
};
const NO_TLS: Told = {
  what: () => "could not agree on TLS",
  cure: "Update the server's TLS (1.2 or newer), or use ssl-mode=DISABLED if the network can be trusted.",
};
const CLOSED: Told = {
  what: () => "closed the connection before it was open",
  cure: "Check that a MySQL or MariaDB server listens at this port.",
};
const NO_SOCKET: Told = {
  what: ({ socket }) => `cannot be reached: nobody listens at ${socket}`,
  cure: "Check the path of the socket, and that the server runs.",
};

const REASONS: Readonly<Record<string, Told>> = {
  1045: PASSWORD,
  1698: {
    what: ({ user }) => `lets ${user} in by the account of the operating system alone`,
    cure: "Read it over the server's socket from that account, or as a user with a password.",
  },
  1044: {
    what: ({ user, database }) => `does not let ${user} read ${database}`,
    cure: "Check the name behind the host, and have its owner grant SELECT on it.",
  },
  1049: {
    what: () => "does not exist: the server has no database of this name",
    cure: "Check the name behind the host; on some servers upper and lower case differ.",
  },
  1040: BUSY,
  1203: BUSY,
  1226: BUSY,
  1129: FROM_HERE,
  1130: FROM_HERE,
  1862: {
    what: ({ user }) => `says that the password of ${user} has expired`,
    cure: "Log in with the mysql client and set a new one.",
  },
  1820: {
    what: ({ user }) => `says that the password of ${user} has expired`,
    cure: "Log in with the mysql client and set a new one.",
  },
  3118: {
    what: ({ user }) => `has locked the account of ${user}`,
    cure: "Have it unlocked:  ALTER USER ... ACCOUNT UNLOCK",
  },
  4151: {
    what: ({ user }) => `has locked the account of ${user}`,
    cure: "Have it unlocked:  ALTER USER ... ACCOUNT UNLOCK",
  },
  3159: {
    what: () => "takes connections with TLS alone",
    cure: "Use ssl-mode=REQUIRED.",
  },
  1524: NO_LOGIN,
  2059: NO_LOGIN,
  MYSQL_CLEAR_PASSWORD_NOT_ENABLED: NO_LOGIN,
  AUTH_SWITCH_PLUGIN_ERROR: NO_LOGIN,
  ECONNREFUSED: NO_ANSWER,
  EHOSTUNREACH: NO_ANSWER,
  ENETUNREACH: NO_ANSWER,
  EHOSTDOWN: NO_ANSWER,
  ETIMEDOUT: NO_ANSWER,
  PROTOCOL_CONNECTION_LOST: CLOSED,
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
  PROTOCOL_INCORRECT_PACKET_SEQUENCE: CLOSED,
  ENOENT: NO_SOCKET,
  ENOTSOCK: NO_SOCKET,
  EACCES: {
    what: ({ socket }) => `cannot be reached: you may not use the socket ${socket}`,
    cure: "Use an account that may, or connect by a host.",
  },
  ENOTFOUND: NO_HOST,
  EAI_AGAIN: NO_HOST,
  EAI_FAIL: NO_HOST,
  HANDSHAKE_NO_SSL_SUPPORT: {
    what: () => "has no TLS, which ssl-mode asks for",
    cure: "Turn it on at the server, or use ssl-mode=DISABLED if the network can be trusted.",
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    what: ({ host }) => `shows a certificate of another host than ${host}`,
    cure: "Use the host that the certificate names; ssl-mode=VERIFY_CA does not compare names.",
  },
  CERT_HAS_EXPIRED: {
    what: () => "shows a certificate that has expired",
    cure: "Have it renewed; ssl-mode=REQUIRED encrypts without checking it.",
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_SIGNATURE_FAILURE: UNTRUSTED,
  EPROTO: NO_TLS,
  HANDSHAKE_SSL_ERROR: NO_TLS,
};

/** What mysql2 says in words alone, of a plugin that it does not know. */
const UNKNOWN_PLUGIN = /unknown plugin/i;
const TLS_CODE = /^ERR_(?:SSL|TLS)_/;

/** What is thrown where a server cannot be reached or lets nobody in: no word of the server's own is in it. */
export function cannotConnect(location: Location, error: unknown, signal?: AbortSignal): Error {
  if (signal?.aborted) {
    return new Interrupted("Interrupted while connecting to the database.", {
      cure: "Nothing was changed.",
    });
  }
  const { what, cure } = toldOf(location, error);
  // The driver's error as a cause would hold the server's words.
  return new SourceError(`${titleOf(location)} ${what(location)}.`, { cure });
}

/** The driver writes its own code over that of a certificate, and leaves its words. */
function certificateCode(error: unknown): string | undefined {
  const words = error instanceof Error ? error.message : "";
  if (/altnames/i.test(words)) return "ERR_TLS_CERT_ALTNAME_INVALID";
  if (/expired/i.test(words)) return "CERT_HAS_EXPIRED";
  return /certificate|issuer/i.test(words) ? "SELF_SIGNED_CERT_IN_CHAIN" : undefined;
}

function toldOf({ socket }: Location, error: unknown): Told {
  const code = codeOf(error);
  if (error instanceof Error && UNKNOWN_PLUGIN.test(error.message)) return NO_LOGIN;
  const ofTls = code === "HANDSHAKE_SSL_ERROR" ? certificateCode(error) : undefined;
  if (ofTls !== undefined) return REASONS[ofTls] ?? NO_TLS;
  if (code === "ECONNREFUSED" && socket !== undefined) return NO_SOCKET;
  if (TLS_CODE.test(code) && REASONS[code] === undefined) return NO_TLS;
  const unknown = {
    what: () => `cannot be opened${code === "" ? "" : ` (${code})`}`,
    cure: HOST,
  };
  return REASONS[code] ?? unknown;
}
