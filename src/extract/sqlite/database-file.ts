import { existsSync, statSync } from "node:fs";
import { basename } from "node:path";
import { SourceError } from "../../plain/errors.ts";
import { firstBytes } from "../../plain/first-bytes.ts";
import { isCalledSqlite, isSqliteHeader } from "../../source/sqlite-file.ts";

/** https://sqlite.org/fileformat2.html#the_database_header */
const HEADER = 100;
const WRITE_VERSION = 18;
const READ_VERSION = 19;
const CHANGES = 24;
const WITH_LOG = 2;

/** What the first bytes of a database file say. */
export interface DatabaseHeader {
  /** What is committed stands in a write-ahead log first. */
  readonly hasLogMode: boolean;
  /** Counts the transactions that were written into the file itself. */
  readonly changes: number;
}

/**
 * Refuses what is called a database and is none that can be read.
 *
 * @throws SourceError
 */
export function refuseNoDatabase(path: string): void {
  if (!isCalledSqlite(path) || !existsSync(path) || !statSync(path).isFile()) return;
  const start = startOf(path);
  if (isSqliteHeader(start) || looksLikeText(start)) return;
  if (start.length === 0) {
    throw new SourceError(`${basename(path)} is empty.`, { cure: "Copy the database again." });
  }
  throw new SourceError(
    `${basename(path)} does not begin as an SQLite database does: it is encrypted, damaged, or the database of another program.`,
    {
      cure: "Have the program that it belongs to decrypt it (SQLCipher: sqlcipher_export), or export its tables as CSV.",
    },
  );
}

/** Text has hardly a byte that is none; what is encrypted has all of them. */
const looksLikeText = (start: Buffer): boolean =>
  start.length > 0 && start.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13));

/** What the header of a database says. */
export function databaseHeader(path: string): DatabaseHeader {
  const start = startOf(path);
  const versions = [start[WRITE_VERSION], start[READ_VERSION]];
  return {
    hasLogMode: versions.includes(WITH_LOG),
    changes: start.length < HEADER ? 0 : start.readUInt32BE(CHANGES),
  };
}

/** @throws SourceError if the file cannot be read */
function startOf(path: string): Buffer {
  try {
    return firstBytes(path, HEADER);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SourceError(`${basename(path)} cannot be opened (${code}).`, {
      cure: "Check that the file exists and that you may read it.",
      cause: error,
    });
  }
}
