import type { Ask } from "./ask.ts";
import { oneLine } from "./visible.ts";

/** The exit codes of the process. */
export const EXIT = {
  clean: 0,
  failure: 1,
  usage: 2,
  rejected: 3,
  decision: 4,
  mismatch: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Where a line ends before one that is indented. */
const INDENTED = /\n(?= {2})/;

/** The lines of what went wrong. */
export const linesOf = (what: string): string[] => what.split(INDENTED);

export interface Remedy {
  /** What to do next, one sentence. */
  readonly cure: string;
  readonly cause?: unknown;
}

/** A command that cannot go on. Bad records are data (issues); only a broken run throws. */
export abstract class HmsyncError extends Error {
  abstract readonly exitCode: ExitCode;
  readonly cure: string;

  /**
   * @param what went wrong and where, one sentence, or lines of them; never a patient's value. The name of
   * a file or a column that it quotes may hold anything, and stays within its line: of one text, only
   * lines that are indented are lines.
   */
  constructor(what: string | readonly string[], { cure, cause }: Remedy) {
    const lines = typeof what === "string" ? linesOf(what) : what;
    super(lines.map(oneLine).join("\n"), cause === undefined ? {} : { cause });
    this.name = new.target.name;
    this.cure = oneLine(cure);
  }
}

/** The command line, a mapping or another setting is wrong: nothing was started. */
export class UsageError extends HmsyncError {
  readonly exitCode = EXIT.usage;
}

/** The data do not prove what is meant: a person must decide, and the cure names the flag or the file. */
export class DecisionNeeded extends HmsyncError {
  readonly exitCode = EXIT.decision;
  /** The same as questions that keys of a mapping answer, as far as they do. */
  readonly asks: readonly Ask[];

  constructor(
    what: string | readonly string[],
    { asks = [], ...remedy }: Remedy & { readonly asks?: readonly Ask[] },
  ) {
    super(what, remedy);
    this.asks = asks;
  }
}

/** The export cannot be read. */
export class SourceError extends HmsyncError {
  readonly exitCode = EXIT.failure;
}

/** The database cannot be opened, read or written. */
export class DatabaseError extends HmsyncError {
  readonly exitCode = EXIT.failure;
}

/** The database holds something other than what was written. */
export class WrittenOtherwise extends HmsyncError {
  readonly exitCode = EXIT.mismatch;
}

/** The machine fails: a folder that cannot be written, a full disk. */
export class SystemError extends HmsyncError {
  readonly exitCode = EXIT.failure;
}

/** A person pressed Ctrl-C. */
export class Interrupted extends HmsyncError {
  readonly exitCode = EXIT.interrupted;
}
