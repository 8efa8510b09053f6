import type { Issue } from "../../ledger/issue.ts";
import type { RunException, RunPlace } from "../../ledger/run-exception.ts";
import type { JoinedCells } from "../prepare/prepared-record.ts";

/** What a rejected record waits for: a record of another entity. */
export interface Awaited {
  readonly entity: string;
  readonly legacyId: string;
}

/** What is kept of a rejected record besides its place. */
export interface Kept {
  readonly cells: JoinedCells;
  readonly awaited?: Awaited | undefined;
}

/** What is to be noted of one record: what was found on it, and its exception where it has one. */
export interface NewNote {
  readonly place: RunPlace;
  readonly issues: readonly Issue[];
  /** How many of the issues, the last ones, were not told of the record before. */
  readonly news: number;
  readonly exception?: RunException | undefined;
  /** Absent where only the source has its cells. */
  readonly kept?: Kept | undefined;
}
