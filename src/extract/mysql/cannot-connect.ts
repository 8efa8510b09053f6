import {
  closedEarly,
  connectingFailed,
  type Told,
  usualReasons,
} from "../../db/connecting/cannot-connect.ts";
import type { Location } from "../../db/connecting/location.ts";

/** Of what went wrong: the number of the server's error, or the code of the driver, the system or TLS. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { errno, code } = error as { readonly errno?: unknown; readonly code?: unknown };
  // Numbers below zero are the system's.
  if (typeof errno === "number" && errno > 0) return String(errno);
  return typeof code === "string" && code !== "" ? code : undefined;
}

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
const NO_TLS: Told = {
  what: () => "could not agree on TLS",
  cure: "Update the server's TLS (1.2 or newer), or use ssl-mode=DISABLED if the network can be trusted.",
};
const SERVER = "MySQL or MariaDB";
const CLOSED = closedEarly(SERVER);
const NO_SOCKET: Told = {
  what: ({ socket }) => `cannot be reached: nobody listens at ${socket}`,
  cure: "Check the path of the socket, and that the server runs.",
};

const EXPIRED: Told = {
  what: ({ user }) => `says that the password of ${user} has expired`,
  cure: "Log in with the mysql client and set a new one.",
};
const LOCKED: Told = {
  what: ({ user }) => `has locked the account of ${user}`,
  cure: "Have it unlocked:  ALTER USER ... ACCOUNT UNLOCK",
};

const REASONS: Readonly<Record<string, Told>> = {
  ...usualReasons({
    server: SERVER,
    authority: "ssl-ca",
    unchecked: "ssl-mode=REQUIRED",
    nameless: "ssl-mode=VERIFY_CA",
    noSocket: NO_SOCKET,
    socket: "the socket",
  }),
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
  1862: EXPIRED,
  1820: EXPIRED,
  3118: LOCKED,
  4151: LOCKED,
  3159: {
    what: () => "takes connections with TLS alone",
    cure: "Use ssl-mode=REQUIRED.",
  },
  1524: NO_LOGIN,
  2059: NO_LOGIN,
  MYSQL_CLEAR_PASSWORD_NOT_ENABLED: NO_LOGIN,
  AUTH_SWITCH_PLUGIN_ERROR: NO_LOGIN,
  PROTOCOL_CONNECTION_LOST: CLOSED,
  EPIPE: CLOSED,
  PROTOCOL_INCORRECT_PACKET_SEQUENCE: CLOSED,
  HANDSHAKE_NO_SSL_SUPPORT: {
    what: () => "has no TLS, which ssl-mode asks for",
    cure: "Turn it on at the server, or use ssl-mode=DISABLED if the network can be trusted.",
  },
  EPROTO: NO_TLS,
  HANDSHAKE_SSL_ERROR: NO_TLS,
};

/** What mysql2 says in words alone, of a plugin that it does not know. */
const UNKNOWN_PLUGIN = /unknown plugin/i;
const TLS_CODE = /^ERR_(?:SSL|TLS)_/;

/** What is thrown where a server cannot be reached or lets nobody in. */
export const cannotConnect = (location: Location, error: unknown, signal?: AbortSignal): Error =>
  connectingFailed(location, { why: whyNot(location, error), code: codeOf(error) }, signal);

/** The driver writes its own code over that of a certificate, and leaves its words. */
function certificateCode(error: unknown): string | undefined {
  const words = error instanceof Error ? error.message : "";
  if (/altnames/i.test(words)) return "ERR_TLS_CERT_ALTNAME_INVALID";
  if (/expired/i.test(words)) return "CERT_HAS_EXPIRED";
  return /certificate|issuer/i.test(words) ? "SELF_SIGNED_CERT_IN_CHAIN" : undefined;
}

function whyNot({ socket }: Location, error: unknown): Told | undefined {
  const code = codeOf(error) ?? "";
  if (error instanceof Error && UNKNOWN_PLUGIN.test(error.message)) return NO_LOGIN;
  const ofTls = code === "HANDSHAKE_SSL_ERROR" ? certificateCode(error) : undefined;
  if (ofTls !== undefined) return REASONS[ofTls];
  if (code === "ECONNREFUSED" && socket !== undefined) return NO_SOCKET;
  return REASONS[code] ?? (TLS_CODE.test(code) ? NO_TLS : undefined);
}
