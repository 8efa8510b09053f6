import { existsSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { SystemError } from "../plain/errors.ts";
import { removeLeftovers } from "../plain/leftovers.ts";
import { makeFolder } from "../plain/owner-only.ts";
import { isProcessAlive } from "../plain/process-alive.ts";
import { writeWhole } from "../plain/whole-file.ts";

// Where the rows of a database are kept while they are worked on. A spool goes with the process that made it,
// whatever ends that; the one of a run that may be resumed stays until the run has ended.

/** Containers that share a folder have processes of one number: the machine's name keeps them apart. */
const SPOOL = `hmsync-extract-${hostname()}-`;
/** Of a folder of reports: the spools of runs that may be resumed. */
export const OF_RUNS = "extracts";
/** In the spool of a run that has not ended. */
const UNFINISHED = "unfinished-run.json";

/** A folder for a spool, and how it is given up. */
export interface SpoolFolder {
  readonly path: string;
  /** Removes it, unless it is of a run that may be resumed. */
  release(): void;
}

/**
 * Makes a folder for a spool, and removes those that processes which were killed have left.
 *
 * @param keptIn where spools of runs are kept; undefined for one that no run outlives
 * @throws SystemError
 */
export function spoolFolder(keptIn?: string): SpoolFolder {
  const base = keptIn ?? tmpdir();
  const path = made(base, keptIn !== undefined);
  const remove = () => {
    if (!isUnfinished(path)) removeSpool(path);
  };
  // Ctrl-C may end the process at once.
  process.once("exit", remove);
  return {
    path,
    release() {
      process.off("exit", remove);
      remove();
    },
  };
}

function made(base: string, isKept: boolean): string {
  try {
    if (isKept) {
      for (const path of spoolsIn(base)) if (!isUnfinished(path)) removeIfAbandoned(path);
      // With the last of them went the folder.
      makeFolder(base);
    } else removeLeftovers(base, SPOOL);
    return mkdtempSync(join(base, `${SPOOL}${process.pid}-`));
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    throw new SystemError(`The rows of the database cannot be kept in ${base} (${error.code}).`, {
      cure: isKept
        ? "Free some disk space, or get write permission on the folder."
        : "Free some disk space, or set TMPDIR to an existing folder with enough space.",
      cause: error,
    });
  }
}

const spoolsIn = (base: string): string[] =>
  existsSync(base)
    ? readdirSync(base)
        .filter((name) => name.startsWith(SPOOL))
        .map((name) => join(base, name))
    : [];

const isUnfinished = (path: string): boolean => existsSync(join(path, UNFINISHED));

function removeIfAbandoned(path: string): void {
  const pid = new RegExp(`${SPOOL}(\\d+)-`).exec(path)?.[1];
  if (pid !== undefined && !isProcessAlive(Number(pid))) removeSpool(path);
}

function removeSpool(path: string): void {
  rmSync(path, { recursive: true, force: true });
  const base = dirname(path);
  if (basename(base) === OF_RUNS) removeIfEmpty(base);
}

/** Another import may have put its spool there meanwhile: only an empty folder goes. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["ENOTEMPTY", "EEXIST", "ENOENT"].includes(code)) throw error;
  }
}

/** Says that a spool is of a run that has begun, and may be resumed until it has ended. */
export async function keepForRun(path: string, database: string): Promise<void> {
  await writeWhole(join(path, UNFINISHED), `${JSON.stringify({ database })}\n`);
}

/** The run has ended: its spool goes, and so do those of earlier runs into the same database, which it overtook. */
export function dropSpools(path: string, { keptIn, database }: OfDatabase): void {
  removeSpool(path);
  for (const other of spoolsIn(keptIn)) {
    if (databaseOf(other) === database) removeIfAbandoned(other);
  }
}

interface OfDatabase {
  readonly keptIn: string;
  readonly database: string;
}

function databaseOf(path: string): string | undefined {
  if (!isUnfinished(path)) return undefined;
  try {
    return (JSON.parse(readFileSync(join(path, UNFINISHED), "utf8")) as { database?: string })
      .database;
  } catch (error) {
    // Whoever was killed while it was written had begun no run.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
