import type { Database } from "../../db/database.ts";
import { fileFinisher, finishRun, keepRun } from "../../ledger/run-ledger.ts";
import type { RunStatus } from "../../ledger/run-status.ts";
import type { RunSummary } from "../../ledger/run-summary.ts";
import type { FittedFile } from "../../mapping/fit-mapping.ts";
import { Interrupted, WrittenOtherwise } from "../../plain/errors.ts";
import type { Stage } from "../../plain/stage-times.ts";
import { closeGaps } from "../apply/close-gaps.ts";
import { FirstImport } from "../apply/first-import.ts";
import { tellTogether } from "../apply/together/tell-pairs.ts";
import { settleVanished } from "../apply/vanished.ts";
import { keepWaiting, leaveWithdrawn, releaseWaiting } from "../apply/waiting.ts";
import type { MoneyBook } from "../balance/money/money-book.ts";
import { moneyOf, sumsOf } from "../balance/money/money-of-run.ts";
import {
  type Balance,
  type Ending,
  strikeBalance,
  summarize,
  withDifferences,
} from "../balance/summarize.ts";
import { lookAgain } from "../last-look/last-look.ts";
import { inLedgerOnly } from "../last-look/ledger-only.ts";
import { OpenBatch } from "../last-look/open-batch.ts";
import type { RunNotes } from "../notes/run-notes.ts";
import { checkPlannedDatabase } from "../request/import-plan.ts";
import type { ImportRequest } from "../request/import-request.ts";
import { ImportRun } from "../state/import-run.ts";
import { ROW_BY_ROW } from "../state/loading.ts";
import { changedFiles, refuseChanged } from "./changed-files.ts";
import { keepLookups } from "./keep-lookups.ts";
import { announceFiles, type Checkpoint, loadFile } from "./load-file.ts";
import { askOfDays, askOfDaysFirst } from "./unknown-days.ts";

/** A run that has ended, however it did. */
export interface ImportResult {
  readonly summary: RunSummary;
  /** What is known of single records; to be closed by whoever writes the report. */
  readonly runNotes: RunNotes;
  /** The files of the run in its order, with the corrections that were made. */
  readonly files: readonly FittedFile[];
  /** What stopped the run. */
  readonly error?: unknown;
}

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
    if (request.settings.dryRun) run.register();
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
    return conclude(batch, status, balance);
  } catch (error) {
    const explained = request.db.explain(error);
    journal.failed(request.db.foreseen(explained), request.db.codeOf(explained));
    return fail(run, explained);
  } finally {
    run.loading.end();
    for (const { scratch } of money) scratch.close();
  }
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
  const busy = performance.now() - began;
  run.request.times?.add({ stage: "vanished", thread: "main", busy, waiting: 0 });
  timed(run, "together", () => tellTogether(run));
}

/** Runs one stage; records its duration if somebody asked for it. */
function timed<Result>(
  { request: { times } }: ImportRun,
  stage: Stage,
  work: () => Result,
): Result {
  return times === undefined ? work() : times.busy(stage, work);
}

