/** What the process says to its caller when it ends. */
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

interface Remedy {
  /** What to do next, one sentence. */
  readonly cure: string;
  readonly cause?: unknown;
}

/** A command that cannot go on. Bad records are data (issues); only a broken run throws. */
export abstract class HmsyncError extends Error {
  abstract readonly exitCode: ExitCode;
  readonly cure: string;

  /** @param what went wrong and where, one sentence; never a patient's value */
  constructor(what: string, { cure, cause }: Remedy) {
    super(what, cause === undefined ? {} : { cause });
    this.name = new.target.name;
    this.cure = cure;
  }
}

/** The command line, a mapping or another setting is wrong: nothing was begun. */
export class UsageError extends HmsyncError {
  readonly exitCode = EXIT.usage;
}

/** The data do not prove what is meant: a person decides, and the cure names the flag or the file. */
export class DecisionNeeded extends HmsyncError {
  readonly exitCode = EXIT.decision;
}

/** The export cannot be read as what it should be. */
export class SourceError extends HmsyncError {
  readonly exitCode = EXIT.failure;
}

/** The database cannot be opened, read or written. */
export class DatabaseError extends HmsyncError {
  readonly exitCode = EXIT.failure;
}

/** The machine refuses: a folder that cannot be written, a full disk. */
export class SystemError extends HmsyncError {
  readonly exitCode = EXIT.failure;
}

/** A person pressed Ctrl-C. */
export class Interrupted extends HmsyncError {
  readonly exitCode = EXIT.interrupted;
}
