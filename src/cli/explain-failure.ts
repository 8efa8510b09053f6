import { foreseen } from "../db/sqlite/foreseen.ts";
import { EXIT, type ExitCode, HmsyncError } from "../plain/errors.ts";
import { forScreen, roomOf } from "./terminal.ts";
import { inTypedForm } from "./typed-form.ts";

/** How a failure is reported. */
export interface Manner {
  readonly json: boolean;
  readonly verbose: boolean;
  /** What the JSON document of the command holds where nothing was begun. */
  readonly unbegun: Readonly<Record<string, unknown>>;
}

/** Tells why a command could not go on: one clear line, and what to do about it. */
export function explainFailure(failure: unknown, { json, verbose, unbegun }: Manner): ExitCode {
  const error = foreseen(failure);
  const known = error instanceof HmsyncError;
  const exitCode = known ? error.exitCode : EXIT.failure;
  const kind = error instanceof Error ? error.name : typeof error;
  // The message of an unforeseen error may quote a value, so it is not printed.
  const what = known ? error.message : `The tool failed with an unforeseen error (${kind}).`;
  const cure = inTypedForm(known ? error.cure : "Please report it with the output of --verbose.");
  if (json) {
    const failure = { what, cure };
    const document = { schemaVersion: 1, status: "failed", exitCode, ...unbegun, failure };
    process.stdout.write(`${forScreen(JSON.stringify(document))}\n`);
  }
  process.stderr.write(`${forScreen(`${what}\n${cure}`, roomOf(process.stderr))}\n`);
  if (verbose) process.stderr.write(`${stackPlaces(error)}\n`);
  return exitCode;
}

/** A stack without its message, which may quote a value. */
export function stackPlaces(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const lines = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return lines.join("\n");
}
