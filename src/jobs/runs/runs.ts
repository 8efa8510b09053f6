import { existsSync } from "node:fs";
import { noSuchRun } from "../../ledger/run-ledger.ts";
import { UsageError } from "../../plain/errors.ts";
import type { ListedRun } from "../../report/run-list.ts";
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
  return { runs, complete: ledger.runs !== undefined };
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
