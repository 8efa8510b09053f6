import { keepRun } from "../../ledger/run-ledger.ts";
import type { RunStatus } from "../../ledger/run-status.ts";
import { closeGaps } from "../apply/close-gaps.ts";
import { FirstImport } from "../apply/first-import.ts";
import { tellTogether } from "../apply/together/tell-pairs.ts";
import { settleVanished } from "../apply/vanished.ts";
import { keepWaiting, leaveWithdrawn, releaseWaiting } from "../apply/waiting.ts";
import type { MoneyBook } from "../balance/money/money-book.ts";
import { moneyOf, sumsOf } from "../balance/money/money-of-run.ts";
import { type Balance, strikeBalance, summarize, withDifferences } from "../balance/summarize.ts";
import { inLedgerOnly } from "../last-look/ledger-only.ts";
import { OpenBatch } from "../last-look/open-batch.ts";
import { checkPlannedDatabase } from "../request/import-plan.ts";
import type { ImportRequest } from "../request/import-request.ts";
import { ImportRun } from "../state/import-run.ts";
import { ROW_BY_ROW } from "../state/loading.ts";
import { changedFiles, refuseChanged } from "./changed-files.ts";
import { conclude, fail, type ImportResult, isLenient, keeps } from "./end-run.ts";
import { keepLookups } from "./keep-lookups.ts";
import { announceFiles, type Checkpoint, loadFile } from "./load-file.ts";
import { declarePersons, takeApart } from "./persons.ts";
import { settled, timed } from "./timed.ts";
import { askOfDays, askOfDaysFirst } from "./unknown-days.ts";

/**
 * Runs an import: reads, validates, resolves, loads, reconciles, and commits or rolls back. It does
 * not throw for what goes wrong on the way: what is known of the run comes back with the error.
 *
 * Strict: one transaction; one rejected record, and it is rolled back. Lenient: a commit per batch,
 * or one for all of a large first import. A dry run is the same, rolled back.
 */
export async function runImport(request: ImportRequest): Promise<ImportResult> {
  const run = new ImportRun(request);
  const result = await carryOut(run);
  run.journal.ended(result.summary);
  return result;
}

async function carryOut(run: ImportRun): Promise<ImportResult> {
  const { request, journal } = run;
  const batch = new OpenBatch(run);
  const money = moneyOf(run);
  try {
    announceFiles(run);
    await run.hashFiles();
    await keepLookups(run.request);
    await run.select();
    if (!request.settings.dryRun) await register(run);
    request.db.onTransientFailure((failure) => {
      journal.retried(failure);
      request.onRetry?.(failure);
    });
    request.failAt?.("registered");
    await beginRecords(run);
    if (request.settings.dryRun) registerDry(run);
    timed(run, "indexes", () => run.loading.begin());
    journal.started(run, request.resume === undefined ? "run.started" : "run.resumed");
    const end = await loadAll(run, batch, money);
    await request.onAllRead?.();
    if (end !== "interrupted") askOfDays(run);
    timed(run, "ledger", () => run.loading.flush());
    if (end === "complete") await settleRest(run);
    if (isLenient(run)) run.isAltered ||= batch.isAltered();
    request.failAt?.("before-reconcile");
    const began = journal.now();
    const struck = timed(run, "reconcile", () => {
      return { ...strikeBalance(run), ...(money.length > 0 && { money: sumsOf(run, money) }) };
    });
    const changed = await changedFiles(run);
    if (!isLenient(run)) refuseChanged(changed);
    const isUntold = run.isAltered && struck.holds;
    const balance = withDifferences(struck, isUntold ? [batch.difference()] : changed);
    journal.reconciled(run, balance.differences, began);
    request.failAt?.("after-reconcile");
    const status = statusOf(run, end, balance);
    if (status === "committed" || keeps(batch, status)) {
      timed(run, "indexes", () => run.loading.complete());
    }
    return await conclude(batch, status, balance);
  } catch (error) {
    const explained = request.db.explain(error);
    journal.failed(request.db.foreseen(explained), request.db.codeOf(explained));
    return await fail(run, explained);
  } finally {
    run.loading.end();
    for (const { scratch } of money) scratch.close();
  }
}

/** In the transaction that will be rolled back. */
function registerDry(run: ImportRun): void {
  run.register();
  declarePersons(run);
}

