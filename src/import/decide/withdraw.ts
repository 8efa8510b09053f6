import { keptJson } from "../../db/kept-json.ts";
import { contentHash, hashRow, type StoredValue } from "../../digest/content-hash.ts";
import type { CrosswalkRow } from "../../ledger/crosswalk-row.ts";
import type { ErrorIssue, Outcome } from "../../ledger/issue.ts";
import type { RunException, RunPlace } from "../../ledger/run-exception.ts";
import { positionOfFile } from "../../ledger/run-file.ts";
import { type EntityState, isOfTarget } from "../apply/entity-state.ts";
import type { Claims } from "../notes/claims.ts";

/** No record's fingerprint: those of withdrawn records are not known any more. */
const UNKNOWN_FINGERPRINT = 2 ** 40;

/** A record that this run had accepted, and the one that shows that it must not. */
interface Withdrawal {
  readonly legacyId: string;
  readonly prior: CrosswalkRow;
  /** Where the record stands that has the same id and other content. */
  readonly rival: RunPlace;
}

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

/** The issue of a record whose id another record has too, with other content. */
export function duplicateIssue(
  state: EntityState,
  other: Pick<RunPlace, "file" | "record" | "line">,
): ErrorIssue {
  const issue = state.compiled.makeIssue("legacyId.duplicate", "legacyId");
  const code = `${state.entity}.legacyId.duplicate`;
  return { ...(issue ?? { code }), severity: "error", related: state.related(other) };
}

/**
 * Takes back what this run did with a legacy id, in the transaction that finds the contradiction:
 * which of the records is right, the data do not say.
 *
 * @returns where the withdrawn record stands
 */
export function withdraw(state: EntityState, { legacyId, prior, rival }: Withdrawal): RunPlace {
  const claims = state.context.runNotes.claims(state.entity, legacyId);
  const was = formerOutcome(state, prior, claims);
  const place = formerPlace(state, prior, was);
  if (was === "unchanged") state.tally.unchanged.isKnown = false;
  else removeFromTotals(state, prior, place);
  if (prior.madeByRunId === state.context.scope.runId) {
    if (!prior.targetExists) state.tally.gone++;
    state.rows.delete(prior.targetId);
    state.crosswalk.delete(prior.id);
    state.appended?.takeBack({ legacyId, targetId: prior.targetId });
  } else if (was !== "unchanged") restoreFormer(state, prior, claims);
  const kept = { legacyId, targetId: null, former: null, fingerprint: UNKNOWN_FINGERPRINT };
  const issue = duplicateIssue(state, rival);
  state.resettle(was, { ...place, ...kept, issues: [issue] }, issue);
  rejectClaims(state, claims?.takeRepeats() ?? [], rival);
  return place;
}

/**
 * Gives records that have an outcome already the issue that a rival brings, once. What was found
 * when they were to be written goes: had the rival come first, nobody would have tried.
 */
export function rejectClaims(
  state: EntityState,
  claims: readonly RunException[],
  rival: RunPlace,
): void {
  for (const claim of claims) {
    if (claim.outcome === "unchanged") state.tally.unchanged.isKnown = false;
    const issue = duplicateIssue(state, rival);
    if (claim.issues.some(({ code }) => code === issue.code)) continue;
    for (const moot of claim.issues.filter(isOfTarget)) state.unfound(moot, claim);
    const issues = [...claim.issues.filter((one) => !isOfTarget(one)), issue];
    state.resettle(claim.outcome, { ...claim, issues }, issue);
  }
}

function formerOutcome(
  state: EntityState,
  prior: CrosswalkRow,
  claims: Claims | undefined,
): Outcome {
  const { runId } = state.context.scope;
  if (prior.madeByRunId === runId) return "inserted";
  if (prior.runId !== runId) return "unchanged";
  return claims?.lastWritten?.outcome ?? "updated";
}

function formerPlace(state: EntityState, prior: CrosswalkRow, was: Outcome): RunPlace {
  const seen = state.seen.place(prior.id);
  if (was === "unchanged" && seen !== undefined) return { ...seen, offset: null };
  const file = positionOfFile(state.context.files, prior.fileId);
  return { file, record: prior.record, line: prior.line, offset: null };
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

function restoreFormer(state: EntityState, prior: CrosswalkRow, claims: Claims | undefined): void {
  const replaced = claims?.lastWritten;
  const former = keptJson<FormerRow>(replaced?.former, "ledger_exceptions.former");
  if (former === null) return;
  const { contentHash, ...was } = former.crosswalk;
  const rows = state.rowsOf(contentHash);
  if (former.row === null) state.rows.delete(prior.targetId);
  else rows.restore(prior.targetId, rows.unnamed(former.row));
  state.tally.columnsChanged(former.changed, -1);
  const hash = contentHash === null ? null : Buffer.from(contentHash, "hex");
  state.crosswalk.restore(prior.id, hash, was);
}
