import { rmSync } from "node:fs";
import { runs } from "../../shared/ledger.ts";
import type { Backup, Database } from "../db/database.ts";
import { cureFor, suspectsOf } from "../db/triggers.ts";
import { inLedgerOnly } from "../import/last-look/ledger-only.ts";
import { compareOthers } from "../import/last-look/other-rows.ts";
import { TargetCounts } from "../import/state/target-counts.ts";
import { keptSummary } from "../ledger/kept-summary.ts";
import { finishRun, insertRun, type LedgerRun, readRuns } from "../ledger/run-ledger.ts";
import { mayBecome, type RunStatus } from "../ledger/run-status.ts";
import type { Difference, RunSummary } from "../ledger/run-summary.ts";
import { differencesOf, join } from "../persons/join.ts";
import { separate } from "../persons/separate.ts";
import { UsageError } from "../plain/errors.ts";
import { deleteInserted } from "./inserted-rows.ts";
import { restoreMarked } from "./marked-rows.ts";
import { eachOf, insertAgain, putBack, stepOf } from "./put-back.ts";
import { danglingBefore, reconcileUndo } from "./reconcile-undo.ts";
import { ReleasedFiles } from "./released-files.ts";
import { summarizeUndo } from "./summarize-undo.ts";
import { UndoBackupNeeded, UndoContext } from "./undo-context.ts";
import type { UndoRequest } from "./undo-request.ts";
import { takeBackUnmapped } from "./unmapped-cells.ts";
import { restoreUpdated } from "./updated-rows.ts";
import { takeBackWaiting } from "./waiting-records.ts";
import { holds, type Values } from "./whole-table.ts";

/**
 * Takes a run back, in one transaction: rows that it inserted go, rows that it updated get their
 * former values, and what happened since stays. Of a run that was an undo, the reverse. What was
 * deleted or overwritten is kept in the ledger. The caller holds the run lock.
 *
 * @returns what was done; status `rejected`: some rows are blocked, nothing was changed; nothing
 *   where there is nothing to be taken back
 * @throws DatabaseError, UsageError for an undo that is itself the undo of one
 */
export async function undoRun(request: UndoRequest): Promise<RunSummary | undefined> {
  const target = targetOf(request);
  if (target === undefined) return undefined;
  const { db } = request;
  // What refers to a row is looked up once for all; the engine would read whole tables for each row.
  db.enforceForeignKeys("not at all");
  try {
    try {
      return await attempt(request, target, request.rehearse ? "not needed" : "needed");
    } catch (error) {
      if (!(error instanceof UndoBackupNeeded)) throw error;
      db.rollback();
    }
    const backup = await db.backUp(request.startedAt, Number.POSITIVE_INFINITY);
    const summary = await attempt(request, target, backup);
    if (summary?.committed) db.dropOldBackups();
    else rmSync(backup.path, { force: true });
    return summary;
  } finally {
    db.rollback();
    request.store?.keep();
    db.enforceForeignKeys("at once");
  }
}

/** The run whose rows are spoken of, and the undo that is taken back, where one is. */
interface Target {
  readonly run: LedgerRun;
  readonly redoOf: LedgerRun | undefined;
}

/** Undefined if nothing of the run stands. */
function targetOf({ db, undone }: UndoRequest): Target | undefined {
  if (!undone.committed) return undefined;
  if (undone.kind !== "undo") return { run: undone, redoOf: undefined };
  const all = readRuns(db);
  const run = all.find(({ id }) => id === undone.ofRunId);
  if (run === undefined) return undefined;
  if (run.kind !== "undo") return { run, redoOf: undone };
  const first = all.find(({ id }) => id === run.ofRunId);
  throw new UsageError(`${undone.name} redid what ${run.name} had undone.`, {
    cure: `To undo it again, undo ${first?.name ?? "the import"} itself.`,
  });
}

type BackupState = Backup | "needed" | "not needed";

