import type { Database } from "../db/database.ts";
import type { LedgerRun } from "./run-ledger.ts";

/** Of one run: records that it rejected, and that a later run has in by now from the same place. */
const LET_IN = `
  select count(distinct e.file_id || ':' || e.record)
  from ledger_exceptions e
  where e.run_id = ? and e.outcome = 'rejected' and exists (
    select 1 from ledger_runs r cross join ledger_exceptions l on l.run_id = r.id
    where r.id > e.run_id and r.committed and r.status <> 'undone'
      and l.file_id = e.file_id and l.record = e.record and l.outcome not in ('rejected', 'withdrawn')
      and not exists (
        select 1 from ledger_exceptions n
        where n.run_id = l.run_id and n.file_id = l.file_id and n.record = l.record and n.id > l.id
      )
  )`;

/**
 * How many of the records that runs rejected are in by now: corrected and retried, or let in with
 * their parents. What an undo has taken back does not count. By the run's number.
 */
export function letInSince(db: Database, runs: readonly LedgerRun[]): Map<number, number> {
  const letIn = db.prepare(LET_IN);
  const found = runs.map((run) => {
    const rejected = countOf(run, "rejected");
    if (rejected === 0 || run.kind === "undo") return [run.id, 0] as const;
    // A strict run wrote nothing, and its retry takes the whole export, or nothing again.
    if (!run.committed && run.status === "rejected") {
      return [run.id, letInByRetry(run, runs)] as const;
    }
    return [run.id, Number(letIn.get([run.id])?.[0] ?? 0)] as const;
  });
  return new Map(found);
}

function countOf({ summary }: LedgerRun, count: "rejected" | "withdrawn"): number {
  const entities = Object.values(summary?.entities ?? {});
  return entities.reduce((sum, entity) => sum + (entity[count] ?? 0), 0);
}

/** All of them but those that were withdrawn, where a retry of it, or a retry of that, stands. */
function letInByRetry(run: LedgerRun, runs: readonly LedgerRun[]): number {
  const retry = standingRetry(run, runs);
  return retry === undefined
    ? 0
    : Math.max(0, countOf(run, "rejected") - countOf(retry, "withdrawn"));
}

const stands = ({ committed, status }: LedgerRun): boolean => committed && status !== "undone";

const standingRetry = ({ id }: LedgerRun, runs: readonly LedgerRun[]): LedgerRun | undefined =>
  runs
    .filter((later) => later.kind === "retry" && later.ofRunId === id)
    .map((later) => (stands(later) ? later : standingRetry(later, runs)))
    .find((found) => found !== undefined);
