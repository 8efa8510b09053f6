import { DatabaseError, HmsyncError, Interrupted } from "../../plain/errors.ts";
import { codeOf } from "./cannot-connect.ts";

/** Where a server met what it refuses: names alone, for its words repeat values. */
export interface ServerPlace {
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
}

/** What a server refuses or fails at, told by its code and by names. */
export class ServerFailure extends DatabaseError {
  /** SQLSTATE, or the code of the operating system; undefined where the driver has words alone. */
  readonly code: string | undefined;
  readonly place: ServerPlace;

  constructor(server: string, told: Told, { code, place }: { code?: string; place: ServerPlace }) {
    super(`${server}${whereOf(place)}: ${told.what}${code === undefined ? "" : ` (${code})`}.`, {
      cure: told.cure,
    });
    this.code = code;
    this.place = place;
  }

  /** Whether the same may well succeed when it is tried again at once: nothing of the transaction stands. */
  get mayPass(): boolean {
    return this.code === "40001" || this.code === "40P01";
  }

  /** Whether the connection is gone, and with it what is known of a COMMIT that was on its way. */
  get isGone(): boolean {
    return this.code === undefined ? false : GONE_CODES.test(this.code);
  }
}

interface Told {
  readonly what: string;
  readonly cure: string;
}

const AGAIN = "Run again.";

const GONE: Told = {
  what: "the connection to the server is gone",
  cure: `Check that it runs. ${AGAIN}`,
};
const CHANGED: Told = {
  what: "a table or column is not there as it was a moment ago",
  cure: "Run again when nobody changes the schema.",
};
const FULL: Told = {
  what: "the server has no room or memory left",
  cure: "Free some disk space or memory at the server, then run again.",
};
const LOCKED: Told = {
  what: "another session holds a lock",
  cure: "Wait until that session is done (pg_stat_activity names it), then run again.",
};
const OTHERS: Told = {
  what: "another session changed the same rows at the same time",
  cure: AGAIN,
};
const ROW: Told = {
  what: "a row does not fit the column",
  cure: "Compare the column with the schema: hmsync db:plan.",
};
const TEXT: Told = {
  what: "the encoding of the database has no place for a character",
  cure: "Use a database whose encoding is UTF8.",
};
const DATE: Told = { what: "a date or time is out of the server's range", cure: ROW.cure };
const DAMAGED: Told = {
  what: "the server finds its data damaged",
  cure: "Have the database repaired or restored first; its log has the details.",
};

const COMPARE = "Compare the rows with the table's constraints.";

const REASONS: Readonly<Record<string, Told>> = {
  "23502": { what: "a column that must not be null was given nothing", cure: COMPARE },
  "23503": { what: "a row refers to one that is not there, or is referred to", cure: COMPARE },
  "23001": { what: "a row is still referred to", cure: COMPARE },
  "23505": {
    what: "a row with the same key is there already",
    cure: "Compare the rows with the table's unique keys.",
  },
  "23514": { what: "a row breaks a CHECK", cure: COMPARE },
  "23P01": { what: "a row overlaps another one (EXCLUDE)", cure: COMPARE },
  "22001": { what: "a text is too long for its column", cure: ROW.cure },
  "22003": { what: "a number is out of its column's range", cure: ROW.cure },
  "22007": DATE,
  "22008": DATE,
  "22P02": ROW,
  "22P03": ROW,
  "22021": TEXT,
  "22P05": TEXT,
  "42501": {
    what: "you may not do this, or row-level security would show a part of the rows alone",
    cure: "Let the table's owner grant it, or work as a role with BYPASSRLS.",
  },
  "0A000": {
    what: "the server does not support this for the table",
    cure: "Row-level security or the kind of the table forbids it: work as a role with BYPASSRLS, on an ordinary table.",
  },
  "42P01": CHANGED,
  "42703": CHANGED,
  "3F000": CHANGED,
  "40001": OTHERS,
  "40P01": OTHERS,
  "55P03": LOCKED,
  "57014": {
    what: "somebody at the server, or a limit of time, ended the statement",
    cure: "Run again when it has less to do, or with a longer statement_timeout.",
  },
  "57P01": GONE,
  "57P02": GONE,
  "57P03": GONE,
  "25P03": GONE,
  "25P04": {
    what: "the server ends transactions that take this long",
    cure: "Set transaction_timeout to 0 for this role, then run again.",
  },
  "25006": {
    what: "the server lets nothing be written: it is a standby, or the database is read-only",
    cure: "Name the primary server.",
  },
  "53100": FULL,
  "53200": FULL,
  "53300": { what: "the server has no connection free", cure: "Wait, then run again." },
  "54000": {
    what: "a value is too large for an index",
    cure: "Drop that index, or shorten the value.",
  },
  P0001: {
    what: "a trigger or function of the database rejects a row",
    cure: "Check the triggers of the table; drop the one that rejects it, or change it, and run again.",
  },
  XX001: DAMAGED,
  XX002: DAMAGED,
  "58P01": DAMAGED,
  ECONNRESET: GONE,
  EPIPE: GONE,
  ETIMEDOUT: GONE,
};

const GONE_CODES = /^(?:08...|57P0[123]|25P03|ECONNRESET|EPIPE|ETIMEDOUT|GONE)$/;

/** What pg says in words alone once the connection is gone. */
const GONE_WORDS = /terminated|not queryable|closed/i;

/**
 * A failure of the server as one line with its cure. No word of MESSAGE, DETAIL or CONTEXT is in it, as those
 * repeat values, and the error itself is not kept as the cause; one of our own comes back as it is.
 *
 * @param server what messages call it
 */
export function serverFailure(error: unknown, server: string, signal?: AbortSignal): Error {
  if (error instanceof HmsyncError) return error;
  if (signal?.aborted) {
    return new Interrupted("Interrupted while the server was at work.", {
      cure: "What was not committed is not there.",
    });
  }
  const code = codeOf(error) ?? goneCode(error);
  // A mistake in this program is nothing that the server said.
  if (code === undefined && error instanceof Error) return error;
  const told = REASONS[code ?? ""] ?? classOf(code ?? "");
  const place = placeOf(error);
  return new ServerFailure(server, told, code === undefined ? { place } : { code, place });
}

const goneCode = (error: unknown): string | undefined =>
  error instanceof Error && GONE_WORDS.test(error.message) ? "GONE" : undefined;

function classOf(code: string): Told {
  if (code.startsWith("08")) return GONE;
  if (code.startsWith("23")) return { what: "a row breaks a constraint", cure: COMPARE };
  if (code.startsWith("22")) return ROW;
  return { what: "the server refuses", cure: "The server's log has the details." };
}

/** What raises errors with whatever a function says: what it calls a column may be a value. */
const RAISED = "exec_stmt_raise";

function placeOf(error: unknown): ServerPlace {
  if (typeof error !== "object" || error === null) return {};
  const found = error as Readonly<Record<string, unknown>>;
  if (found["routine"] === RAISED) return {};
  const names = ["schema", "table", "column", "constraint"].flatMap((key) => {
    const name = found[key];
    return typeof name === "string" && name !== "" ? [[key, name] as const] : [];
  });
  return Object.fromEntries(names);
}

function whereOf({ schema, table, column, constraint }: ServerPlace): string {
  const parts = [
    table === undefined
      ? []
      : [`table ${[schema, table].filter((part) => part !== undefined).join(".")}`],
    column === undefined ? [] : [`column ${column}`],
    constraint === undefined ? [] : [`constraint ${constraint}`],
  ].flat();
  return parts.length === 0 ? "" : `, ${parts.join(", ")}`;
}
