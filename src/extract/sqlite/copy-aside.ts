import { existsSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { copyOwnerOnly } from "../../plain/copy-owner-only.ts";
import { SourceError } from "../../plain/errors.ts";
import { spoolFolder } from "../spool-folder.ts";

/** A copy of a database that nobody else sees. */
export interface CopyAside {
  readonly path: string;
  release(): void;
}

const TRIES = 3;

/**
 * Copies a database with its write-ahead log: to read one with that mode in place, SQLite has to make files beside it.
 *
 * @throws SourceError if it is written meanwhile; SystemError
 */
export function copyAside(path: string): CopyAside {
  // A copy of all patients may not outlive its process: the next command removes what a killed one left.
  const { path: folder, release } = spoolFolder();
  try {
    for (let nth = 0; nth < TRIES; nth++) {
      if (copiedAtRest(path, folder)) return { path: join(folder, basename(path)), release };
    }
    throw new SourceError(`${basename(path)} is being written while it is copied.`, {
      cure: "Wait until the other program is done, or copy it with  sqlite3 FILE '.backup COPY'  and import the copy.",
    });
  } catch (error) {
    release();
    throw error;
  }
}

function copiedAtRest(path: string, folder: string): boolean {
  const sides = [path, `${path}-wal`];
  const before = sides.map(stateOf).join();
  for (const side of sides) {
    const copy = join(folder, basename(side));
    rmSync(copy, { force: true });
    if (existsSync(side)) copyOwnerOnly(side, copy);
  }
  return before === sides.map(stateOf).join();
}

function stateOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? "none" : `${found.ino} ${found.size} ${found.mtimeMs}`;
}
