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
import { codeOf } from "./cannot-connect.ts";

const RIGHTS: Told = {
  what: "you may not read it",
  cure: "Let its owner grant SELECT on it.",
};
const VIEW: Told = {
  what: "the view is broken: what it names is gone, or its definer may not read it",
  cure: "Have it repaired in the legacy database (ALTER VIEW, or its definer).",
};
const DAMAGED: Told = {
  what: "the server finds its data damaged",
  cure: "Have the table checked and repaired first (CHECK TABLE); the server's log has the details.",
};
const LARGE: Told = {
  what: "a row is larger than the server sends",
  cure: "Raise max_allowed_packet at the server, then run again.",
};

const REASONS: Readonly<Record<string, Told>> = {
  1205: {
    what: "another session holds a lock on it",
    cure: "Wait until that session is done (SHOW PROCESSLIST names it), then run again.",
  },
  1213: LATE,
  1317: { what: "somebody at the server ended the query", cure: AGAIN },
  3024: LATE,
  1969: LATE,
  1028: LATE,
  1053: GONE,
  1077: GONE,
  1079: GONE,
  1152: GONE,
  1158: GONE,
  1159: GONE,
  1160: GONE,
  1161: GONE,
  1927: GONE,
  4031: GONE,
  PROTOCOL_CONNECTION_LOST: GONE,
  1054: CHANGED,
  1146: CHANGED,
  1049: CHANGED,
  1412: CHANGED,
  1142: RIGHTS,
  1143: RIGHTS,
  1044: RIGHTS,
  1227: RIGHTS,
  1370: RIGHTS,
  1345: VIEW,
  1356: VIEW,
  1449: VIEW,
  1462: VIEW,
  1792: {
    what: "reading it would write into the database",
    cure: "It is a view that calls a function which writes. Leave it out with --tables.",
  },
  1194: DAMAGED,
  1195: DAMAGED,
  1034: DAMAGED,
  1033: DAMAGED,
  1712: DAMAGED,
  1877: DAMAGED,
  126: DAMAGED,
  144: DAMAGED,
  145: DAMAGED,
  1021: FULL,
  1037: FULL,
  1038: FULL,
  1041: FULL,
  1114: FULL,
  1153: LARGE,
  1301: LARGE,
  1064: {
    what: "the server is too old: it does not know how a consistent state is read",
    cure: "Dump it with mysqldump --single-transaction, and import the dump.",
  },
};

const FAILURES: Failures = {
  codeOf,
  reasonOf: (code) => REASONS[code],
  goneWords: /closed|destroyed/i,
};

/** What is wrong with reading a table or view, in words. */
export const whyUnreadable = (error: unknown): Told => reasonFor(error, FAILURES);

/**
 * What is thrown where reading fails.
 *
 * @param where the table, or the database
 */
export const cannotRead = (where: string, error: unknown, signal?: AbortSignal): Error =>
  readingFailed(where, error, { signal, why: whyUnreadable });
