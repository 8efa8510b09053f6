import { userInfo } from "node:os";
import { UsageError } from "../../plain/errors.ts";
import { nearestHint } from "../../plain/nearest.ts";
import { checkNoOtherWriting } from "./other-writings.ts";

/** Where a legacy database is, and as whom it is read. */
export interface Location {
  readonly engine: "postgresql" | "mysql";
  /** As it was asked for: postgres, mysql or mariadb. */
  readonly scheme: "postgres" | "mysql" | "mariadb";
  readonly host: string;
  /** PostgreSQL: the folder of its socket. MySQL: the socket. Undefined where it is asked over the network. */
  readonly socket: string | undefined;
  readonly port: number;
  readonly user: string;
  /** Only if it stands in the URL. */
  readonly password: string | undefined;
  readonly database: string;
  /** Those of `PARAMETERS` that are given and are no part of the above. */
  readonly parameters: Readonly<Record<string, string>>;
}

type Engine = Location["engine"];

const SCHEMES: Readonly<Record<string, Pick<Location, "engine" | "scheme">>> = {
  postgres: { engine: "postgresql", scheme: "postgres" },
  postgresql: { engine: "postgresql", scheme: "postgres" },
  mysql: { engine: "mysql", scheme: "mysql" },
  mariadb: { engine: "mysql", scheme: "mariadb" },
};

const PORTS: Readonly<Record<Engine, number>> = { postgresql: 5432, mysql: 3306 };

const WHOLE = /^[1-9]\d{0,5}$/;
const SSL_FILES = /./;
const SSLMODE = /^(?:disable|allow|prefer|require|verify-ca|verify-full)$/;
const SSL_MODE = /^(?:disabled|preferred|required|verify_ca|verify_identity)$/i;

/** What may stand behind the question mark, and what each may be: libpq's words, and those of the mysql client. */
const PARAMETERS: Readonly<Record<Engine, Readonly<Record<string, RegExp>>>> = {
  postgresql: {
    host: /./,
    port: WHOLE,
    dbname: /./,
    user: /./,
    password: /^/,
    sslmode: SSLMODE,
    sslrootcert: SSL_FILES,
    sslcert: SSL_FILES,
    sslkey: SSL_FILES,
    connect_timeout: WHOLE,
  },
  mysql: {
    socket: /./,
    "ssl-mode": SSL_MODE,
    "ssl-ca": SSL_FILES,
    "ssl-cert": SSL_FILES,
    "ssl-key": SSL_FILES,
    "connect-timeout": WHOLE,
  },
};

/** They say what other parts of the URL say too. */
const PLACES = ["host", "port", "dbname", "user", "password", "socket"];

