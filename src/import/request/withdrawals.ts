import type { Database } from "../../db/database.ts";
import { keptJson } from "../../db/kept-json.ts";
import type { FittedFile } from "../../mapping/fit-mapping.ts";

import type { PreparedRecord } from "../prepare/prepared-record.ts";

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

/** The records that people decided not to import, in this run and in those before it. */
export class Withdrawals {
  readonly #earlier = new Map<string, string>();

  /** Learns what earlier runs of the legacy system withdrew. */
  learn(db: Database, legacySystem: string): void {
    for (const row of db.prepare(WITHDRAWN).all([legacySystem])) {
      const [entity, legacyId, fingerprint, former, first] = row;
      const kept = keptJson<{ reason?: string }>(former, "ledger_exceptions.former");
      const reason = kept?.reason ?? "";
      for (const print of [fingerprint, first]) {
        if (print === null || print === undefined) continue;
        const id = legacyId === null ? null : String(legacyId);
        this.#earlier.set(keyOf(String(entity), id, Number(print)), reason);
      }
    }
  }

  /** What tells the withdrawn records of a file; undefined if there can be none. */
  of({ withdrawn, ofFile }: FittedFile): WithdrawalOf | undefined {
    const decides = withdrawn !== undefined && withdrawn.size > 0;
    if (this.#earlier.size === 0 && !decides) return undefined;
    return (entity, record) => {
      const reason = withdrawn?.get(record.record);
      const before = this.#earlier.get(keyOfRecord(entity, record));
      // Of records that are taken in by themselves each has been decided anew.
      if (reason === undefined && (before === undefined || ofFile !== undefined)) return undefined;
      return before === undefined
        ? { reason: reason ?? "" }
        : { reason: reason ?? before, again: true };
    };
  }
}

const keyOfRecord = (entity: string, { legacyId, fingerprint }: PreparedRecord): string =>
  keyOf(entity, legacyId, fingerprint);

const keyOf = (entity: string, legacyId: string | null, fingerprint: number): string =>
  `${fingerprint}\0${entity}\0${legacyId ?? ""}`;

/** That a person decided not to import a record. */
export interface Withdrawal {
  readonly reason: string;
  /** An earlier run that stands has withdrawn it already. */
  readonly again?: true;
}

/** What a person decided of a record; undefined if nobody did. */
export type WithdrawalOf = (entity: string, record: PreparedRecord) => Withdrawal | undefined;
