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
    const rejected = rejectedBy(run);
    if (rejected === 0 || run.kind === "undo") return [run.id, 0] as const;
    // A strict run wrote nothing, and its retry takes the whole export, or nothing again.
    if (!run.committed && run.status === "rejected") {
      return [run.id, wasRetried(run, runs) ? rejected : 0] as const;
    }
    return [run.id, Number(letIn.get([run.id])?.[0] ?? 0)] as const;
  });
  return new Map(found);
}

function rejectedBy({ summary }: LedgerRun): number {
  const entities = Object.values(summary?.entities ?? {});
  return entities.reduce((sum, { rejected }) => sum + rejected, 0);
}

/** A retry of it, or a retry of that, stands. */
const wasRetried = ({ id }: LedgerRun, runs: readonly LedgerRun[]): boolean =>
  runs.some(
    (later) =>
      later.kind === "retry" &&
      later.ofRunId === id &&
      (later.committed || wasRetried(later, runs)),
  );
