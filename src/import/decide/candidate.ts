import { ConstraintBroken } from "../../db/sqlite/explain-error.ts";
import { hashRow, type RowHashes } from "../../digest/content-hash.ts";
import type { ErrorIssue, Issue } from "../../ledger/issue.ts";
import type { EntityState } from "../apply/entity-state.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";

/** A record with its references resolved, and everything found on it. */
export interface Candidate {
  readonly record: PreparedRecord;
  readonly legacyId: string;
  readonly issues: readonly Issue[];
  /** The legacy ids that stand for its parents in the target. */
  readonly named: readonly (string | null)[];
  /** What keeps it out; undefined of a sound record. */
  readonly error: ErrorIssue | undefined;
  /** Nothing is wrong with it but that a parent's row was deleted in HMSync. */
  readonly orphaned: boolean;
}

/** Counts what the target must now hold. */
export function accept(
  state: EntityState,
  { record, named }: Pick<Candidate, "record" | "named">,
): void {
  const { tally, context } = state;
  const { rows, references } = tally;
  const seed = record.hashes[0] ?? 0;
  rows.add(seed, record.values, record.hashes);
  if (named.length > 0) references.add(seed, named, hashesOf(named, record));
  for (const amount of record.rounded) {
    tally.rounded(amount.field, amount.difference);
    context.runNotes.addRounding(state.placeOf(record), amount);
  }
}

/** As validation handed them on, except where a merge or an unknown parent put another in place. */
function hashesOf(named: Candidate["named"], { parents, parentHashes }: PreparedRecord): RowHashes {
  return named.every((legacyId, at) => legacyId === parents[at]) ? parentHashes : hashRow(named);
}

/** Rejects a record that the database refuses, with the constraint that it names. */
export function settleRefused(
  state: EntityState,
  { record, issues }: Candidate,
  detail: string,
): void {
  const code = `${state.entity}.target.constraint`;
  state.reject(record, { code, severity: "error", detail }, issues);
}

/** The constraint that the database names when it refuses; undefined if it takes the row. */
export function brokenBy(write: () => void): string | undefined {
  try {
    write();
    return undefined;
  } catch (error) {
    if (error instanceof ConstraintBroken) return error.constraint;
    throw error;
  }
}
