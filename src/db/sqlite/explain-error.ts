import { DatabaseError } from "../../plain/errors.ts";
import type { EngineCode } from "../database.ts";
import { ConstraintBroken, called, StatementRefused } from "../refused.ts";

interface Trouble {
  readonly what: string;
  readonly cure: string;
}

const FORBIDDEN: Trouble = {
  what: "may not be opened",
  cure: "Get permission to read and write it.",
};

/** By the start of SQLite's error code (https://sqlite.org/rescode.html). */
const TROUBLES: readonly (readonly [code: string, trouble: Trouble])[] = [
  [
    "SQLITE_BUSY",
    {
      what: "is locked by another process",
      cure: "Wait until the other program is done with it, or stop it; then run again.",
    },
  ],
  ["SQLITE_LOCKED", { what: "is locked", cure: "Run again when no other program uses it." }],
  [
    "SQLITE_READONLY",
    { what: "cannot be written", cure: "Get write permission on the file and its folder." },
  ],
  [
    "SQLITE_FULL",
    {
      what: "has no room left: the disk is full",
      cure: "Free some space and run again; uncommitted changes were rolled back.",
    },
  ],
  [
    "SQLITE_CANTOPEN",
    {
      what: "cannot be opened",
      cure: "Check that the path names a file and that you may read it.",
    },
  ],
  ["SQLITE_NOTADB", { what: "is not an SQLite database", cure: "Check the path given with --db." }],
  [
    "SQLITE_CORRUPT",
    { what: "is damaged", cure: "Restore the newest backup; keep the damaged file." },
  ],
  [
    "SQLITE_IOERR",
    { what: "cannot be read or written", cure: "Check the disk: space, permissions, hardware." },
  ],
  ["SQLITE_PERM", FORBIDDEN],
  ["SQLITE_AUTH", FORBIDDEN],
  [
    "SQLITE_NOMEM",
    {
      what: "needs more memory than is available",
      cure: "Close other programs, then run again; uncommitted changes were rolled back.",
    },
  ],
  [
    "SQLITE_TOOBIG",
    {
      what: "cannot store such a long value",
      cure: "Shorten the cell: SQLite takes up to a billion bytes.",
    },
  ],
  [
    "SQLITE_MISMATCH",
    {
      what: "holds a value of the wrong type for its column",
      cure: "Compare the tables with the schema:  hmsync db:validate",
    },
  ],
  [
    "SQLITE_SCHEMA",
    {
      what: "was changed by another program meanwhile",
      cure: "Run again when no other program changes its tables.",
    },
  ],
  [
    "SQLITE_PROTOCOL",
    {
      what: "is so busy with other programs that it cannot be locked",
      cure: "Wait until the other programs are done with it, or stop them; then run again.",
    },
  ],
  [
    "SQLITE_NOLFS",
    {
      what: "is larger than its disk allows",
      cure: "Move it to a disk that supports larger files.",
    },
  ],
  [
    "SQLITE_INTERRUPT",
    {
      what: "was interrupted",
      cure: "Run again; uncommitted changes were rolled back.",
    },
  ],
];

type DriverError = Error & { readonly code: EngineCode };

/** By its name: what explains errors runs where the driver does not load, too. */
const isDriverError = (error: unknown): error is DriverError =>
  error instanceof Error && error.name === "SqliteError" && "code" in error;

/** `cannot rename from rowid alias: oid`. */
const ROWID_RENAME = /^cannot rename (?:from|to) rowid alias/;

/** A driver's error as one clear line with its cure; anything else comes back as it is. */
export function explainDatabaseError(error: unknown, name: string): unknown {
  if (!isDriverError(error)) return error;
  if (error.code.startsWith("SQLITE_CONSTRAINT")) {
    const by = error.code === "SQLITE_CONSTRAINT_TRIGGER" ? "trigger" : "constraint";
    return new ConstraintBroken(error, name, by);
  }
  const trouble = TROUBLES.find(([code]) => error.code.startsWith(code))?.[1];
  if (trouble !== undefined) {
    const what = `${called(name)} ${trouble.what} (${error.code}).`;
    return new DatabaseError(what, { cure: trouble.cure, cause: error });
  }
  const cure = ROWID_RENAME.test(error.message)
    ? "SQLite from 3.54 on (Node.js 22 and newer) cannot rename a column from or to rowid, oid or _rowid_: keep the name, or add a column with the new name, copy the values, and drop the old one later. Nothing was committed."
    : "This is a bug in the tool or an error in the schema; nothing was committed.";
  return new StatementRefused(`${called(name)} reports: ${error.message} (${error.code}).`, {
    cure,
    cause: error,
  });
}

/** SQLite's code of an error, explained or not; undefined if it is not one of SQLite's. */
export function codeOf(error: unknown): EngineCode | undefined {
  const inner = error instanceof DatabaseError ? error.cause : error;
  return isDriverError(inner) ? inner.code : undefined;
}

/** Whether a row is refused, and nothing is wrong with the database. */
export const isRefusal = (error: unknown): boolean =>
  codeOf(error)?.startsWith("SQLITE_CONSTRAINT") === true;

/** Runs work on a database; its errors come out explained. */
export function guarded<Result>(name: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw explainDatabaseError(error, name);
  }
}

/** Nothing was copied, since another program is at work; it may be done in a moment. */
export class CopyLocked extends DatabaseError {
  constructor(name: string) {
    super(`${called(name)} cannot be copied: another process has it locked.`, {
      cure: "Wait until the other program is done with it, or stop it; then run again.",
    });
  }
}

/** Whether another program has the database to itself at the moment. */
export const isBusy = (error: unknown): boolean =>
  codeOf(error)?.startsWith("SQLITE_BUSY") === true;
