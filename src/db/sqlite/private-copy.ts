import { randomBytes } from "node:crypto";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { SystemError } from "../../plain/errors.ts";
import { sha256OfFile } from "../../plain/hash-file.ts";
import { removeLeftovers } from "../../plain/leftovers.ts";
import type { Connection } from "../database.ts";
import { standAlone } from "./journal-mode.ts";

const OWNER_ONLY_FILE = 0o600;
const MARK = ".hmsync-rehearsal-";

/**
 * Works on a copy of a database that nobody else sees, beside the original. The file has no name
 * any more when the work begins, so that nothing is left of it whatever happens.
 *
 * @param open opens the file of the copy
 * @param work is given the copy, and the SHA-256 of the state that it was made from
 */
export async function withPrivateCopy<Copy extends Connection, Result>(
  db: Connection,
  open: (path: string) => Copy,
  work: (copy: Copy, sha256: string) => Promise<Result>,
): Promise<Result> {
  const folder = dirname(db.path);
  removeLeftovers(folder, MARK);
  const path = join(folder, `${MARK}${process.pid}-${randomBytes(6).toString("hex")}`);
  try {
    makeOwnerOnly(path, db.name);
    await db.copyTo(path);
    standAlone(path);
    const sha256 = await sha256OfFile(path);
    const copy = open(path);
    try {
      copy.exec("PRAGMA journal_mode = MEMORY");
      rmSync(path);
      return await work(copy, sha256);
    } finally {
      copy.close();
    }
  } finally {
    removeOwn(path);
  }
}

/** Before it holds anything, so that it is never anybody else's to read. */
function makeOwnerOnly(path: string, name: string): void {
  try {
    writeFileSync(path, "", { mode: OWNER_ONLY_FILE, flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SystemError(`A private copy of ${name} cannot be created beside it (${code}).`, {
      cure: "Get write permission on the folder, or use a copy of the database in another folder.",
      cause: error,
    });
  }
}

function removeOwn(path: string): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder)) {
    if (name.startsWith(basename(path))) rmSync(join(folder, name), { force: true });
  }
}
