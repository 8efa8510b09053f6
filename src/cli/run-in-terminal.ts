import { setFlagsFromString } from "node:v8";
import type { ImportListener } from "../jobs/listener.ts";
import type { Means } from "../jobs/means.ts";
import { type ImportOutcome, ImportStopped } from "../jobs/run/carry-out-import.ts";
import { EXIT, type ExitCode } from "../plain/errors.ts";
import { importReport } from "../report/import-report.ts";
import { profileTable } from "../report/profile-table.ts";
import type { Invocation } from "./command.ts";
import { stackPlaces } from "./explain-failure.ts";
import { failpoint, treatsAsLarge } from "./failpoints.ts";
import { interruptible } from "./interrupt.ts";
import { asTyped, flagsAgain, sameDatabase } from "./invocation-hint.ts";
import { progressShower } from "./progress.ts";
import { targetOf } from "./wiring.ts";

/** Where another thread begins. A thread of its own does not know how to read the source: tsx tells it. */
const READER = import.meta.url.endsWith(".ts")
  ? new URL("./reader-worker-from-source.js", import.meta.url)
  : new URL("./reader-worker.js", import.meta.url);

/** What a job of an import gets from the command line. */
interface InTerminal {
  readonly signal: AbortSignal;
  readonly listener: ImportListener;
  readonly means: Means;
}

/**
 * Runs an import where it can be watched and interrupted, and prints what came of it.
 *
 * @param print how, if not as a reconciliation
 */
export async function runInTerminal(
  invocation: Invocation,
  job: (inTerminal: InTerminal) => Promise<ImportOutcome>,
  print: typeof importReport = importReport,
): Promise<ExitCode> {
  const { terminal } = invocation;
  const { signal, decided, release } = interruptible(terminal);
  try {
    const listener = { ...listenerOn(invocation), decided };
    const { outcome, error } = await ended(job({ signal, listener, means: meansOf(invocation) }));
    return tell(outcome, { invocation, error, print });
  } finally {
    release();
  }
}

function listenerOn({ args, terminal }: Invocation): ImportListener {
  let show: ReturnType<typeof progressShower> | undefined;
  return {
    note: terminal.narrate,
    verbose: args.flags.verbose === true,
    begins(bytes) {
      show = progressShower(terminal, bytes);
    },
    progress: (progress) => show?.(progress),
  };
}

/** What the process of a command lends its jobs. */
export const meansOf = ({ args }: Pick<Invocation, "args">): Means => ({
  reader: { module: READER, config: args.config?.path },
  profiles: args.flags.profile === true,
  asLarge: treatsAsLarge(),
  failAt: failpoint(),
  onReading(phase) {
    // What a group of records leaves behind is collected soon: else hundreds of megabytes wait for it.
    // When all is read it is the other way about: there is room, and less to collect.
    setFlagsFromString(`--heap-growing-percent=${phase === "begins" ? 20 : 0}`);
  },
});

interface Ended {
  readonly outcome: ImportOutcome;
  /** What stopped the run. */
  readonly error?: unknown;
}

async function ended(job: Promise<ImportOutcome>): Promise<Ended> {
  try {
    return { outcome: await job };
  } catch (error) {
    if (!(error instanceof ImportStopped)) throw error;
    return { outcome: error.outcome, error: error.cause };
  }
}

interface Telling {
  readonly invocation: Invocation;
  readonly error: unknown;
  readonly print: typeof importReport;
}

/** After the commit or the rollback, and after the report is written. */
function tell(
  { summary, folder, written, profile }: ImportOutcome,
  { invocation: { args, terminal }, error, print }: Telling,
): ExitCode {
  const { json, verbose } = args.flags;
  const isWhole = written === "whole";
  const exitCode = isWhole || summary.exitCode !== EXIT.clean ? summary.exitCode : EXIT.failure;
  const begun = Object.values(summary.entities).some(({ records }) => records > 0);
  if (error !== undefined && !begun && !json) throw error;
  const again = { again: flagsAgain(args), sameDatabase: sameDatabase(args) };
  const partial = written === "in part" ? ({ isPartial: true } as const) : {};
  const { paint, room } = terminal;
  const application = targetOf(args).title;
  const look = { paint, room, application, typed: asTyped, ...again, ...partial };
  const document = { ...summary, exitCode, ...(profile && { profile }) };
  if (json) terminal.document(JSON.stringify(document));
  else terminal.result(print({ ...summary, reportFolder: folder }, look));
  if (json && summary.failure) terminal.narrate([summary.failure.what, summary.failure.cure]);
  if (verbose && error !== undefined) terminal.narrate(stackPlaces(error).split("\n"));
  if (profile !== undefined) terminal.narrate(profileTable(profile).split("\n"));
  return exitCode;
}
