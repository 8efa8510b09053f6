import { fileURLToPath } from "node:url";
import { UsageError } from "../plain/errors.ts";
import type { Arguments } from "./arguments.ts";

const USUAL = "hmsync.db";

/**
 * Which database is meant: `--db`, else `DATABASE_URL` (a path or a `file:` URL), else
 * what the configuration says, else `./hmsync.db`. Of one on a server, its shadow.
 * A parameter of a URL is refused: what it asks for (a pool, read-only access) would not be done.
 *
 * @throws UsageError
 */
export function databasePath(args: Pick<Arguments, "flags" | "config" | "shadow">): string {
  return args.shadow ?? checkedFile(pathNamed(args));
}

/** The database that is named, as it was written: a path or a URL. */
export const databaseNamed = ({ flags, config }: Pick<Arguments, "flags" | "config">): string =>
  (flags.db ?? process.env["DATABASE_URL"]) || (config?.database ?? USUAL);

/**
 * SQLite takes these for a database in memory, which is gone with everything in it when the command ends, and
 * the driver takes blanks off: it would open another file than was named.
 */
function checkedFile(path: string): string {
  if (path.trim() !== "" && path !== ":memory:" && path.trim() === path) return path;
  const why =
    path.trim() === path
      ? "would be in memory, and gone when the command ends"
      : "begins or ends with a space, which SQLite ignores";
  throw new UsageError(`The database's name, ${JSON.stringify(path)}, ${why}.`, {
    cure: "Name a file with --db, or in DATABASE_URL:  --db hmsync.db",
  });
}

/** Whether that is on a server. */
export const namesServer = (args: Pick<Arguments, "flags" | "config">): boolean =>
  isOnServer(databaseNamed(args));

/** Whether a database that is named so is on a server that can be written to. */
export const isOnServer = (named: string): boolean => /^\s*postgres(?:ql)?:\/\//i.test(named);

function pathNamed(args: Pick<Arguments, "flags" | "config">): string {
  const named = databaseNamed(args);
  const [, scheme = ""] = SCHEME.exec(named) ?? [];
  if (scheme === "" || isDrive(scheme)) return named;
  if (scheme.toLowerCase() === "file") return pathOfUrl(named);
  const rest = named.slice(scheme.length + 1);
  if (!rest.startsWith("//") && !SQLITE.test(scheme) && !OTHERS.test(scheme)) return named;
  throw new UsageError(`${scheme}:... is not a database that this version can open.`, {
    cure: "Name an SQLite file with --db, or in DATABASE_URL as file:hmsync.db",
  });
}

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
const SQLITE = /^(?:sqlite3?|libsql|better-sqlite3|d1)$/i;
/** Databases that other programs name so. */
const OTHERS =
  /^(?:postgres(?:ql)?|mysql|mariadb|mssql|sqlserver|oracle|mongodb|jdbc|prisma|https?)$/i;

/** `C:` is where a file is. */
const isDrive = (scheme: string): boolean => scheme.length === 1;

function pathOfUrl(url: string): string {
  const [, parameter] = /\?(.*)$/s.exec(url) ?? [];
  if (parameter !== undefined) {
    const names = [...new URLSearchParams(parameter).keys()].join(", ");
    throw new UsageError(`The database's URL has unsupported parameters: ${names}.`, {
      cure: "Remove the ? and everything after it; write a ? in a file's name as %3F.",
    });
  }
  try {
    return url.startsWith("file://")
      ? fileURLToPath(url)
      : decodeURIComponent(url.slice("file:".length));
  } catch (error) {
    throw new UsageError(`${url} does not name a file on this machine.`, {
      cure: "Write file:relative/path.db, or file:///absolute/path.db with three slashes; %25 for a percent sign.",
      cause: error,
    });
  }
}
