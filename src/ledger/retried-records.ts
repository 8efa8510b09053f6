import type { Database } from "../db/database.ts";

// Where the records of a retry come from.

const FIRST_RUN = `
  with recursive chain(id, kind, of_run_id) as (
    select id, kind, of_run_id from ledger_runs where id = ?
    union all
    select r.id, r.kind, r.of_run_id from chain c join ledger_runs r on r.id = c.of_run_id
    where c.kind = 'retry'
  )
  select id from chain where kind <> 'retry'`;

/** The run that a retry, a retry of a retry, and so on, goes back to. */
export const firstRun = (db: Database, run: number): number =>
  Number(db.prepare(FIRST_RUN).get([run])?.[0] ?? run);

const REJECTED = `
  select e.legacy_id from ledger_files f
  cross join ledger_exceptions e on e.run_id = f.run_id and e.file_id = f.id and e.record = ?
  where f.run_id = ? and f.name = ? and f.entity = ? and e.outcome = 'rejected'
  order by e.id desc limit 1`;

/** Where a run met a record. */
interface MetRecord {
  readonly runId: number;
  readonly file: string;
  readonly entity: string;
  readonly record: number;
}

/** The legacy id that a record had when a run rejected it; undefined if it did not. */
export function rejectedAs(
  db: Database,
  { runId, file, entity, record }: MetRecord,
): string | null | undefined {
  const found = db.prepare(REJECTED).get([record, runId, file, entity]);
  if (found === undefined) return undefined;
  const [legacyId = null] = found;
  return legacyId === null ? null : String(legacyId);
}

/** The run that read a file, and what the file is called. */
export function fileWithRun(db: Database, fileId: number): { runId: number; name: string } {
  const [runId, name] =
    db.prepare("select run_id, name from ledger_files where id = ?").get([fileId]) ?? [];
  return { runId: Number(runId), name: String(name ?? "") };
}
