import type { Importer } from "../../importers/define.ts";
import type { Database } from "../db/database.ts";
import type { LedgerRun } from "../ledger/run-ledger.ts";
import type { Store } from "../store/store.ts";

/** What is to be taken back, and how. */
export interface UndoRequest {
  readonly db: Database;
  /** Parents before children. */
  readonly importers: readonly Importer[];
  /** An import or a retry; or an undo, whose rows come back. */
  readonly undone: LedgerRun;
  readonly runName: string;
  /** `YYYY-MM-DD`: the hospital's today. */
  readonly asOf: string;
  readonly startedAt: Date;
  /** Rows that cannot be taken back stay; otherwise one of them, and nothing is changed. */
  readonly partial: boolean;
  /** Everything is done, and rolled back. */
  readonly rehearse: boolean;
  /** Where the files are that rows need; what none needs any more goes with the undo. */
  readonly store?: Store | undefined;
  readonly onProgress: (rows: number) => void;
  /** Once aborted, the undo stops and takes back what it has done. */
  readonly signal?: AbortSignal | undefined;
}
