import {
  DatabaseError,
  DecisionNeeded,
  HmsyncError,
  Interrupted,
  SourceError,
  SystemError,
  UsageError,
} from "./errors.ts";

/** A failure in plain values, as it goes from one thread to another. */
export interface SerializedFailure {
  readonly name: string;
  readonly message: string;
  /** Of a failure that is foreseen. */
  readonly cure: string | undefined;
  readonly stack: string | undefined;
}

const KINDS = [SourceError, DecisionNeeded, UsageError, DatabaseError, SystemError, Interrupted];

/** A failure of another thread that nobody has foreseen. */
export class ThreadFailed extends Error {}

export function serializeFailure(error: unknown): SerializedFailure {
  if (!(error instanceof Error)) {
    return { name: typeof error, message: String(error), cure: undefined, stack: undefined };
  }
  const { name, message, stack } = error;
  const cure = error instanceof HmsyncError ? error.cure : undefined;
  return { name, message, cure, stack };
}

/** The failure as the thread at hand throws it: of the same kind, with the same cure. */
export function failureFrom({ name, message, cure, stack }: SerializedFailure): Error {
  const Kind = KINDS.find((one) => one.name === name);
  const error =
    Kind === undefined || cure === undefined
      ? new ThreadFailed(message)
      : new Kind(message.split("\n"), { cure });
  if (stack !== undefined) error.stack = stack;
  return error;
}
