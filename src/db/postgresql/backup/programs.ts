import { execFile, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { DatabaseError } from "../../../plain/errors.ts";
import type { Location } from "../../connecting/location.ts";

/** PostgreSQL's own programs for backups. */
export type Program = "pg_dump" | "pg_restore";

/** Where they are, and with what they connect. */
export interface Programs {
  readonly location: Location;
  readonly password: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where Debian keeps those of each version. */
const DEBIAN = "/usr/lib/postgresql";

/**
 * The path of a program that is not older than the server.
 *
 * @param server its major version
 * @throws DatabaseError if there is none, and says what holds without
 */
export async function findProgram(
  program: Program,
  server: number,
  env: Programs["env"],
): Promise<string> {
  const versions = existsSync(DEBIAN)
    ? readdirSync(DEBIAN).filter((name) => /^\d+$/.test(name))
    : [];
  const folders = [
    ...(env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== ""),
    ...versions
      .sort((one, other) => Number(other) - Number(one))
      .map((name) => join(DEBIAN, name, "bin")),
  ];
  const found: number[] = [];
  for (const path of folders.map((folder) => join(folder, program)).filter(existsSync)) {
    const version = await versionOf(path, env);
    if (version !== undefined && version >= server) return path;
    if (version !== undefined) found.push(version);
  }
  const there =
    found.length === 0
      ? `${program} is not installed`
      : `${program} ${Math.max(...found)} is older than the server (${server})`;
  throw new DatabaseError(`${there}, so there is no backup.`, {
    cure: `Install PostgreSQL's client programs, version ${server} or newer. Without a backup, a push or a migration is still one transaction that is compared before its commit, and a run keeps in the ledger what it replaces, so that import:undo is exact.`,
  });
}

async function versionOf(path: string, env: Programs["env"]): Promise<number | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ["--version"], { env: plainEnv(env) });
    const [, major] = /(\d+)(?:\.\d+|devel|beta\d+|rc\d+)?\S*\s*(?:\(.*\))?\s*$/.exec(stdout) ?? [];
    return major === undefined ? undefined : Number(major);
  } catch (error) {
    // A wrapper without the program behind it, or a file that is none.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

const plainEnv = (env: Programs["env"]): NodeJS.ProcessEnv => ({
  PATH: env["PATH"],
  HOME: env["HOME"],
  LC_ALL: "C",
});

const PARAMETERS: Readonly<Record<string, string>> = {
  sslmode: "PGSSLMODE",
  sslrootcert: "PGSSLROOTCERT",
  sslcert: "PGSSLCERT",
  sslkey: "PGSSLKEY",
  connect_timeout: "PGCONNECT_TIMEOUT",
};

/** What a program connects with: nothing of it stands in its command line, which everybody can read. */
function connecting({ location, password, env }: Programs): NodeJS.ProcessEnv {
  const { host, socket, port, user, database, parameters } = location;
  const named = Object.entries(PARAMETERS).flatMap(([parameter, variable]) => {
    const value = parameters[parameter];
    return value === undefined ? [] : [[variable, value] as const];
  });
  return {
    ...plainEnv(env),
    PGHOST: socket ?? host,
    PGPORT: String(port),
    PGUSER: user,
    PGDATABASE: database,
    ...(password === undefined ? {} : { PGPASSWORD: password }),
    // What the program would look for by itself was found already.
    PGPASSFILE: "/dev/null",
    PGAPPNAME: "hmsync",
    ...Object.fromEntries(named),
  };
}

/** What a program says when it fails: nothing else of its words is repeated, as they may be a row's. */
const REASONS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/version mismatch/i, "it is older than the server"],
  [
    /row-level security/i,
    "row-level security would hide rows from this role: use one with BYPASSRLS",
  ],
  [/permission denied/i, "the role may not read or make all of it"],
  [/must be owner/i, "the role does not own what is to be made"],
  [/role ".*" does not exist/i, "a role is missing that the database grants something to"],
  [/no space left/i, "there is no room left on the disk"],
  [/already exists/i, "something is there already"],
  [/extension ".*" is not available/i, "an extension is not installed at this server"],
  [/unsupported version|input file/i, "the file is none that it can read"],
];

/**
 * Runs a program to its end.
 *
 * @param output where its output goes: a file that is open, or whoever reads it
 * @throws DatabaseError if it fails
 */
export async function runProgram(
  path: string,
  args: readonly string[],
  {
    output,
    ...programs
  }: Programs & { readonly output: number | ((stdout: Readable) => Promise<void>) },
): Promise<void> {
  const stdio: StdioOptions = ["ignore", typeof output === "number" ? output : "pipe", "pipe"];
  const child = spawn(path, [...args], { env: connecting(programs), stdio });
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said = (said + String(chunk)).slice(-MOST_SAID);
  });
  const ended = once(child, "close");
  if (typeof output !== "number" && child.stdout !== null) await output(child.stdout);
  const [code] = await ended;
  if (code === 0) return;
  const why = REASONS.find(([pattern]) => pattern.test(said))?.[1] ?? `it ended with ${code}`;
  throw new DatabaseError(`${path} failed: ${why}.`, {
    cure: "Mend that and run again; the server's log has the details.",
  });
}

const MOST_SAID = 20_000;