/** Nothing happens between the check of the database and the run's entry in the ledger. */
async function register(run: ImportRun): Promise<void> {
  const { db, plan, importers } = run.request;
  db.begin();
  try {
    if (plan !== undefined) await checkPlannedDatabase(plan, db);
    inLedgerOnly(db, importers, () => run.register());
    db.commit();
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
      commitBatch(run);
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
  run.begin();
}

function commitBatch(run: ImportRun): void {
  const { db, failAt } = run.request;
  timed(run, "ledger", () => run.writeExceptions());
  run.counts?.count();
  failAt?.("before-checkpoint");
  run.keepFiles();
  keepRun(db, run.runId, summarize(run, "running", { committed: true }));
  failAt?.("after-checkpoint");
  failAt?.("before-commit");
  timed(run, "commit", () => db.commit());
  failAt?.("after-commit");
  run.keep();
  run.journal.committed(run);
}

/** Records in the ledger how a run ended that wrote nothing else, or nothing more. */
function inTransaction(run: ImportRun, work: () => void): void {
  const { db, importers } = run.request;
  db.begin();
  try {
    inLedgerOnly(db, importers, work);
    db.commit();
  } finally {
    db.rollback();
  }
}

function statusOf(run: ImportRun, end: End, balance: Balance): RunStatus {
  if (!balance.holds || end === "altered") return "mismatched";
  if (end !== "complete") return end;
  const { mode } = run.request.settings;
  return mode === "strict" && run.rejected() > 0 ? "rejected" : "committed";
}

const isLenient = ({ request: { settings } }: ImportRun): boolean =>
  settings.mode === "lenient" && !settings.dryRun;

/** Whether the rows of a run with this ending stay; of a run in batches also those that do not balance, if they are what it wrote. */
function keeps(batch: OpenBatch, status: RunStatus): boolean {
  const { run } = batch;
  if (run.request.settings.dryRun) return false;
  if (!isLenient(run)) return status === "committed";
  return (
    status !== "mismatched" || !(run.loading.isOneCommit || run.isAltered || batch.isAltered())
  );
}

/** Commits or rolls back, and writes into the ledger how the run ended. */
function conclude(batch: OpenBatch, status: RunStatus, struck: Balance): ImportResult {
  const { run } = batch;
  const { db } = run.request;
  // A dry run writes its end as well if triggers may react to it.
  const rehearses = status === "committed" && db.catalog.triggers().length > 0;
  if (!keeps(batch, status) && !rehearses) return takeBack(run, status, struck);
  let summary = writeEnd(run, status, { balance: struck, committed: true });
  if (isLenient(run)) run.keepFiles();
  const found = lookAgain(run, summary);
  const balance = withDifferences(struck, found);
  const end = found.length > 0 ? "mismatched" : status;
  if (keeps(batch, end)) {
    if (end !== status) summary = writeEnd(run, end, { balance, committed: true });
    run.request.failAt?.("before-commit");
    timed(run, "commit", () => db.commit());
    run.request.failAt?.("after-commit");
    run.committed = true;
    run.journal.committed(run);
    refreshStatistics(db);
    return { summary, ...run.told() };
  }
  return takeBack(run, end, balance);
}

/** Rolls back, and records the reason in the ledger unless it was a dry run. */
function takeBack(run: ImportRun, status: RunStatus, balance: Balance): ImportResult {
  const { db, settings } = run.request;
  timed(run, "commit", () => db.rollback());
  run.forget();
  let summary = summarize(run, status, { balance });
  if (!settings.dryRun) {
    try {
      inTransaction(run, () => {
        summary = writeEnd(run, status, { balance });
      });
    } catch (error) {
      // The balance's finding matters more than the ledger that could not be written.
      if (!(error instanceof WrittenOtherwise && status === "mismatched")) throw error;
    }
  }
  return { summary, ...run.told() };
}

function refreshStatistics(db: Database): void {
  try {
    db.refreshStatistics();
  } catch {
    // The run is committed, and must not be called failed because another program holds the lock.
  }
}

function writeEnd(run: ImportRun, status: RunStatus, ending: Ending): RunSummary {
  const { db } = run.request;
  timed(run, "ledger", () => run.writeExceptions());
  const finish = fileFinisher(db);
  for (const { position, size, sha256, scanned } of run.read.all()) {
    const { fileId = 0, readAs = fileId } = run.files[position] ?? {};
    if (size !== null && sha256 !== null) finish(readAs, { size, sha256, records: scanned });
  }
  const summary = summarize(run, status, ending);
  finishRun(db, run.runId, summary);
  return summary;
}

/** The run could not continue: rolls back what was not committed and reports the rest. */
function fail(run: ImportRun, error: unknown): ImportResult {
  const { db, settings } = run.request;
  const status = error instanceof Interrupted ? "interrupted" : "failed";
  // Do not retry what has failed for good.
  db.onTransientFailure(undefined);
  try {
    db.rollback();
    run.forget();
    let summary = summarize(run, status, { error });
    if (run.runId > 0 && !settings.dryRun) {
      inTransaction(run, () => {
        summary = writeEnd(run, status, { error });
      });
    }
    return { summary, ...run.told(), error };
  } catch {
    // The database that failed may fail again; the first error is the one to report.
    return { summary: summarize(run, status, { error }), ...run.told(), error };
  }
}
