import { deriveTargetId } from "../../shared/target-id.ts";
import { ConstraintBroken } from "../db/explain-error.ts";
import { contentHash, hashRow, type RowHashes } from "./content-hash.ts";
import type { CrosswalkRow } from "./crosswalk.ts";
import type { EntityState } from "./entity-state.ts";
import type { Issue, Outcome } from "./issue.ts";
import type { Limit } from "./limit.ts";
import type { PreparedRecord } from "./prepared-record.ts";
import type { Resolve } from "./resolve.ts";
import { BackupNeeded } from "./run-context.ts";
import { duplicateIssue, rejectClaims, withdraw } from "./withdraw.ts";

/**
 * Decides what becomes of one prepared record, and writes it; or asks for a backup before the first
 * write, and has done nothing yet.
 */
export type Load = (record: PreparedRecord) => "settled" | "back up first";

/** A record with its references resolved, and everything found on it. */
interface Candidate {
  readonly record: PreparedRecord;
  readonly legacyId: string;
  readonly issues: readonly Issue[];
  /** The legacy ids that stand for its parents in the target. */
  readonly named: readonly (string | null)[];
  readonly valid: boolean;
}

/** Makes the stage that loads the records of one entity. */
export function loadStage(state: EntityState, resolve: Resolve, limit: Limit): Load {
  return (record) => {
    try {
      if (limit.skips(state.compiled, record)) state.settle("skipped", record, { issues: [] });
      else loadRecord(state, resolve, record);
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
  const valid = !issues.some(({ severity }) => severity === "error");
  const { legacyId } = record;
  if (legacyId === null) state.settle("rejected", record, { issues });
  else decide(state, { record, legacyId, issues, named: found.named, valid });
}

function decide(state: EntityState, candidate: Candidate): void {
  const { record, legacyId, issues, valid } = candidate;
  const claims = state.context.spool.claims(state.entity, legacyId);
  const rivals = claims.filter(
    ({ outcome, fingerprint }) => isSetAside(outcome) && fingerprint !== record.fingerprint,
  );
  if (rivals[0] !== undefined) {
    rejectClaims(state, rivals, state.placeOf(record));
    const issue = duplicateIssue(state, rivals[0]);
    state.settle("rejected", record, { issues: [...issues, issue] });
    return;
  }
  const certainlyNew = state.fresh && valid && claims.length === 0;
  const prior = certainlyNew ? undefined : state.crosswalk.find(legacyId);
  if (prior !== undefined) decideAgainst(state, candidate, prior);
  else if (valid) insert(state, candidate);
  else state.settle("rejected", record, { issues });
}

/** Rejected, or left alone for what happened in HMSync: the crosswalk does not tell its content. */
const isSetAside = (outcome: Outcome): boolean => outcome === "rejected" || outcome === "unchanged";

/** The crosswalk has a row for the record's legacy id: of this run, or of an earlier one. */
function decideAgainst(state: EntityState, candidate: Candidate, prior: CrosswalkRow): void {
  const { record, legacyId, issues, valid } = candidate;
  const hash = contentHash(record.hashes);
  const same = valid && prior.contentHash?.equals(hash) === true;
  if (isOfThisRun(state, prior)) {
    if (same) state.settle("duplicate", record, { issues, targetId: prior.targetId });
    else {
      const earlier = withdraw(state, { legacyId, prior, rival: state.placeOf(record) });
      const issue = duplicateIssue(state, earlier);
      state.settle("rejected", record, { issues: [...issues, issue] });
    }
    return;
  }
  if (!valid) state.settle("rejected", record, { issues });
  else if (!prior.targetExists) settleObstacle(state, candidate, "target.deleted");
  else if (same) settleUnchanged(state, candidate, prior);
  else update(state, candidate, prior);
}

/** A row that this run wrote, or found unchanged; a placeholder waits for its record. */
function isOfThisRun(state: EntityState, prior: CrosswalkRow): boolean {
  const written = prior.runId === state.context.scope.runId && prior.contentHash !== null;
  return written || state.seen.place(prior.id) !== undefined;
}

function settleUnchanged(state: EntityState, { record, issues }: Candidate, prior: CrosswalkRow) {
  state.seen.add(prior.id, record.record, record.line);
  state.settle("unchanged", record, { issues });
}

/** What happened in HMSync stands against the record. A mapping may lower that to a warning. */
function settleObstacle(state: EntityState, { record, issues }: Candidate, code: string): void {
  const issue = state.compiled.makeIssue(code);
  const all = issue === undefined ? issues : [...issues, issue];
  state.settle(issue?.severity === "error" ? "rejected" : "unchanged", record, { issues: all });
}

function insert(state: EntityState, candidate: Candidate): void {
  const { record, legacyId, issues } = candidate;
  const { context, crosswalk } = state;
  const targetId = deriveTargetId(context.scope.legacySystem, state.entity, legacyId);
  context.beforeWrite();
  const place = state.ledgerPlace(state.placeOf(record));
  if (!crosswalk.insert({ legacyId, targetId, contentHash: contentHash(record.hashes) }, place)) {
    const prior = crosswalk.find(legacyId);
    if (prior !== undefined) decideAgainst(state, candidate, prior);
    return;
  }
  const broken = brokenBy(() => state.rows.insert(targetId, record.values));
  if (broken !== undefined) {
    const row = crosswalk.find(legacyId);
    if (row !== undefined) crosswalk.delete(row.id);
    settleRefused(state, candidate, broken);
    return;
  }
  accept(state, candidate);
  state.settle("inserted", record, { issues });
}

function update(state: EntityState, candidate: Candidate, prior: CrosswalkRow): void {
  const { record, issues } = candidate;
  const { crosswalk, context } = state;
  const rows = state.rowsOf(prior.contentHash);
  if (state.edited.has(prior)) {
    settleObstacle(state, candidate, "target.edited");
    return;
  }
  const before = rows.read(prior.targetId) ?? [];
  context.beforeWrite();
  const values = state.valuesFor(prior.contentHash, record.values);
  const broken = brokenBy(() => rows.update(prior.targetId, values));
  if (broken !== undefined) {
    settleRefused(state, candidate, broken);
    return;
  }
  crosswalk.update(prior.id, contentHash(record.hashes), state.ledgerPlace(state.placeOf(record)));
  accept(state, candidate);
  const { contentHash: hash, fileId, record: at, line, runId } = prior;
  const was = { contentHash: hash?.toString("hex") ?? null, fileId, record: at, line, runId };
  state.settle("updated", record, {
    ...{ issues, targetId: prior.targetId },
    former: JSON.stringify({ row: rows.named(before), crosswalk: was }),
  });
}

/** Counts what the target must now hold. */
function accept(state: EntityState, { record, named }: Candidate): void {
  const { tally, context } = state;
  const { rows, references } = tally;
  const seed = record.hashes[0] ?? 0;
  rows.add(seed, record.values, record.hashes);
  if (named.length > 0) references.add(seed, named, hashesOf(named, record));
  for (const amount of record.rounded) {
    tally.rounded(amount.field, amount.difference);
    context.spool.addRounding(state.placeOf(record), amount);
  }
}

/** As validation handed them on, except where a merge or an unknown parent put another in place. */
function hashesOf(named: Candidate["named"], { parents, parentHashes }: PreparedRecord): RowHashes {
  return named.every((legacyId, at) => legacyId === parents[at]) ? parentHashes : hashRow(named);
}

function settleRefused(state: EntityState, { record, issues }: Candidate, detail: string): void {
  const issue = state.compiled.makeIssue("target.constraint");
  const refused = issue === undefined ? [] : [{ ...issue, detail }];
  state.settle("rejected", record, { issues: [...issues, ...refused] });
}

/** The constraint that the database names when it refuses; nothing where it takes the row. */
function brokenBy(write: () => void): string | undefined {
  try {
    write();
    return undefined;
  } catch (error) {
    if (error instanceof ConstraintBroken) return error.constraint;
    throw error;
  }
}
