import type { StoredValue } from "../digest/content-hash.ts";
import type { CrosswalkRow } from "./crosswalk-row.ts";

/** What an update kept of the rows that it replaced. */
export interface FormerRow {
  /** By column; null if a row that had been deleted was inserted again. */
  readonly row: Readonly<Record<string, StoredValue>> | null;
  readonly crosswalk: {
    /** Hexadecimal. */
    readonly contentHash: string | null;
    readonly fileId: number;
    readonly record: number;
    readonly line: number;
    readonly runId: number;
  };
  /** The columns that got another value. */
  readonly changed: readonly string[];
}

/** What is kept of a row of the crosswalk. */
export function formerCrosswalk(row: CrosswalkRow): FormerRow["crosswalk"] {
  const { contentHash: hash, fileId, record, line, runId } = row;
  return { contentHash: hash?.toString("hex") ?? null, fileId, record, line, runId };
}
