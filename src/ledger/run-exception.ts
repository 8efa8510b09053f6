import type { Issue, Outcome } from "./issue.ts";

/** Where a record stands, across the files of a run. */
export interface RunPlace {
  /** The position of the file among the files of the run. */
  readonly file: number;
  readonly record: number;
  readonly line: number;
  /** Bytes; unknown where an earlier record is spoken of. */
  readonly offset: number | null;
}

/** A record that was not plainly inserted or unchanged. */
export interface RunException extends RunPlace {
  readonly entity: string;
  readonly legacyId: string | null;
  readonly targetId: string | null;
  readonly outcome: Outcome;
  readonly issues: readonly Issue[];
  /** JSON: what an updated row and its crosswalk row held before. */
  readonly former: string | null;
  readonly fingerprint: number;
}
