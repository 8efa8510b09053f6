import type { FormerRow } from "../../ledger/former-row.ts";
import type { Issue, Outcome } from "../../ledger/issue.ts";
import type { RunException } from "../../ledger/run-exception.ts";
import { isOfTarget } from "../decide/decide.ts";
import type { Candidate } from "../decide/decision.ts";
import { awaitedBy } from "../decide/orphans.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import type { Selection } from "../selection/selection.ts";
import type { EntityState } from "../state/entity-state.ts";
import { accept, found } from "./outcomes.ts";

/** What is asked of the way of a file's records. */
interface Way {
  /** Whether a record is of another entity. */
  isOther(record: PreparedRecord): boolean;
  resolve(record: PreparedRecord): Candidate;
  /** Counts the rows again that belong to a record. */
  replayRows(record: PreparedRecord): void;
}

/** Counts a record again whose outcome is committed already, and writes nothing. */
export type Replay = (record: PreparedRecord) => void;

/**
 * Makes the stage that stands in for loading where a run is resumed: what became of the records
 * before the last commit is taken from the ledger, so that the counts, the control totals and the
 * report are those of a run that was never stopped.
 */
export function replayStage(state: EntityState, way: Way, selection?: Selection): Replay {
  return (record) => {
    if (!way.isOther(record)) selection?.skips(state.compiled, record);
    if (replayRecord(state, way.resolve(record)) === "taken in") way.replayRows(record);
  };
}

/** The same for one record. */
export function replayRecord(state: EntityState, candidate: Candidate): "taken in" | "left out" {
  const { record } = candidate;
  const exception = state.context.runNotes.exceptionAt(state.placeOf(record));
  const outcome = exception?.outcome ?? plainOutcome(state, record);
  const issues = exception?.issues ?? candidate.issues;
  count(state, record, { outcome, issues, exception });
  if (outcome === "unchanged") state.tally.unchanged.add(record.values, record.parentHashes);
  if (exception?.outcome === "rejected") recallOrphan(state, record, exception);
  const isWritten = outcome === "inserted" || outcome === "updated";
  if (isWritten) accept(state, candidate);
  return isWritten || (outcome === "unchanged" && !issues.some(isOfTarget))
    ? "taken in"
    : "left out";
}

/** The ledger does not tell what a record waits for, nor its cells. */
function recallOrphan(state: EntityState, record: PreparedRecord, exception: RunException): void {
  const awaited = awaitedBy(state.compiled, record, exception.issues);
  if (awaited === undefined) return;
  state.context.runNotes.recall(exception, { kept: { awaited, cells: record.joined } });
}

interface Told {
  readonly outcome: Outcome;
  readonly issues: readonly Issue[];
  readonly exception: RunException | undefined;
}

function count(
  state: EntityState,
  record: PreparedRecord,
  { outcome, issues, exception }: Told,
): void {
  state.tally.outcomes[outcome]++;
  for (const issue of issues) found(state, issue, state.placeOf(record));
  if (exception?.former != null && outcome !== "withdrawn") {
    state.tally.columnsChanged((JSON.parse(exception.former) as FormerRow).changed);
  }
}

/** What has no exception was inserted by this run, or was there and is unchanged. */
function plainOutcome(state: EntityState, record: PreparedRecord): Outcome {
  const known = state.crosswalk.find(record.legacyId ?? "");
  if (known === undefined || known.madeByRunId === state.context.scope.runId) return "inserted";
  state.seen.add(known.id, record.record, record.line);
  return "unchanged";
}
