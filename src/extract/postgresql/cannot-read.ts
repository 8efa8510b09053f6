import { HmsyncError, Interrupted, SourceError } from "../../plain/errors.ts";
import { codeOf } from "./cannot-connect.ts";
import { Stalled } from "./copy-rows.ts";

interface Told {
  readonly what: string;
  readonly cure: string;
}

const AGAIN = "Run again: nothing of this run was kept.";

const GONE: Told = {
  what: "the server ended the connection",
  cure: `Check that it runs. ${AGAIN}`,
};
const CHANGED: Told = {
  what: "it was dropped or changed since the tables were listed",
  cure: `Run again when nobody changes the schema. ${AGAIN}`,
};
const NO_TEXT: Told = {
  what: "it holds text that is not valid in its encoding",
  cure: "Correct it in the legacy database.",
};
const DAMAGED: Told = {
  what: "the server finds its data damaged",
  cure: "Have the database repaired or restored first; its log has the details.",
};
const FULL: Told = {
  what: "the server has no room to sort it",
  cure: "Free some disk space or memory at the server, then run again.",
};
const ELSEWHERE: Told = {
  what: "its rows stand on another server, which could not be asked",
  cure: "Check that other server, or leave the foreign table out with --tables.",
};
const LATE: Told = {
  what: "the server took too long",
  cure: "Run again when it has less to do, or read from a replica.",
};

const REASONS: Readonly<Record<string, Told>> = {
  "55P03": {
    what: "another session holds a lock on it",
    cure: "Wait until that session is done (pg_stat_activity names it), then run again.",
  },
  "57014": {
    what: "somebody at the server, or a limit of time, ended the query",
    cure: LATE.cure,
  },
  "57P01": GONE,
  "57P02": GONE,
  "57P03": GONE,
  "25P03": {
    what: "the server ended the connection, as it had waited too long for us",
    cure: AGAIN,
  },
  "25P04": { what: "the server ends transactions that take this long", cure: LATE.cure },
  "42P01": CHANGED,
  "42703": CHANGED,
  "3F000": CHANGED,
  "42501": {
    what: "you may not read it, or row-level security would show a part of its rows alone",
    cure: "Let its owner grant SELECT on it and on what it reads, or read it as a role with BYPASSRLS.",
  },
  "25006": {
    what: "reading it would write into the database",
    cure: "It is a view that calls a function which writes. Leave it out with --tables.",
  },
  "40001": {
    what: "the replica gave up the state that was being read",
    cure: "Set hot_standby_feedback on the replica, or read from the primary server.",
  },
  "22021": NO_TEXT,
  "22P05": NO_TEXT,
  "53100": FULL,
  "53200": FULL,
  XX001: DAMAGED,
  XX002: DAMAGED,
  "58P01": DAMAGED,
  ECONNRESET: GONE,
  EPIPE: GONE,
  ETIMEDOUT: GONE,
};

/** What pg says in words alone. */
const GONE_WORDS = /terminated|not queryable|closed/i;

/**
 * What is thrown where reading fails: no word of the server's own is in it, as those may repeat values.
 *
 * @param where the table, or the database
 */
export function cannotRead(where: string, error: unknown, signal?: AbortSignal): Error {
  if (signal?.aborted) {
    return new Interrupted("Interrupted while reading the database.", {
      cure: "Nothing was changed.",
    });
  }
  if (error instanceof HmsyncError) return error;
  const code = codeOf(error);
  const found = error instanceof Stalled ? LATE : REASONS[code ?? ""];
  const gone = error instanceof Error && code === undefined && GONE_WORDS.test(error.message);
  const { what, cure } = found ??
    (gone ? GONE : undefined) ??
    (/^(?:08|HV)/.test(code ?? "") ? ELSEWHERE : undefined) ?? {
      what: `the server refuses to read it (${code ?? "without a code"})`,
      cure: "The server's log has the details.",
    };
  return new SourceError(`${where} cannot be read: ${what}.`, { cure });
}