const URL_PARTS =
  /^([a-z][a-z\d+.-]*):\/\/(?:([^/?#]*)@)?([^/?#@]*)(?:\/([^?#]*))?(?:\?([^#]*))?(#.*)?$/is;

const ENCODE =
  "Percent-encode what is a sign of the URL itself: @ is %40, : is %3A, / is %2F, ? is %3F, # is %23, % is %25.";

/**
 * Where a database is that `--source` or `--db` names by its URL; undefined for anything that is no URL: a path, or `-`.
 * No message repeats the URL, as it may hold a password.
 *
 * @param env what libpq would take of the environment for the parts that the URL leaves out
 * @throws UsageError if it is a URL, but of no database that can be read, or not well written; and if it is
 * a database's address in another writing (JDBC, ODBC, ADO.NET)
 */
export function parseLocation(source: string, env: LocationEnv = {}): Location | undefined {
  const text = source.trim();
  checkNoOtherWriting(text);
  const parts = URL_PARTS.exec(text);
  if (parts === null) return undefined;
  const [, scheme = "", userinfo = "", authority = "", path = "", query = "", fragment] = parts;
  const known = SCHEMES[scheme.toLowerCase()];
  if (known === undefined) return undefined;
  // A password that is cut at one of its own signs must not come out as a port or a database.
  if (fragment !== undefined || /@/.test(path + query)) throw notWritten("is not well written");
  const parameters = parametersOf(known.engine, query);
  const [user = "", ...secret] = userinfo.split(":");
  const said = known.engine === "postgresql" ? env : {};
  const place = placeOf(known.engine, authority, { ...placeIn(said), ...parameters });
  return {
    ...known,
    ...place,
    user: (decoded(user) || parameters["user"] || said.PGUSER) ?? ownName(),
    password: secret.length > 0 ? decoded(secret.join(":")) : parameters["password"],
    database: databaseOf(known, decoded(path) || (parameters["dbname"] ?? said.PGDATABASE ?? "")),
    parameters: Object.fromEntries(
      Object.entries(parameters).filter(([name]) => !PLACES.includes(name)),
    ),
  };
}

/** Variables of libpq that say where a database is. */
export interface LocationEnv {
  readonly PGHOST?: string | undefined;
  readonly PGPORT?: string | undefined;
  readonly PGUSER?: string | undefined;
  readonly PGDATABASE?: string | undefined;
}

/** As the parameters of a URL say it. */
const placeIn = ({ PGHOST, PGPORT }: LocationEnv): Record<string, string> => ({
  ...(PGHOST && { host: PGHOST }),
  ...(PGPORT && { port: PGPORT }),
});

/** As messages and the ledger call it: `postgres://user@host:5432/hms`; no password, no parameters. */
export function titleOf({ scheme, host, socket, port, user, database }: Location): string {
  const place =
    socket === undefined
      ? `${host.includes(":") ? `[${host.replaceAll("%", "%25")}]` : encodeURIComponent(host)}:${port}`
      : encodeURIComponent(socket);
  return `${scheme}://${encodeURIComponent(user)}@${place}/${encodeURIComponent(database)}`;
}

/** The URL once more without its password: what a later command is told to open. */
export function withoutPassword(location: Location): string {
  const query = new URLSearchParams(location.parameters).toString().replaceAll("+", "%20");
  const port = location.socket !== undefined && location.port !== PORTS[location.engine];
  const more = [...(port ? [`port=${location.port}`] : []), ...(query === "" ? [] : [query])];
  return `${titleOf(location)}${more.length === 0 ? "" : `?${more.join("&")}`}`;
}

function databaseOf({ scheme }: Pick<Location, "scheme">, name: string): string {
  if (name.includes("/")) throw notWritten("names more than a database behind the host");
  if (name !== "") return name;
  throw new UsageError("The URL of the database does not name a database.", {
    cure: `Write it behind the host:  ${scheme}://USER@HOST/DATABASE`,
  });
}

type Place = Pick<Location, "host" | "socket" | "port">;

function placeOf(
  engine: Engine,
  authority: string,
  parameters: Readonly<Record<string, string>>,
): Place {
  if (authority.includes(",")) {
    throw new UsageError("The URL of the database names several hosts.", {
      cure: "Name one of them.",
    });
  }
  const [, bracketed, plain = "", , port] =
    /^(?:\[([^\]]*)\]|([^:[\]]*))(:(.*))?$/.exec(authority) ?? [];
  if (bracketed === undefined && /:.*:/.test(authority)) {
    throw new UsageError("The host in the URL of the database has several colons.", {
      cure: `An IPv6 address stands in brackets: [::1]. ${ENCODE}`,
    });
  }
  const host = decoded(bracketed ?? plain) || parameters["host"] || "localhost";
  const socket = parameters["socket"] ?? (host.startsWith("/") ? host : undefined);
  return {
    host: socket === undefined ? host : "localhost",
    socket,
    port: portOf(port || parameters["port"]) ?? PORTS[engine],
  };
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw notWritten("has a port that is no number from 1 to 65535");
}

function parametersOf(engine: Engine, query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const pair of query.split("&").filter((one) => one !== "")) {
    const [name = "", ...rest] = pair.split("=").map(decoded);
    const value = rest.join("=");
    const allowed = PARAMETERS[engine];
    const pattern = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
    if (pattern === undefined) throw unknownParameter(name, Object.keys(allowed));
    if (name in parameters) {
      throw new UsageError(`The URL of the database says ${name} twice.`, { cure: "Say it once." });
    }
    if (!pattern.test(value)) {
      throw new UsageError(`The URL of the database has a ${name} that is not one.`, {
        cure: choicesOf(name),
      });
    }
    parameters[name] = value;
  }
  return parameters;
}

function choicesOf(name: string): string {
  if (name === "sslmode") return "Use disable, allow, prefer, require, verify-ca or verify-full.";
  if (name === "ssl-mode")
    return "Use DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY.";
  return /timeout|port/.test(name) ? "Give a whole number, 1 or more." : "Give it a value.";
}

function unknownParameter(name: string, known: readonly string[]): UsageError {
  const about = /^(?:schema|currentSchema|search_path)$/i.test(name)
    ? "It cannot stand in the URL: of a source, name the schema with --schema."
    : `These are known: ${known.join(", ")}.`;
  return new UsageError(
    `The URL of the database has an unknown parameter: ${name}${nearestHint(name, known)}.`,
    { cure: about },
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    // The cause repeats nothing of the text.
    throw new UsageError("The URL of the database has a % that begins no percent-encoding.", {
      cure: ENCODE,
      cause,
    });
  }
}

const notWritten = (what: string): UsageError =>
  new UsageError(`The URL of the database ${what}.`, { cure: ENCODE });

/** As psql and mysql do: whoever asks without a name, asks under their own. */
function ownName(): string {
  try {
    return userInfo().username;
  } catch (cause) {
    throw new UsageError("The URL of the database does not name a user.", {
      cure: "Write the user before the host: USER@HOST.",
      cause,
    });
  }
}
