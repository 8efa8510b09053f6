import { statSync } from "node:fs";
import { firstBytes } from "../plain/first-bytes.ts";

/** https://sqlite.org/fileformat2.html#the_database_header */
const MAGIC = "SQLite format 3\0";
/** Endings that programs give their databases. */
const ENDINGS = /\.(?:db|db3|sqlite|sqlite2|sqlite3|s3db|sl3)$/i;

/** Whether bytes are how an SQLite database begins. */
export const isSqliteHeader = (start: Buffer): boolean =>
  start.toString("latin1", 0, MAGIC.length) === MAGIC;

/** Whether a file is called as databases are; what it holds is another matter. */
export const isCalledSqlite = (name: string): boolean => ENDINGS.test(name);

/** Whether a file is an SQLite database, by its bytes and whatever it is called; false for what cannot be read. */
export function isSqliteFile(path: string): boolean {
  try {
    return statSync(path).isFile() && isSqliteHeader(firstBytes(path, MAGIC.length));
  } catch (error) {
    // Whoever reads it says why it cannot be read.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return false;
  }
}
