import { exceptions } from "../../../shared/ledger.ts";
import { keptJson } from "../../db/kept-json.ts";
import { contentHash, hashRow } from "../../digest/content-hash.ts";
import type { CrosswalkRow } from "../../ledger/crosswalk-row.ts";
import type { FormerRow } from "../../ledger/former-row.ts";
import type { RunException, RunPlace } from "../../ledger/run-exception.ts";
import { duplicateIssue, isOfTarget } from "../decide/decide.ts";
import type { Amendment } from "../decide/decision.ts";
import type { Claims } from "../notes/claims.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import type { EntityState } from "../state/entity-state.ts";
import { resettle, unfound } from "./outcomes.ts";

/** No record's fingerprint: those of withdrawn records are not known any more. */
const UNKNOWN_FINGERPRINT = 2 ** 40;

/**
 * Takes back what this run did with a legacy id, in the transaction that finds the contradiction:
 * which of the records is right, the data do not say.
 *
 * @param rival the record that has the same id and other content
 */
export function withdraw(
  state: EntityState,
  rival: PreparedRecord,
  { row, earlier }: Extract<Amendment, { kind: "withdraw" }>,
): void {
  const legacyId = rival.legacyId ?? "";
  const { crosswalk, tally } = state;
  const place = state.placeOf(rival);
  if (rival.unmapped !== undefined) {
    tally.counters.unmapped -= crosswalk.unmapped.takeBack(legacyId, row.id);
  }
  const claims = state.context.runNotes.claims(state.entity, legacyId);
  const { outcome: was } = earlier;
  if (was === "unchanged") tally.unchanged.isKnown = false;
  else removeFromTotals(state, row, earlier.place);
  if (row.madeByRunId === state.context.scope.runId) {
    if (!row.targetExists) tally.gone++;
    state.rows.delete(row.targetId);
    crosswalk.delete(row.id);
    state.numbers?.forget(legacyId);
    state.appended?.takeBack({ legacyId, targetId: row.targetId });
  } else if (was !== "unchanged") restoreFormer(state, row, claims);
  const kept = { legacyId, targetId: null, former: null, fingerprint: UNKNOWN_FINGERPRINT };
  const issue = duplicateIssue(state.terms, place);
  const exception = { ...earlier.place, ...kept, issues: [issue] };
  resettle(state, was, { exception, issue });
  rejectClaims(state, claims?.takeRepeats() ?? [], place);
}

/** Those with the same id and other content that came to nothing are told of this one. */
export function tellRivals(state: EntityState, record: PreparedRecord): void {
  const { legacyId, fingerprint } = record;
  const claims = state.context.runNotes.claims(state.entity, legacyId ?? "");
  rejectClaims(state, claims?.takeUntold(fingerprint) ?? [], state.placeOf(record));
}

/**
 * Gives records that have an outcome already the issue that a rival brings, once. What was found
 * when they were to be written goes: had the rival come first, nobody would have tried.
 */
function rejectClaims(state: EntityState, claims: readonly RunException[], rival: RunPlace): void {
  for (const claim of claims) {
    if (claim.outcome === "unchanged") state.tally.unchanged.isKnown = false;
    const issue = duplicateIssue(state.terms, rival);
    if (claim.issues.some(({ code }) => code === issue.code)) continue;
    for (const moot of claim.issues.filter(isOfTarget)) unfound(state, moot, claim);
    const issues = [...claim.issues.filter((one) => !isOfTarget(one)), issue];
    resettle(state, claim.outcome, { exception: { ...claim, issues }, issue });
  }
}

function removeFromTotals(state: EntityState, prior: CrosswalkRow, place: RunPlace): void {
  const { tally, context } = state;
  for (const { field, difference } of context.runNotes.roundings(place)) {
    tally.unrounded(field, difference);
  }
  const row = state.readRow(prior.targetId);
  if (row === undefined) {
    tally.rows.lose();
    tally.lostTrack = true;
    return;
  }
  const hashes = hashRow(row.values);
  if (prior.contentHash?.equals(contentHash(hashes)) === false) tally.lostTrack = true;
  const seed = hashes[0] ?? 0;
  tally.rows.remove(seed, row.values, hashes);
  if (row.named.length > 0) tally.references.remove(seed, row.named, hashRow(row.named));
}

/**
 * Takes back what this run did with a row that belongs to a record which is withdrawn.
 *
 * @returns whether the run had counted it
 */
export function takeBackRow(state: EntityState, row: CrosswalkRow, legacyId: string): boolean {
  const { tally, context } = state;
  const { runId } = context.scope;
  const place = { file: state.file, record: row.record, line: row.line, offset: null };
  if (row.madeByRunId === runId) {
    removeFromTotals(state, row, place);
    if (!row.targetExists) tally.gone++;
    state.rows.delete(row.targetId);
    state.crosswalk.delete(row.id);
    state.numbers?.forget(legacyId);
    tally.outcomes.inserted--;
    return true;
  }
  if (row.runId === runId) {
    removeFromTotals(state, row, place);
    restoreFormer(state, row, context.runNotes.claims(state.entity, legacyId));
    tally.outcomes.updated--;
    return true;
  }
  if (state.seen.place(row.id) === undefined) return false;
  tally.unchanged.isKnown = false;
  tally.outcomes.unchanged--;
  return true;
}

/** Writes a row of this run anew, and counts it so. */
export function rewriteRow(state: EntityState, record: PreparedRecord): void {
  const row = state.crosswalk.find(record.legacyId ?? "");
  if (row?.madeByRunId !== state.context.scope.runId) return;
  const { fileId, line } = row;
  removeFromTotals(state, row, { file: state.file, record: row.record, line, offset: null });
  state.rows.update(row.targetId, record.values);
  state.crosswalk.update(row.id, contentHash(record.hashes), { fileId, record: row.record, line });
  state.tally.rows.add(record.hashes[0] ?? 0, record.values, record.hashes);
}

function restoreFormer(state: EntityState, prior: CrosswalkRow, claims: Claims | undefined): void {
  const replaced = claims?.lastWritten;
  const former = keptJson<FormerRow>(replaced?.former, exceptions.former);
  if (former === null) return;
  const { contentHash, ...was } = former.crosswalk;
  const rows = state.rowsOf(contentHash);
  if (former.row === null) state.rows.delete(prior.targetId);
  else rows.restore(prior.targetId, rows.unnamed(former.row));
  state.tally.columnsChanged(former.changed, -1);
  const hash = contentHash === null ? null : Buffer.from(contentHash, "hex");
  state.crosswalk.restore(prior.id, hash, was);
}
