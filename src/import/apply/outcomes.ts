import { hashRow, type RowHashes } from "../../digest/content-hash.ts";
import { type FormerRow, formerCrosswalk } from "../../ledger/former-row.ts";
import type { ErrorIssue, Issue, Outcome } from "../../ledger/issue.ts";
import type { RunException, RunPlace } from "../../ledger/run-exception.ts";
import { isOfTarget } from "../decide/decide.ts";
import type { Candidate, Decision } from "../decide/decision.ts";
import { awaitedBy } from "../decide/orphans.ts";
import type { ExceptionNotes } from "../notes/run-notes.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import type { EntityState } from "../state/entity-state.ts";
import type { FoundPlace } from "../state/entity-tally.ts";

/** A record that was let in, and the legacy ids that stand for its parents. */
export type Accepted = Pick<Candidate, "record" | "named">;

/** Loads a record that had waited: it is not one of this run's records. */
export function release(state: EntityState, file: number, load: () => void): void {
  const { file: before } = state;
  state.file = file;
  state.isReleasing = true;
  load();
  state.isReleasing = false;
  state.file = before;
}

/** Gives a record the outcome that was decided, when what it asks for has been done. */
export function note(state: EntityState, candidate: Accepted, decision: Decision): void {
  const { record } = candidate;
  const { operation } = decision;
  const { tally } = state;
  if (operation?.kind === "update") tally.columnsChanged(operation.present.changed);
  if (operation?.kind === "meet") tally.unchanged.add(record.values, record.parentHashes);
  else if (operation !== undefined) accept(state, candidate);
  if (state.compiled.namedFile !== undefined && HAS_FILE.has(decision.outcome)) {
    state.context.stored.want(state.compiled.namedFile, record);
  }
  settle(state, record, decision);
}

/** Outcomes of records whose rows are in the target. */
const HAS_FILE: ReadonlySet<Outcome> = new Set(["inserted", "updated", "unchanged"]);

/** Counts what the target must now hold. */
export function accept(state: EntityState, { record, named }: Accepted): void {
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

function settle(state: EntityState, record: PreparedRecord, decision: Decision): void {
  const { context, tally, entity } = state;
  const { outcome, issues, targetId = null } = decision;
  const place = state.placeOf(record);
  if (!state.isReleasing) tally.outcomes[outcome]++;
  else if (outcome === "inserted") tally.counters.released++;
  else return;
  for (const issue of issues) tally.found(issue, place);
  if (outcome === "rejected") logRejected(state, place, issues);
  const former = formerOf(state, decision);
  const keepsPlain = context.keepsPlain && !isToldAlready(decision);
  const isKept = former !== null || keepsPlain || state.isReleasing;
  if (!isKept && isPlain(outcome, issues)) {
    context.runNotes.addFindings(place, issues);
    return;
  }
  const { file, line, offset } = place;
  const { legacyId, fingerprint } = record;
  // Written out: to join objects takes longer than all else that is done here.
  const exception: RunException = {
    entity,
    file,
    record: place.record,
    line,
    offset,
    legacyId,
    targetId,
    outcome,
    issues,
    former,
    fingerprint,
  };
  context.runNotes.addException(exception, notesOn(state, exception, record));
}

/** JSON: what an updated row and its crosswalk row held before, or why a person withdrew the record. */
function formerOf(state: EntityState, { operation, withdrawal }: Decision): string | null {
  if (operation === undefined || operation.kind === "insert" || operation.kind === "meet") {
    return withdrawal ?? null;
  }
  const { row } = operation.prior;
  const crosswalk = formerCrosswalk(row);
  const former: FormerRow =
    operation.kind === "insert again"
      ? { row: null, crosswalk, changed: [] }
      : {
          row: state.rowsOf(row.contentHash).named(operation.present.before),
          crosswalk,
          changed: operation.present.changed,
        };
  return JSON.stringify(former);
}

function notesOn(
  { compiled, context }: EntityState,
  { outcome, issues }: RunException,
  record: PreparedRecord,
): ExceptionNotes {
  if (outcome !== "rejected") return {};
  const awaited = context.keepsOrphans ? awaitedBy(compiled, record, issues) : undefined;
  return { kept: { cells: record.joined, awaited }, isRaw: record.isRaw };
}

/** A rejection that takes the place of another outcome. */
interface Resettled {
  readonly exception: Omit<RunException, "outcome" | "entity">;
  readonly issue: ErrorIssue;
}

/** Replaces the outcome that a record had by a rejection, for the issue that comes last. */
export function resettle(state: EntityState, was: Outcome, { exception, issue }: Resettled): void {
  const { tally, entity, context } = state;
  tally.outcomes[was]--;
  tally.outcomes.rejected++;
  tally.found(issue, exception);
  context.runNotes.addException({ ...exception, entity, outcome: "rejected" }, { news: 1 });
  logRejected(state, exception, [issue]);
}

function logRejected(
  { entity, context }: EntityState,
  place: RunPlace,
  issues: readonly Issue[],
): void {
  const name = context.files[place.file]?.name ?? "";
  context.journal.rejected({ entity, name }, place, issues);
}

export function found(state: EntityState, issue: Issue, place: FoundPlace): void {
  state.tally.found(issue, place);
  state.context.runNotes.addFindings(place, [issue]);
}

export function unfound(state: EntityState, issue: Issue, place: RunPlace): void {
  state.tally.unfound(issue, place);
  state.context.runNotes.removeFinding(place, issue);
}

/** As validation handed them on, except where a merge or an unknown parent put another in place. */
function hashesOf(named: Accepted["named"], { parents, parentHashes }: PreparedRecord): RowHashes {
  return named.every((legacyId, at) => legacyId === parents[at]) ? parentHashes : hashRow(named);
}

/** The ledger says of this very record that it was taken in. */
const isToldAlready = ({ operation }: Decision): boolean =>
  operation?.kind === "meet" && operation.prior.isItself;

/** What the application did to a row makes a record that is left alone worth keeping. */
function isPlain(outcome: Outcome, issues: readonly Issue[]): boolean {
  if (outcome === "unchanged") return !issues.some(isOfTarget);
  return outcome === "inserted";
}