async function attempt(
  request: UndoRequest,
  target: Target,
  backup: BackupState,
): Promise<RunSummary | undefined> {
  const { db, importers, rehearse } = request;
  db.begin();
  const undoId = register(request);
  const { rows } = separate({ db, runId: undoId });
  const counts = new TargetCounts(db, importers);
  const undo = new UndoContext({
    db,
    importers,
    ...target,
    undoId,
    onProgress: request.onProgress,
    signal: request.signal,
    beforeWrite() {
      if (backup === "needed") throw new UndoBackupNeeded();
    },
  });
  // Nothing of the run may be left behind unseen.
  for (const entity of Object.keys(target.run.summary?.entities ?? {})) undo.entity(entity);
  const before = danglingBefore(undo);
  const { store } = request;
  const files = store && new ReleasedFiles({ db, importers, store });
  if (target.redoOf === undefined) await takeBack(undo);
  else {
    await putBack(undo, target.redoOf.id);
    await removeAgain(undo, target.redoOf.id);
  }
  const differences = withCure(db, reconcileUndo(undo, counts, before));
  const status = statusOf(undo, request, differences);
  if (status === undefined) return undefined;
  const committed = status === "committed" && !rehearse;
  const kept = typeof backup === "object" && committed ? backup : undefined;
  const outcome = { status, committed, counts, differences, backup: kept };
  const summary = summarizeUndo(undo, request, outcome);
  if (status !== "committed") return takenBack(request, summary);
  if (committed) writeEnd(undo, target, summary);
  const runIds = [target.run.id, undoId];
  const look = () => [
    ...reconcileUndo(undo, counts, before),
    ...(kept === undefined ? [] : compareOthers(request, kept, { runIds })),
  ];
  const last = joinAgain(request, { undoId, rows, found: committed ? lookAgain(db, look) : [] });
  if (last.differences.length > 0) {
    const instead = { ...outcome, status: "mismatched" as const, committed: false };
    const mismatch = { ...instead, differences: last.differences, backup: undefined };
    return takenBack(request, summarizeUndo(undo, request, mismatch));
  }
  const told = { ...summary, ...last.persons };
  if (!committed) return takenBack(request, told);
  if (last.persons !== undefined) finishRun(db, undoId, told);
  await commit(request, target, files);
  return told;
}

interface BeforeJoining {
  readonly undoId: number;
  /** Rows of the tables of persons before the undo. */
  readonly rows: ReadonlyMap<string, number>;
  /** What triggers have made of it. */
  readonly found: readonly Difference[];
}

/** The undo saw every record with a row of its own; the application sees persons. */
function joinAgain(
  { db, importers }: UndoRequest,
  { undoId, rows, found }: BeforeJoining,
): { readonly differences: readonly Difference[]; readonly persons?: Pick<RunSummary, "persons"> } {
  if (found.length > 0) return { differences: found };
  const joined = join({ db, runId: undoId, importers, before: rows });
  const { terms } = joined;
  return {
    differences: differencesOf(joined),
    ...(terms.length > 0 && { persons: { persons: terms } }),
  };
}

async function takenBack(request: UndoRequest, summary: RunSummary): Promise<RunSummary> {
  request.db.rollback();
  if (request.rehearse || summary.status !== "mismatched") return summary;
  return keepMismatch(request, summary);
}

/** Files go after the rows that needed them: killed in between, the next run takes them away. */
async function commit(
  { db, store }: UndoRequest,
  { redoOf }: Target,
  files: ReleasedFiles | undefined,
): Promise<void> {
  if (redoOf !== undefined) files?.checkThere();
  files?.note();
  db.referrers.forget();
  await db.settle();
  store?.forget();
}

function writeEnd(undo: UndoContext, target: Target, summary: RunSummary): void {
  const { db, undoId } = undo.scope;
  finishRun(db, undoId, summary);
  settleStatuses(db, target, { blocked: isBlocked(undo) });
}

/** What triggers of the application have made of it when the undo said in the ledger that it was done. */
function lookAgain(db: Database, look: () => Difference[]): Difference[] {
  return db.catalog.triggers().length === 0 ? [] : withCure(db, look());
}

/** Where there are triggers, they are looked at first. */
function withCure(db: Database, found: readonly Difference[]): Difference[] {
  const triggers = db.catalog.triggers();
  if (triggers.length === 0) return [...found];
  return found.map((one) => ({ cure: cureFor(suspectsOf(triggers, one.entity)), ...one }));
}

async function takeBack(undo: UndoContext): Promise<void> {
  const marks = await restoreMarked(undo);
  await restoreUpdated(undo, marks);
  await deleteInserted(undo, marks);
  await bringBackRemoved(undo);
  takeBackWaiting(undo);
  await takeBackUnmapped(undo);
}

