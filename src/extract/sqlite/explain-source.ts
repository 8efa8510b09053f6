import { basename } from "node:path";
import { codeOf } from "../../db/sqlite/explain-error.ts";
import { SourceError } from "../../plain/errors.ts";

interface Trouble {
  readonly what: string;
  readonly cure: string;
}

/** By the start of SQLite's error code (https://sqlite.org/rescode.html): what it means for a source. */
const TROUBLES: readonly (readonly [code: string, trouble: Trouble])[] = [
  [
    "SQLITE_READONLY_ROLLBACK",
    {
      what: "holds half of a change: the program that wrote it ended in the middle, and its -journal says how to take that back",
      cure: "Copy it together with its -journal, open the copy once with  sqlite3 COPY 'pragma quick_check'  and import the copy.",
    },
  ],
  [
    "SQLITE_BUSY",
    {
      what: "is being written by another program, and stayed locked",
      cure: "Wait until the other program is done, or copy it with  sqlite3 FILE '.backup COPY'  and import the copy.",
    },
  ],
  [
    "SQLITE_CORRUPT",
    {
      what: "is damaged, or was cut short",
      cure: "Copy it again; if it stays so, save what can be saved with  sqlite3 FILE .recover > rescued.sql  and import that.",
    },
  ],
  [
    "SQLITE_NOTADB",
    {
      what: "is encrypted or damaged behind its first bytes",
      cure: "Have the program that it belongs to decrypt it, or copy it again.",
    },
  ],
  [
    "SQLITE_CANTOPEN",
    {
      what: "cannot be opened",
      cure: "Check that you may read the file and the files beside it (-wal, -shm), or import a copy.",
    },
  ],
  ["SQLITE_IOERR", { what: "cannot be read from its disk", cure: "Check the disk, or copy it." }],
  [
    "SQLITE_TOOBIG",
    { what: "has a row of more than a billion bytes", cure: "Leave the table out with --tables." },
  ],
];

/** An error of the driver as one line about the source; anything else comes back as it is. */
export function explainSource(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof SourceError) return error;
  const trouble = TROUBLES.find(([start]) => code.startsWith(start))?.[1];
  const { what, cure } = trouble ?? {
    what: "cannot be read",
    cure: "Try  sqlite3 FILE 'pragma integrity_check'  on a copy.",
  };
  // What SQLite says of a statement may quote a value.
  return new SourceError(`${basename(path)} ${what} (${code}).`, { cure, cause: error });
}
