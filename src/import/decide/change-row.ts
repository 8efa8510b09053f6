import { contentHash, type StoredValue } from "../../digest/content-hash.ts";
import type { CrosswalkRow } from "../../ledger/crosswalk-row.ts";
import { firstError, type Issue } from "../../ledger/issue.ts";
import type { OnConflict } from "../../ledger/run-summary.ts";
import type { EntityState } from "../apply/entity-state.ts";
import { accept, brokenBy, type Candidate, settleRefused } from "./candidate.ts";
import { keepUnmapped } from "./keep-unmapped.ts";
import type { FormerRow } from "./withdraw.ts";

/** Nothing changed: only this run's memory knows that the record was there. */
export function settleUnchanged(
  state: EntityState,
  { record, legacyId, issues }: Candidate,
  prior: CrosswalkRow,
): void {
  keepUnmapped(state, { record, legacyId }, prior);
  state.seen.add(prior.id, record.record, record.line);
  state.tally.unchanged.add(record.values, record.parentHashes);
  const { fileId } = state.ledgerPlace(state.placeOf(record));
  const isTold = prior.fileId === fileId && prior.record === record.record;
  state.settle("unchanged", record, { issues, ...(isTold && { isTold }) });
}

/** Brings the row of an earlier run to what the record says now, unless HMSync's own edits stand. */
export function updateRow(state: EntityState, candidate: Candidate, prior: CrosswalkRow): void {
  const rows = state.rowsOf(prior.contentHash);
  const before = rows.read(prior.targetId) ?? [];
  const values = state.valuesFor(prior.contentHash, candidate.record.values);
  const changed = rows.differing(before, values);
  const edited = state.edited.columnsOf(prior);
  const conflict = edited.length > 0 ? editIssue(state, edited, changed) : undefined;
  if (conflict !== undefined && changed.length === 0) {
    // The same was written into HMSync by hand.
    settleUnchanged(state, candidate, prior);
  } else if (conflict !== undefined && state.context.onConflict !== "overwrite") {
    settleConflict(state, candidate, conflict);
  } else {
    const issues = conflict === undefined ? candidate.issues : [...candidate.issues, conflict];
    write(state, { ...candidate, issues }, { prior, before, values, changed });
  }
}

interface Change {
  readonly prior: CrosswalkRow;
  readonly before: readonly StoredValue[];
  readonly values: readonly StoredValue[];
  readonly changed: readonly string[];
}

function write(state: EntityState, candidate: Candidate, change: Change): void {
  const { crosswalk, context, tally } = state;
  const { record, issues } = candidate;
  const { prior, before, values, changed } = change;
  const rows = state.rowsOf(prior.contentHash);
  context.beforeWrite();
  const broken = brokenBy(() => rows.update(prior.targetId, values));
  if (broken !== undefined) {
    settleRefused(state, candidate, broken);
    return;
  }
  crosswalk.update(prior.id, contentHash(record.hashes), state.ledgerPlace(state.placeOf(record)));
  accept(state, candidate);
  keepUnmapped(state, candidate, prior);
  tally.columnsChanged(changed);
  const former: FormerRow = { row: rows.named(before), crosswalk: formerCrosswalk(prior), changed };
  state.settle("updated", record, {
    issues,
    targetId: prior.targetId,
    former: JSON.stringify(former),
  });
}

function formerCrosswalk(prior: CrosswalkRow): FormerRow["crosswalk"] {
  const { contentHash: hash, fileId, record, line, runId } = prior;
  return { contentHash: hash?.toString("hex") ?? null, fileId, record, line, runId };
}

/** The row that the record became was deleted in HMSync. */
export function settleDeleted(state: EntityState, candidate: Candidate, prior: CrosswalkRow): void {
  const conflict = conflictIssue(state, "target.deleted");
  if (candidate.error === undefined && state.context.onConflict === "overwrite") {
    insertAgain(state, { ...candidate, issues: [...candidate.issues, conflict] }, prior);
    return;
  }
  // That its parent was deleted along with it is no further mistake.
  const issues = candidate.error === undefined ? candidate.issues : candidate.record.issues;
  settleConflict(state, { ...candidate, issues }, conflict);
}

function insertAgain(state: EntityState, candidate: Candidate, prior: CrosswalkRow): void {
  const { crosswalk, context } = state;
  const { record, issues } = candidate;
  const { targetId } = prior;
  context.beforeWrite();
  const broken = brokenBy(() => state.rows.insert(targetId, record.values));
  if (broken !== undefined) {
    settleRefused(state, candidate, broken);
    return;
  }
  crosswalk.update(prior.id, contentHash(record.hashes), state.ledgerPlace(state.placeOf(record)));
  accept(state, candidate);
  keepUnmapped(state, candidate, prior);
  const former: FormerRow = { row: null, crosswalk: formerCrosswalk(prior), changed: [] };
  state.settle("inserted", record, { issues, targetId, former: JSON.stringify(former) });
}

/** What happened in HMSync stands against the record: it is left alone or rejected, and told. */
function settleConflict(state: EntityState, { record, issues }: Candidate, conflict: Issue): void {
  const because = firstError([conflict]);
  if (because !== undefined) state.reject(record, because, issues);
  else state.settle("unchanged", record, { issues: [...issues, conflict] });
}

/** Both sides changed a row; the columns are named, their values are not. */
function editIssue(
  state: EntityState,
  edited: readonly string[],
  changed: readonly string[],
): Issue {
  const detail = `edited in HMSync: ${edited.join(", ")}; changed in the export: ${changed.join(", ")}`;
  return { ...conflictIssue(state, "target.edited"), detail };
}

/** With the severity that `--on-conflict` gives it; a mapping may raise that. */
function conflictIssue({ compiled, entity, context }: EntityState, word: string): Issue {
  const made = compiled.makeIssue(word) ?? { code: `${entity}.${word}`, severity: "warning" };
  return { ...made, severity: SEVERITY[context.onConflict] ?? made.severity };
}

const SEVERITY: Readonly<Partial<Record<OnConflict, Issue["severity"]>>> = {
  reject: "error",
  overwrite: "warning",
};
