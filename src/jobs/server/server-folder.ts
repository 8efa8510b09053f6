import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pid } from "node:process";
import type { Location } from "../../db/connecting/location.ts";
import { removeLeftovers } from "../../plain/leftovers.ts";
import { makeFolder } from "../../plain/owner-only.ts";

// What belongs to a server's database and is kept on this machine stands in a folder of its own: people's work, backups,
// copies of files; and, as long as a command runs, its shadow.

const OWNER_ONLY = 0o700;
const MARK = ".hmsync-shadow-";
const USUAL_PORT = 5432;
const TELLING = 8;

/** Where such folders are, and what is still done where the process ends in the middle. */
export interface WhereKept {
  /** The folder that has them; by default the one that the process works in. */
  readonly within?: string | undefined;
  /** Does work when the process ends. @returns what calls it off */
  readonly atExit?: ((work: () => void) => () => void) | undefined;
}

/** The paths of one command that works for a server's database. */
export interface ServerPaths {
  /** Of the shadow: nothing is there yet. */
  readonly shadow: string;
  /** What other things are kept beside. */
  readonly beside: string;
}

/** What the folder of a server's database is called: `hms-on-db.example.org`, never a foreign name as it stands. */
export function folderName({ database, host, port, socket }: Location): string {
  const at = port === USUAL_PORT ? "" : `-${port}`;
  const named = `${plain(database)}-on-${plain(host)}${at}`;
  const whole = JSON.stringify([database, host, port, socket ?? null]);
  const isPlain =
    socket === undefined && plain(database) === database && plain(host) === host.toLowerCase();
  if (isPlain) return named;
  return `${named}-${createHash("sha256").update(whole).digest("hex").slice(0, TELLING)}`;
}

/** Letters of one case: a file system may not tell them apart. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[.-]+/, "")
    .slice(0, 60) || "database";

/**
 * Works with a shadow in the folder of a server's database; nothing is left of the shadow, nor of the folder where
 * nothing else is in it. What a process that was killed has left goes as well.
 */
export async function inServerFolder<Result>(
  location: Location,
  { within = ".", atExit = () => () => undefined }: WhereKept,
  work: (paths: ServerPaths) => Promise<Result>,
): Promise<Result> {
  const folder = join(within, folderName(location));
  makeFolder(folder);
  removeLeftovers(folder, MARK);
  const own = join(folder, `${MARK}${pid}-${randomBytes(6).toString("hex")}`);
  mkdirSync(own, { mode: OWNER_ONLY });
  const name = `${plain(location.database).replace(/\./g, "-")}.db`;
  const remove = () => {
    rmSync(own, { recursive: true, force: true });
    removeIfEmpty(folder);
  };
  const stay = atExit(remove);
  try {
    return await work({ shadow: join(own, name), beside: join(folder, name) });
  } finally {
    stay();
    remove();
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something of the database is kept there, or another command is at work.
  }
}
