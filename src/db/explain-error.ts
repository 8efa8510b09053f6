import { DatabaseError } from "../errors.ts";
import { SqliteDriver } from "./driver.ts";

interface Trouble {
  readonly what: string;
  readonly cure: string;
}

/** By the start of SQLite's error code (https://sqlite.org/rescode.html). */
const TROUBLES: readonly (readonly [code: string, trouble: Trouble])[] = [
  [
    "SQLITE_BUSY",
    {
      what: "is locked by another process",
      cure: "Wait until the other program is done with it (or stop it), then run again.",
    },
  ],
  ["SQLITE_LOCKED", { what: "is locked", cure: "Run again when nothing else uses it." }],
  [
    "SQLITE_READONLY",
    { what: "cannot be written", cure: "Give yourself write rights on the file and its folder." },
  ],
  [
    "SQLITE_FULL",
    {
      what: "has no room left: the disk is full",
      cure: "Free some space; what was not committed has been rolled back.",
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
    { what: "cannot be read or written", cure: "Look at the disk: space, rights, hardware." },
  ],
];

type DriverError = InstanceType<typeof SqliteDriver.SqliteError>;

/** A statement that the database understands too little of, or does not allow: trying again is no use. */
export class StatementRefused extends DatabaseError {
  /** SQLite's own words: `no such column: phone`. */
  readonly reason: string;

  constructor(what: string, { cure, cause }: { cure: string; cause: DriverError }) {
    super(what, { cure, cause });
    this.reason = cause.message;
  }
}

/** A row that the database refuses. */
export class ConstraintBroken extends StatementRefused {
  /** As SQLite names it: `NOT NULL constraint failed: visits.visit_date`. */
  readonly constraint: string;

  constructor(cause: DriverError, name: string) {
    super(`The database ${name} refuses a row: ${cause.message}.`, {
      cure: "Compare the row with the table's constraints.",
      cause,
    });
    this.constraint = cause.message;
  }
}

/** A driver's error as one clear line with its cure; anything else comes back as it is. */
export function explainDatabaseError(error: unknown, name: string): unknown {
  if (!(error instanceof SqliteDriver.SqliteError)) return error;
  const failure = error as DriverError;
  if (failure.code.startsWith("SQLITE_CONSTRAINT")) return new ConstraintBroken(failure, name);
  const trouble = TROUBLES.find(([code]) => failure.code.startsWith(code))?.[1];
  if (trouble !== undefined) {
    const what = `The database ${name} ${trouble.what} (${failure.code}).`;
    return new DatabaseError(what, { cure: trouble.cure, cause: error });
  }
  return new StatementRefused(
    `The database ${name} refuses: ${failure.message} (${failure.code}).`,
    {
      cure: "This is a fault of the tool or of the schema; nothing was committed.",
      cause: failure,
    },
  );
}

/** SQLite's code of an error, explained or not; nothing where it is none of SQLite's. */
export function codeOf(error: unknown): string | undefined {
  const inner = error instanceof DatabaseError ? error.cause : error;
  return inner instanceof SqliteDriver.SqliteError ? (inner as DriverError).code : undefined;
}

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
    super(`The database ${name} cannot be copied: another process has it locked.`, {
      cure: "Wait until the other program is done with it (or stop it), then run again.",
    });
  }
}
