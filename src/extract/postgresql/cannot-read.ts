import { codeOf } from "../../db/postgresql/cannot-connect.ts";
import {
  AGAIN,
  CHANGED,
  type Failures,
  FULL,
  GONE,
  LATE,
  readingFailed,
  reasonFor,
  type Told,
} from "../cannot-read.ts";

const NO_TEXT: Told = {
  what: "it holds text that is not valid in its encoding",
  cure: "Correct it in the legacy database.",
};
const DAMAGED: Told = {
  what: "the server finds its data damaged",
  cure: "Have the database repaired or restored first; its log has the details.",
};
const ELSEWHERE: Told = {
  what: "its rows stand on another server, which could not be asked",
  cure: "Check that other server, or leave the foreign table out with --tables.",
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
};

/** Classes of codes: of connections to other servers, and of foreign tables. */
const OF_OTHER_SERVERS = /^(?:08|HV)/;

const FAILURES: Failures = {
  codeOf,
  reasonOf: (code) => REASONS[code] ?? (OF_OTHER_SERVERS.test(code) ? ELSEWHERE : undefined),
  goneWords: /terminated|not queryable|closed/i,
};

/**
 * What is thrown where reading fails.
 *
 * @param where the table, or the database
 */
export const cannotRead = (where: string, error: unknown, signal?: AbortSignal): Error =>
  readingFailed(where, error, { signal, why: (one) => reasonFor(one, FAILURES) });
