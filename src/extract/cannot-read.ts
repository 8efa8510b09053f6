import { HmsyncError, Interrupted, SourceError } from "../plain/errors.ts";
import type { OpenOptions } from "./legacy-database.ts";

// Why rows could not be read, for the engines that are servers: each has a table of its own codes.

/** What is said behind the name of a table, and what helps. */
export interface Told {
  readonly what: string;
  readonly cure: string;
}

/** The server has sent nothing for too long. */
export class Stalled extends TypeError {}

/** How many times as long as a question may take the server may send nothing: a sort comes before the first row. */
const PATIENCE = 20;

/** How long the server may be silent while rows are waited for. */
export const longestSilence = ({ timeoutMs }: OpenOptions): number => timeoutMs * PATIENCE;

export const AGAIN = "Run again: nothing of this run was kept.";

export const GONE: Told = {
  what: "the server ended the connection",
  cure: `Check that it runs. ${AGAIN}`,
};
export const CHANGED: Told = {
  what: "it was dropped or changed since the tables were listed",
  cure: `Run again when nobody changes the schema. ${AGAIN}`,
};
export const LATE: Told = {
  what: "the server took too long",
  cure: "Run again when it has less to do, or read from a replica.",
};
export const FULL: Told = {
  what: "the server has no room for it",
  cure: "Free some disk space or memory at the server, then run again.",
};

/** What helps where a cell is no text in the encoding that it is said to be in. */
export const CORRECT_TEXT =
  "Correct it there, or export the table to a CSV file, whose encoding is detected, and import that.";

/** Codes of the operating system. */
const OF_THE_SYSTEM: Readonly<Record<string, Told>> = {
  ECONNRESET: GONE,
  EPIPE: GONE,
  ETIMEDOUT: GONE,
};

/** How an engine tells what went wrong. */
export interface Failures {
  readonly codeOf: (error: unknown) => string | undefined;
  readonly reasonOf: (code: string) => Told | undefined;
  /** What its driver says in words alone, without a code, once the connection is gone. */
  readonly goneWords: RegExp;
}

/** What is wrong with reading a table or view, in words. */
export function reasonFor(error: unknown, { codeOf, reasonOf, goneWords }: Failures): Told {
  if (error instanceof Stalled) return LATE;
  const code = codeOf(error);
  if (code === undefined && error instanceof Error && goneWords.test(error.message)) return GONE;
  const found = code === undefined ? undefined : (reasonOf(code) ?? OF_THE_SYSTEM[code]);
  const unknown = {
    what: `the server refuses to read it (${code ?? "without a code"})`,
    cure: "The server's log has the details.",
  };
  return found ?? unknown;
}

/**
 * What is thrown where reading fails: no word of the server's own is in it, as those may repeat values.
 *
 * @param where the table, or the database
 */
export function readingFailed(
  where: string,
  error: unknown,
  {
    signal,
    why,
  }: {
    readonly signal: AbortSignal | undefined;
    readonly why: (error: unknown) => Told;
  },
): Error {
  if (signal?.aborted) {
    return new Interrupted("Interrupted while reading the database.", {
      cure: "Nothing was changed.",
    });
  }
  if (error instanceof HmsyncError) return error;
  const { what, cure } = why(error);
  return new SourceError(`${where} cannot be read: ${what}.`, { cure });
}
