import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { DecisionNeeded, HmsyncError } from "../../plain/errors.ts";
import { type Location, titleOf } from "./location.ts";
import { matchingPassword } from "./pgpass.ts";

/** Where a password may come from. */
export interface PasswordMeans {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of the person who runs the command. */
  readonly home: string;
  /** What stood in the URL, where the URL no longer holds it. */
  readonly ofUrl?: string;
  /** Asks without echo; undefined where nobody is there, or if the person left the question. */
  readonly ask?: ((question: string) => Promise<string | undefined>) | undefined;
  readonly warn: (line: string) => void;
}

/** The server asks for a password, and there is none. */
export class PasswordNeeded extends DecisionNeeded {}

/** What an engine throws where it was given no password and the server asks for one. */
export function passwordNeeded(location: Location, cause?: unknown): PasswordNeeded {
  const cure =
    location.engine === "mysql"
      ? "Set MYSQL_PWD to it"
      : "Set PGPASSWORD to it, or write it into ~/.pgpass";
  return new PasswordNeeded(`${titleOf(location)} asks for a password.`, {
    cure: `${cure}, or run the command on a terminal, where it asks.`,
    cause,
  });
}

/**
 * Opens a database with the password that is found. Where there is none and the server wants one, the person
 * at the terminal is asked, once.
 *
 * @throws PasswordNeeded if nobody is there to be asked
 */
export async function openWithPassword<Opened>(
  location: Location,
  means: PasswordMeans,
  open: (password: string | undefined) => Promise<Opened>,
): Promise<Opened> {
  const found = await findPassword(location, means);
  try {
    return await open(found);
  } catch (error) {
    if (!(error instanceof PasswordNeeded) || means.ask === undefined) throw error;
    const typed = await means.ask(`Password for ${titleOf(location)}: `);
    if (typed === undefined || typed === "") throw error;
    return await open(typed);
  }
}

/**
 * The password for a database, without asking anybody: of the URL, then of the environment, then of PostgreSQL's
 * password file. An empty one is none, as libpq has it.
 */
export async function findPassword(
  location: Location,
  { env, home, ofUrl, warn }: PasswordMeans,
): Promise<string | undefined> {
  const written = location.password || ofUrl;
  if (written) {
    const name = location.engine === "mysql" ? "MYSQL_PWD" : "PGPASSWORD";
    warn(
      `The password stands in the URL, where every user of this machine can read it as long as the command runs: better set ${name}.`,
    );
    return written;
  }
  if (location.engine === "mysql") return env["MYSQL_PWD"] || undefined;
  if (env["PGPASSWORD"]) return env["PGPASSWORD"];
  const text = await readPasswordFile(passwordFile(env, home), warn);
  return text === undefined ? undefined : matchingPassword(text, location) || undefined;
}

function passwordFile(env: PasswordMeans["env"], home: string): string {
  if (env["PGPASSFILE"]) return env["PGPASSFILE"];
  const roaming = process.platform === "win32" ? env["APPDATA"] : undefined;
  return roaming === undefined ? join(home, ".pgpass") : join(roaming, "postgresql", "pgpass.conf");
}

/** Who but the owner may do what. */
const OTHERS = 0o077;

/** As libpq does, a file that others may read is left alone, and that is said. */
async function readPasswordFile(
  path: string,
  warn: PasswordMeans["warn"],
): Promise<string | undefined> {
  try {
    const found = await stat(path);
    if (!found.isFile()) {
      warn(`The password file ${path} was not read: it is no plain file.`);
      return undefined;
    }
    if (process.platform !== "win32" && (found.mode & OTHERS) !== 0) {
      warn(
        `The password file ${path} was not read: others than its owner may use it. Run  chmod 600 ${path}`,
      );
      return undefined;
    }
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof HmsyncError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR") {
      warn(`The password file ${path} cannot be read (${code}).`);
    }
    return undefined;
  }
}
