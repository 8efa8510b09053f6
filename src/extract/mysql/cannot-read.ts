import { HmsyncError, Interrupted, SourceError } from "../../plain/errors.ts";
import { codeOf } from "./cannot-connect.ts";

interface Told {
  readonly what: string;
  readonly cure: string;
}

/** The server sends nothing any more. */
export class Stalled extends Error {}

const AGAIN = "Run again: nothing of this run was kept.";

const GONE: Told = {
  what: "the server ended the connection",
  cure: `Check that it runs. ${AGAIN}`,
};
const CHANGED: Told = {
  what: "it was dropped or changed since the tables were listed",
  cure: `Run again when nobody changes the schema. ${AGAIN}`,
};
const LATE: Told = {
  what: "the server took too long",
  cure: "Run again when it has less to do, or read from a replica.",
};
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
const FULL: Told = {
  what: "the server has no room for it",
  cure: "Free some disk space or memory at the server, then run again.",
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
  ECONNRESET: GONE,
  EPIPE: GONE,
  ETIMEDOUT: GONE,
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

/** What is wrong with reading a table or view, in words. */
export function whyUnreadable(error: unknown): Told {
  if (error instanceof Stalled) return LATE;
  const code = codeOf(error);
  const gone = code === "" && error instanceof Error && /closed|destroyed/i.test(error.message);
  const unknown = {
    what: `the server refuses to read it (${code === "" ? "without a code" : code})`,
    cure: "The server's log has the details.",
  };
  return REASONS[code] ?? (gone ? GONE : unknown);
}

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
  const { what, cure } = whyUnreadable(error);
  return new SourceError(`${where} cannot be read: ${what}.`, { cure });
}
