import { existsSync } from "node:fs";
import { letInSince } from "../../ledger/let-in-since.ts";
import { type LedgerRun, noSuchRun, readRuns } from "../../ledger/run-ledger.ts";
import type { RunSummary } from "../../ledger/run-summary.ts";
import { UsageError } from "../../plain/errors.ts";
import type { ListedRun } from "../../report/run-list.ts";
import { openExisting } from "../run/open-target.ts";
import { listRuns } from "./list-runs.ts";
import {
  type FoundLog,
  LogFollower,
  logOf,
  logsInReports,
  type RunsOf,
  readLedger,
} from "./runs-at-hand.ts";

/** The runs of a database at a moment. */
export interface SeenRuns {
  /** The newest first. */
  readonly runs: readonly ListedRun[];
  /** Whether the ledger could be read; while a run holds it, the run at work is known from its log. */
  readonly complete: boolean;
  /** Where a run that died has left the records of persons apart; absent otherwise. */
  readonly recordsApart?: true;
}

/**
 * Lists the runs: at work, ended, crashed, rolled back, undone.
 *
 * @param logs those that were read before, to be read on
 * @param depth counting what was let in since looks at each rejected record
 */
export function runsOf(
  of: RunsOf,
  depth: Parameters<typeof readLedger>[1] = "runs and what was released since",
  logs = new LogFollower(),
): SeenRuns {
  const ledger = readLedger(of, depth);
  const runs = listRuns(ledger, { logs, now: Date.now() });
  const complete = ledger.runs !== undefined;
  return ledger.isApart ? { runs, complete, recordsApart: true } : { runs, complete };
}

/**
 * Finds the log of a run.
 *
 * @param name of the run; undefined for the last one
 * @param cure what to do if there is none
 * @throws UsageError
 */
export function findLog(of: RunsOf, name: string | undefined, cure: string): FoundLog {
  const { runs } = readLedger(of);
  const found =
    runs === undefined
      ? logsInReports().find((log) => name === undefined || log.name === name)
      : runs
          .filter((run) => name === undefined || run.name === name)
          .map((run) => ({ name: run.name, path: logOf(run) }))[0];
  if (found === undefined) throw noSuchRun(name, cure);
  const { path } = found;
  if (path !== undefined && existsSync(path)) return { name: found.name, path };
  throw new UsageError(`The run ${found.name} has no log${path ? ` at ${path}` : ""}.`, { cure });
}

/** What a run came to, without counting what was let in since; undefined if there is no such run, or it has not ended. */
export function summaryOf({ database, target }: RunsOf, name: string): RunSummary | undefined {
  const db = openExisting(database, target, "look");
  try {
    return readRuns(db, name)[0]?.summary ?? undefined;
  } finally {
    db.close();
  }
}

/** A run that has ended. */
export interface PastRun extends Pick<LedgerRun, "kind"> {
  readonly summary: RunSummary;
  /** How many of its rejected records have been let in since. */
  readonly letInSince: number;
}

/**
 * Reads a past run from the ledger.
 *
 * @param name of the run; undefined for the last one
 * @throws UsageError if there is none, or it has not ended
 */
export function pastRun({ database, target }: RunsOf, name?: string): PastRun {
  const db = openExisting(database, target, "look");
  try {
    const [found] = readRuns(db, name);
    if (found === undefined) throw noSuchRun(name, "See  hmsync import:status");
    const { id, kind, summary } = found;
    if (summary === null) {
      throw new UsageError(
        `The run ${found.name} has not finished: it is running, or it crashed.`,
        { cure: "If no import is running, run it again." },
      );
    }
    return { kind, summary, letInSince: letInSince(db, readRuns(db)).get(id) ?? 0 };
  } finally {
    db.close();
  }
}
