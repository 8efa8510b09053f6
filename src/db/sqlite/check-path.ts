import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "../../plain/errors.ts";
import { firstBytes } from "../../plain/first-bytes.ts";

/** What becomes of a database that is not there. */
export type IfMissing = "create" | "refuse";

/** @throws UsageError if something else is in a database's place: a folder, a pipe, a device */
export function checkIsFile(path: string): void {
  if (!existsSync(path) || statSync(path).isFile()) return;
  throw new UsageError(`${path} is not a file.`, { cure: "Name a database file with --db." });
}

/**
 * Checks that a database can be opened, or made, at a path.
 *
 * @throws UsageError
 */
export function checkPath(path: string, ifMissing: IfMissing): void {
  checkIsFile(path);
  if (existsSync(path)) return;
  if (!existsSync(dirname(path))) {
    throw new UsageError(`The folder ${dirname(path)} does not exist.`, {
      cure: "Create the folder, or correct the path given with --db.",
    });
  }
  if (ifMissing === "refuse") {
    throw new UsageError(`The database ${path} does not exist.`, {
      cure: "Correct the path given with --db, or create a database with  hmsync db:push --init",
    });
  }
}

/** How the file of a database begins. */
const HEADER = "SQLite format 3\0";

/** Whether a path leads to something that is no SQLite database, nor empty. */
export function isOtherFile(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || (found.isFile() && found.size === 0)) return false;
  if (!found.isFile()) return true;
  return firstBytes(path, HEADER.length).toString("latin1") !== HEADER;
}