/** Undefined if there was nothing to do. */
function statusOf(
  undo: UndoContext,
  { partial }: UndoRequest,
  differences: readonly Difference[],
): RunStatus | undefined {
  if (differences.length > 0) return "mismatched";
  const changed = [...undo.entities.values()].some(({ tally }) => tally.changed() > 0);
  if (!isBlocked(undo)) return changed ? "committed" : undefined;
  return partial && changed ? "committed" : "rejected";
}

const isBlocked = ({ entities }: UndoContext): boolean =>
  [...entities.values()].some(({ tally }) => tally.blocked.count() > 0);

/** The undo is a run of its own, in the transaction that it makes. */
function register({ db, undone, runName, asOf, startedAt }: UndoRequest): number {
  const { legacySystem, id } = undone;
  return insertRun(db, {
    name: runName,
    legacySystem,
    asOf,
    startedAt: startedAt.toISOString(),
    reportFolder: null,
    kind: "undo",
    ofRunId: id,
    request: null,
  });
}

/** The undo was rolled back; that it did not agree stays in the ledger. */
async function keepMismatch(request: UndoRequest, summary: RunSummary): Promise<RunSummary> {
  const { db, importers } = request;
  db.rollback();
  db.begin();
  inLedgerOnly(db, importers, () => finishRun(db, register(request), summary));
  await db.settle();
  return summary;
}

/** Whatever is taken back as a whole is undone; a run of which anything stands again is committed. */
function settleStatuses(
  db: Database,
  { run, redoOf }: Target,
  { blocked }: { readonly blocked: boolean },
): void {
  if (!blocked) setStatus(db, redoOf ?? run, "undone");
  if (redoOf !== undefined && run.status === "undone") setStatus(db, run, "committed");
}

function setStatus(db: Database, run: LedgerRun, status: "undone" | "committed"): void {
  // A run that died is still called running; whoever holds the lock knows that it has failed.
  const from = run.status === "running" ? "failed" : run.status;
  if (!mayBecome(from, status)) {
    throw new UsageError(`The run ${run.name} is ${run.status} and cannot become ${status}.`, {
      cure: "See  hmsync import:status",
    });
  }
  const committed = status === "committed";
  const summary = run.summary && { ...run.summary, status, committed };
  const columns = ["status", "committed", "summary"];
  const values = [status, committed ? 1 : 0, summary && keptSummary(summary), run.id];
  db.prepareUpdate(runs, columns).run(values);
}

// Rows that a run took out because the records that they belonged to had them no more.

/** Brings them back, as they were. */
async function bringBackRemoved(undo: UndoContext): Promise<void> {
  const where = "run_id = ? and kind = 'deleted' and former is not null and detail is null";
  for (const page of undo.actions.pages(where, [undo.scope.run.id])) {
    await eachOf(undo, page, (action) => {
      const step = stepOf(undo, action);
      const { row } = step.state;
      if (row !== null) insertAgain(undo, step, { row: null, crosswalk: null, removed: row });
    });
    undo.passed(page.length);
  }
}

/** Takes them out again: the undo that brought them back is undone. */
async function removeAgain(undo: UndoContext, undoId: number): Promise<void> {
  const where = "run_id = ? and kind = 'restored' and former is not null and detail is 'removed'";
  for (const page of undo.actions.pages(where, [undoId])) {
    await eachOf(undo, page, (action) => removeOne(undo, action));
    undo.passed(page.length);
  }
}

function removeOne(undo: UndoContext, action: Values): void {
  const { subject, state, rows } = stepOf(undo, action);
  const { removed } = state;
  const { targetId, legacyId, entity } = subject;
  const now = targetId === null ? undefined : rows.table.read(targetId);
  const known = legacyId === null ? undefined : undo.findCrosswalk(entity, legacyId);
  if (removed === undefined || now === undefined || known === undefined) return;
  if (!holds(now, removed)) {
    undo.block(rows, "edited", subject);
    return;
  }
  undo.scope.beforeWrite();
  rows.table.delete(targetId);
  undo.crosswalk.delete(known.id);
  undo.log("deleted", subject, null);
  rows.tally.undone++;
}
