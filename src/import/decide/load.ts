import { contentHash } from "../../digest/content-hash.ts";
import type { AppendedRows } from "../../ledger/appended-rows.ts";
import type { CrosswalkRow } from "../../ledger/crosswalk-row.ts";
import { type ErrorIssue, firstError, type RelatedPlace } from "../../ledger/issue.ts";
import { hasCells } from "../../mapping/aside/unmapped-cells.ts";
import type { EntityState } from "../apply/entity-state.ts";
import type { Claims } from "../notes/claims.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import { BackupNeeded } from "../run/run-context.ts";
import type { WithdrawalOf } from "../run/withdrawals.ts";
import type { Selection } from "../selection/selection.ts";
import { accept, brokenBy, type Candidate, settleRefused } from "./candidate.ts";
import { settleDeleted, settleUnchanged, updateRow } from "./change-row.ts";
import { differInUnmapped, keepFirst, withdrawUnmapped } from "./keep-unmapped.ts";
import type { Resolve } from "./resolve.ts";
import { otherOwner } from "./retried-id.ts";
import { duplicateIssue, rejectClaims, withdraw } from "./withdraw.ts";

/**
 * Decides what becomes of one prepared record, and writes it; or asks for a backup before the first
 * write, and has done nothing yet.
 */
export type Load = (record: PreparedRecord) => "settled" | "back up first";

/** Which records are left alone. */
interface LoadChoice {
  readonly selection: Selection;
  readonly withdrawalOf?: WithdrawalOf | undefined;
}

/** Makes the stage that loads the records of one entity. */
export function loadStage(
  state: EntityState,
  resolve: Resolve,
  { selection, withdrawalOf }: LoadChoice,
): Load {
  return (record) => {
    try {
      if (state.compiled.isOther(record) || selection.skips(state.compiled, record)) {
        state.settle("skipped", record, { issues: [] });
        return "settled";
      }
      const found = withdrawalOf?.(state.entity, record);
      if (found === undefined) loadRecord(state, resolve, record);
      else state.settle("withdrawn", record, { issues: [], former: JSON.stringify(found) });
      return "settled";
    } catch (error) {
      if (error instanceof BackupNeeded) return "back up first";
      throw error;
    }
  };
}

function loadRecord(state: EntityState, resolve: Resolve, record: PreparedRecord): void {
  const found = resolve(record, state.placeOf(record));
  const issues = found.issues.length === 0 ? record.issues : [...record.issues, ...found.issues];
  const error = firstError(issues);
  const { legacyId } = record;
  const { named, orphaned } = found;
  if (legacyId === null) state.reject(record, error ?? noLegacyId(state), issues);
  else decide(state, { record, legacyId, issues, named, error, orphaned });
}

/** A mapping may make a warning of what is wrong with an id; without one there is no record to keep. */
function noLegacyId({ entity }: EntityState): ErrorIssue {
  return { code: `${entity}.legacyId.missing`, severity: "error" };
}

function decide(state: EntityState, candidate: Candidate): void {
  const { record, legacyId, issues, error } = candidate;
  // The legacy id is the first of the columns that are hashed.
  const claims = state.context.runNotes.claims(state.entity, legacyId, record.hashes[0]);
  const rival = claims?.rivalOf(record.fingerprint);
  if (rival !== undefined) {
    rejectClaims(state, claims?.takeUntold(record.fingerprint) ?? [], state.placeOf(record));
    const issue = duplicateIssue(state, rival);
    state.reject(record, issue, issues);
    return;
  }
  const prior = isCertainlyNew(state, candidate, claims)
    ? undefined
    : state.crosswalk.find(legacyId);
  if (prior !== undefined) decideAgainst(state, candidate, prior);
  else if (error === undefined) insert(state, candidate);
  else state.reject(record, error, issues);
}

/** Of a sound record the target itself tells that its id is taken. */
function isCertainlyNew(
  state: EntityState,
  { error, record }: Candidate,
  claims: Claims | undefined,
): boolean {
  if (claims !== undefined) return false;
  if (error === undefined) return state.fresh;
  return record.targetId !== undefined && state.appended?.isBeyond(record.targetId) === true;
}