/** Opens the transaction of the records, as the run needs it. */
async function beginRecords(run: ImportRun): Promise<void> {
  const first = FirstImport.of(
    run.request,
    run.inputs.map(({ compiled }) => compiled),
  );
  if (first === undefined && isLenient(run)) await askOfDaysFirst(run);
  first?.prepare();
  run.loading = first ?? ROW_BY_ROW;
  begin(run);
  if (first === undefined || first.isStillFirst()) return;
  // Another program wrote between the check and the lock.
  run.request.db.rollback();
  first.end();
  run.loading = ROW_BY_ROW;
  begin(run);
}

/** What can be settled only when every record has its outcome. */
async function settleRest(run: ImportRun): Promise<void> {
  const began = performance.now();
  await settleVanished(run);
  leaveWithdrawn(run);
  // Nothing waited when a first import began.
  if (run.loading.appended === undefined) await releaseWaiting(run);
  await keepWaiting(run);
  closeGaps(run);
  run.stored.countUnnamed();
  const busy = performance.now() - began;
  run.request.times?.add({ stage: "vanished", thread: "main", busy, waiting: 0 });
  timed(run, "together", () => tellTogether(run));
}

/** Nothing happens between the check of the database and the run's entry in the ledger. */
async function register(run: ImportRun): Promise<void> {
  const { db, plan, importers } = run.request;
  db.begin();
  try {
    if (plan !== undefined) await checkPlannedDatabase(plan, db);
    inLedgerOnly(db, importers, () => run.register());
    await db.settle();
  } finally {
    db.rollback();
  }
}

/** A batch that is not what was written ends a run. */
type End = "complete" | "interrupted" | "stopped" | "altered";

async function loadAll(
  run: ImportRun,
  batch: OpenBatch,
  money: readonly MoneyBook[],
): Promise<End> {
  const { signal, settings } = run.request;
  const byBatches = isLenient(run) && !run.loading.isOneCommit;
  let sinceCommit = 0;
  batch.begin();
  const turns = run.request.db.turns(run.request.turnsEvery);
  const checkpoint: Checkpoint = async (records) => {
    sinceCommit += records;
    if (signal.aborted || tooManyErrors(run, "so far")) return "stop";
    if (byBatches && sinceCommit >= settings.batchSize) {
      run.isAltered = batch.isAltered();
      if (run.isAltered) return "stop";
      await commitBatch(run);
      await turns.give();
      begin(run);
      batch.begin();
      sinceCommit = 0;
    }
    return "go on";
  };
  for (const input of run.inputs) {
    if ((await loadFile(run, input, { checkpoint, money })) === "stop") break;
  }
  if (signal.aborted) {
    run.journal.interrupted();
    return "interrupted";
  }
  if (run.isAltered) return "altered";
  return tooManyErrors(run, "in all") ? "stopped" : "complete";
}

/** A share says little about the first few records. */
const FIRST_RECORDS = 1_000;

function tooManyErrors(run: ImportRun, when: "so far" | "in all"): boolean {
  const { maxErrors } = run.request.settings;
  if (maxErrors === undefined) return false;
  const rejected = run.rejected();
  if ("count" in maxErrors) return rejected > maxErrors.count;
  const settled = run.settled();
  if (when === "so far" && settled < FIRST_RECORDS) return false;
  return rejected * 100 > maxErrors.percent * settled;
}

function begin(run: ImportRun): void {
  run.request.db.begin();
  takeApart(run);
  run.begin();
}

async function commitBatch(run: ImportRun): Promise<void> {
  const { db, failAt } = run.request;
  await run.stored.fill();
  timed(run, "ledger", () => run.writeExceptions());
  run.counts?.count();
  failAt?.("before-checkpoint");
  run.keepFiles();
  keepRun(db, run.runId, summarize(run, "running", { committed: true }));
  failAt?.("after-checkpoint");
  failAt?.("before-commit");
  await settled(run);
  failAt?.("after-commit");
  run.keep();
  run.journal.committed(run);
}

function statusOf(run: ImportRun, end: End, balance: Balance): RunStatus {
  if (!balance.holds || end === "altered") return "mismatched";
  if (end !== "complete") return end;
  const { mode } = run.request.settings;
  return mode === "strict" && run.rejected() > 0 ? "rejected" : "committed";
}
