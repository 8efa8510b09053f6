import type { Database } from "../../db/database.ts";
import { withdrawnRecords } from "../../ledger/withdrawn-records.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";

/** The records that people decided not to import, in this run and in those before it. */
export class Withdrawals {
  readonly #earlier = new Map<string, string>();

  /** Learns what earlier runs of the legacy system withdrew. */
  learn(db: Database, legacySystem: string): void {
    for (const { entity, legacyId, fingerprints, reason } of withdrawnRecords(db, legacySystem)) {
      for (const print of fingerprints) this.#earlier.set(keyOf(entity, legacyId, print), reason);
    }
  }

  /** What tells the withdrawn records of a file; undefined if there can be none. */
  of({ withdrawn, ofFile }: FittedFile): WithdrawalOf | undefined {
    // It may be filled only as the file is read.
    if (this.#earlier.size === 0 && withdrawn === undefined) return undefined;
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