/** The crosswalk has a row for the record's legacy id: of this run, or of an earlier one. */
function decideAgainst(state: EntityState, candidate: Candidate, prior: CrosswalkRow): void {
  const { record, legacyId, issues, error } = candidate;
  const hash = contentHash(record.hashes);
  const same = error === undefined && prior.isOf(hash);
  if (isOfThisRun(state, prior)) {
    if (same && !differInUnmapped(state, candidate, prior))
      state.settle("duplicate", record, { issues, targetId: prior.targetId });
    else {
      withdrawUnmapped(state, candidate, prior);
      const earlier = withdraw(state, { legacyId, prior, rival: state.placeOf(record) });
      const issue = duplicateIssue(state, earlier);
      state.reject(record, issue, issues);
    }
    return;
  }
  if (!prior.targetExists && (error === undefined || candidate.orphaned))
    settleDeleted(state, candidate, prior);
  else if (error !== undefined) state.reject(record, error, issues);
  else if (same) settleUnchanged(state, candidate, prior);
  else updateOwn(state, candidate, prior);
}

/** A record that a person corrected does not write over the row of another one. */
function updateOwn(state: EntityState, candidate: Candidate, prior: CrosswalkRow): void {
  const { record, issues } = candidate;
  const owner = otherOwner(state, record, prior);
  if (owner === undefined) updateRow(state, candidate, prior);
  else state.reject(record, takenIssue(state, owner), issues);
}

/** The issue of a record whose id stands for another record in HMSync. */
function takenIssue({ compiled, entity }: EntityState, owner: RelatedPlace): ErrorIssue {
  const issue = compiled.makeIssue("legacyId.taken", "legacyId");
  const code = `${entity}.legacyId.taken`;
  return { ...(issue ?? { code }), severity: "error", related: owner };
}

/** A row that this run wrote, or found unchanged; a placeholder waits for its record. */
function isOfThisRun(state: EntityState, prior: CrosswalkRow): boolean {
  const written = prior.runId === state.context.scope.runId && prior.contentHash !== null;
  return written || state.seen.place(prior.id) !== undefined;
}

function insert(state: EntityState, candidate: Candidate): void {
  const { record, legacyId, issues } = candidate;
  const { context, crosswalk } = state;
  const targetId = targetIdOf(state, candidate);
  context.beforeWrite();
  if (state.appended !== undefined) {
    append(state, candidate, state.appended);
    return;
  }
  const place = state.ledgerPlace(state.placeOf(record));
  const unmappedHash = hasCells(record) ? record.unmappedHash : undefined;
  const made = { legacyId, targetId, contentHash: contentHash(record.hashes), unmappedHash };
  if (!crosswalk.insert(made, place)) {
    const prior = crosswalk.find(legacyId);
    if (prior !== undefined) decideAgainst(state, candidate, prior);
    return;
  }
  const broken = brokenBy(() => state.rows.insert(targetId, record.values, record.derived));
  if (broken !== undefined) {
    const row = crosswalk.find(legacyId);
    if (row !== undefined) crosswalk.delete(row.id);
    settleRefused(state, candidate, broken);
    return;
  }
  accept(state, candidate);
  keepFirst(state, candidate);
  state.settle("inserted", record, { issues });
}

function targetIdOf({ newTargetId }: EntityState, { record, legacyId }: Candidate): string {
  return record.targetId ?? newTargetId(legacyId);
}

/** The target's primary key tells whether the legacy id is new; the crosswalk follows later. */
function append(state: EntityState, candidate: Candidate, appended: AppendedRows): void {
  const { record, legacyId, issues } = candidate;
  const targetId = targetIdOf(state, candidate);
  const broken = brokenBy(() => state.rows.insert(targetId, record.values, record.derived));
  if (broken !== undefined) {
    const prior = state.crosswalk.find(legacyId);
    if (prior !== undefined) decideAgainst(state, candidate, prior);
    else settleRefused(state, candidate, broken);
    return;
  }
  const row = { legacyId, targetId, contentHash: contentHash(record.hashes) };
  appended.add(row, state.ledgerPlace(state.placeOf(record)), record);
  if (hasCells(record)) state.tally.counters.unmapped++;
  accept(state, candidate);
  state.settle("inserted", record, { issues });
}
