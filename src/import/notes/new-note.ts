import type { Issue } from "../issue.ts";
import type { RunException, RunPlace } from "../run-exception.ts";

/** What a rejected record waits for: a record of another entity. */
export interface Awaited {
  readonly entity: string;
  readonly legacyId: string;
  /** JSON: the cells of the record that waits. */
  readonly cells: string;
}

/** What is kept of a rejected record besides its place. */
export interface Kept {
  /** Its cells as the report shows them, by `csvRest`; absent where only the source has them. */
  readonly shown?: string | undefined;
  readonly awaited?: Awaited | undefined;
}

/** What is to be noted of one record: what was found on it, and its exception where it has one. */
export interface NewNote {
  readonly place: RunPlace;
  readonly issues: readonly Issue[];
  /** How many of the issues, the last ones, were not told of the record before. */
  readonly news: number;
  readonly exception?: RunException | undefined;
  readonly kept?: Kept | undefined;
}
