import { exceptions } from "../../shared/ledger.ts";
import type { Database } from "../db/database.ts";
import { keptJson } from "../db/kept-json.ts";

/**
 * Records that people withdrew in runs that stand, with the cells that they had then: as the run that
 * withdrew them met them, and as the runs before it did. Runs that only met them again do not count:
 * who takes back the run that withdrew a record takes the withdrawal back. A record that was let in
 * later is none.
 */
const WITHDRAWN = `
  with runs_of as (
    select id, of_run_id from ledger_runs
    where legacy_system = ? and committed and status <> 'undone' and kind <> 'undo'
      and coalesce((
        select sum(json_extract(value, '$.withdrawn')) from json_each(summary, '$.entities')
      ), 0) > 0
  )
  select e.entity, e.legacy_id, e.fingerprint, e.former, first.fingerprint
  from runs_of r
  cross join ledger_exceptions e
    on e.run_id = r.id and e.outcome = 'withdrawn' and json_extract(e.former, '$.again') is null
  left join ledger_exceptions first
    on first.run_id = r.of_run_id and first.file_id = e.file_id and first.record = e.record
  where not exists (
    select 1 from ledger_runs l cross join ledger_exceptions n
      on n.run_id = l.id and n.file_id = e.file_id and n.record = e.record
    where l.id > r.id and l.kind = 'retry' and l.committed and l.status <> 'undone'
      and n.outcome <> 'withdrawn'
  )`;

/** A record that a person decided not to import. */
export interface WithdrawnRecord {
  readonly entity: string;
  readonly legacyId: string | null;
  /** What tells the record from others: as it was withdrawn, and as it was rejected before. */
  readonly fingerprints: readonly number[];
  readonly reason: string;
}

/** The records of a legacy system that earlier runs withdrew, and that are not in by now. */
export const withdrawnRecords = (db: Database, legacySystem: string): WithdrawnRecord[] =>
  db
    .prepare(WITHDRAWN)
    .all([legacySystem])
    .map(([entity, legacyId = null, fingerprint, former, first]) => ({
      entity: String(entity),
      legacyId: legacyId === null ? null : String(legacyId),
      fingerprints: [fingerprint, first].flatMap((one) =>
        one === null || one === undefined ? [] : [Number(one)],
      ),
      reason: keptJson<{ reason?: string }>(former, exceptions.former)?.reason ?? "",
    }));
