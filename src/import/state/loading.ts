import type { IdTable } from "../../digest/id-table.ts";
import type { AppendedRows } from "../../ledger/appended-rows.ts";

/** How rows come into the target. */
export interface Loading {
  /** Rows on their way into the crosswalk, by entity, where they are appended to empty tables. */
  readonly appended: Map<string, AppendedRows> | undefined;
  /** What the ids of appended rows stand for, of the entities that were read back so far. */
  readonly ids: Map<string, IdTable> | undefined;
  /** All is committed at once, also in a lenient run. */
  readonly isOneCommit: boolean;
  /** Within the transaction, before the first row. */
  begin(): void;
  /** Within the transaction, after the last row: the crosswalk is whole. */
  flush(): void;
  /** Within the transaction, when it is to be committed. */
  complete(): void;
  /** After the transaction, however it ended. */
  end(): void;
}

/** The usual way: each row is written with its row in the crosswalk. */
export const ROW_BY_ROW: Loading = {
  appended: undefined,
  ids: undefined,
  isOneCommit: false,
  begin: () => undefined,
  flush: () => undefined,
  complete: () => undefined,
  end: () => undefined,
};
