import type { LockHolder } from "../../db/sqlite/run-lock.ts";
import { type LoggedRun, paceOf } from "../../import/run/run-progress.ts";
import type { LedgerRun } from "../../ledger/run-ledger.ts";
import type { ListedRun, RunCounts } from "../../report/run-list.ts";
import { type Ledger, type LogFollower, logOf, logsInReports } from "./runs-at-hand.ts";

/** The run at work, the logs, and the time (milliseconds since 1970). */
interface Moment {
  readonly logs: LogFollower;
  readonly now: number;
}

/** Lists runs, the newest first, and tells one at work from one that died. */
export function listRuns(ledger: Ledger, moment: Moment): ListedRun[] {
  const { runs, holder, letIn } = ledger;
  if (runs === undefined) return runsByLog(holder, moment);
  const names = new Map(runs.map(({ id, name }) => [id, name]));
  return runs.map((run): ListedRun => {
    const ofRun = names.get(run.ofRunId ?? 0) ?? null;
    const letInSince = letIn.get(run.id) ?? 0;
    if (run.status !== "running")
      return { ...listed(run, { state: run.status, ofRun }), letInSince };
    const log = logged(run, moment);
    if (!isAlive(run, log, holder)) return listed(run, { state: "dead", ofRun });
    const alive = listed(run, { state: "running", ofRun });
    if (log === undefined) return alive;
    return { ...alive, ...counted(run, log), pace: paceOf(log, moment.now) };
  });
}

function listed(run: LedgerRun, known: Pick<ListedRun, "state" | "ofRun">): ListedRun {
  const { summary, request, ...rest } = run;
  const settings = request?.settings ?? summary?.settings;
  const exitCode = summary?.exitCode ?? null;
  const mode = settings?.mode ?? "strict";
  return { ...rest, ...known, mode, exitCode, ...countsOf(run), letInSince: 0, pace: null };
}

const logged = (run: LedgerRun, { logs }: Moment): LoggedRun | undefined => {
  const path = logOf(run);
  return path === undefined ? undefined : logs.runIn(path);
};

/**
 * The lock says that somebody is at work; its process that it is this run. A run without a log is
 * told by when it began: after whoever has the lock took it.
 */
function isAlive(run: LedgerRun, log: LoggedRun | undefined, holder: LockHolder | undefined) {
  if (holder === undefined) return false;
  return log === undefined ? run.startedAt >= holder.since : log.process === holder.pid;
}

function countsOf({ summary }: LedgerRun): RunCounts {
  const entities = Object.values(summary?.entities ?? {});
  const sum = (count: keyof RunCounts) =>
    // Runs of before there was such a count do not have it.
    entities.reduce((total, entity) => total + (entity[count] ?? 0), 0);
  return {
    records: sum("records"),
    inserted: sum("inserted"),
    updated: sum("updated"),
    unchanged: sum("unchanged"),
    duplicate: sum("duplicate"),
    rejected: sum("rejected"),
    withdrawn: sum("withdrawn"),
  };
}

/** The ledger knows what was committed; the log, how far the run is by now. */
function counted(run: LedgerRun, { done, rejected }: LoggedRun): RunCounts {
  const kept = countsOf(run);
  return {
    ...kept,
    records: Math.max(done, kept.records),
    rejected: Math.max(rejected, kept.rejected),
  };
}

/** While the ledger cannot be read, the run that writes it is found by its log. */
function runsByLog(holder: LockHolder | undefined, { logs, now }: Moment): ListedRun[] {
  if (holder === undefined) return [];
  return logsInReports().flatMap(({ name, path }): ListedRun[] => {
    const run = logs.runIn(path);
    if (run === undefined || run.ended || run.process !== holder.pid) return [];
    const { done: records, rejected, kind } = run;
    const mode = run.mode === "lenient" ? "lenient" : "strict";
    const startedAt = new Date(run.since).toISOString();
    return [
      {
        name,
        kind,
        ofRun: null,
        legacySystem: "",
        mode,
        startedAt,
        finishedAt: null,
        status: "running",
        state: "running",
        committed: false,
        exitCode: null,
        pace: paceOf(run, now),
        records,
        inserted: 0,
        updated: 0,
        unchanged: 0,
        duplicate: 0,
        rejected,
        withdrawn: 0,
        letInSince: 0,
      },
    ];
  });
}
