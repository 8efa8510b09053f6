import type { Database } from "../../db/database.ts";
import { fileFinisher, finishRun } from "../../ledger/run-ledger.ts";
import type { RunStatus } from "../../ledger/run-status.ts";
import type { RunSummary } from "../../ledger/run-summary.ts";
import { Interrupted, WrittenOtherwise } from "../../plain/errors.ts";
import { type Balance, type Ending, summarize, withDifferences } from "../balance/summarize.ts";
import { lookAgain } from "../last-look/last-look.ts";
import { inLedgerOnly } from "../last-look/ledger-only.ts";
import type { OpenBatch } from "../last-look/open-batch.ts";
import type { ImportRun } from "../state/import-run.ts";
import type { Told } from "../state/run-context.ts";
import { joinLeftApart, joinPersons } from "./persons.ts";
import { settled, timed } from "./timed.ts";

// How a run ends: committed, rolled back or broken off, and written down in the ledger.

/** A run that has ended, however it did. */
export interface ImportResult extends Told {
  readonly summary: RunSummary;
  /** What stopped the run. */
  readonly error?: unknown;
}

export const isLenient = ({ request: { settings } }: ImportRun): boolean =>
  settings.mode === "lenient" && !settings.dryRun;

/** Whether the rows of a run with this ending stay; of a run in batches also those that do not balance, if they are what it wrote. */
export function keeps(batch: OpenBatch, status: RunStatus): boolean {
  const { run } = batch;
  if (run.request.settings.dryRun) return false;
  if (!isLenient(run)) return status === "committed";
  return (
    status !== "mismatched" || !(run.loading.isOneCommit || run.isAltered || batch.isAltered())
  );
}

/** Commits or rolls back, and writes into the ledger how the run ended. */
export async function conclude(
  batch: OpenBatch,
  status: RunStatus,
  struck: Balance,
): Promise<ImportResult> {
  const { run } = batch;
  const { db } = run.request;
  // A dry run writes its end as well if triggers may react to it.
  const rehearses = status === "committed" && db.catalog.triggers().length > 0;
  if (!keeps(batch, status) && !rehearses) return takeBackRehearsed(run, status, struck);
  if (keeps(batch, status)) await run.stored.fill();
  let summary = writeEnd(run, status, { balance: struck, committed: true });
  if (isLenient(run)) run.keepFiles();
  const found = lookAgain(run, summary);
  const balance = withDifferences(struck, found);
  const end = found.length > 0 ? "mismatched" : status;
  if (!keeps(batch, end)) return takeBackRehearsed(run, end, balance);
  const apart = joinPersons(run);
  if (apart.length > 0) return takeBack(run, "mismatched", withDifferences(balance, apart));
  if (end !== status || run.persons.terms !== undefined) {
    summary = writeEnd(run, end, { balance, committed: true });
  }
  run.request.failAt?.("before-commit");
  await settled(run);
  run.request.failAt?.("after-commit");
  run.committed = true;
  run.stored.keep();
  run.journal.committed(run);
  refreshStatistics(db);
  return { summary, ...run.told() };
}

/** Of a dry run, persons are joined before it is rolled back, so that it says what would come of them. */
async function takeBackRehearsed(
  run: ImportRun,
  status: RunStatus,
  balance: Balance,
): Promise<ImportResult> {
  const isWhole = run.request.settings.dryRun && status === "committed";
  const apart = isWhole ? joinPersons(run) : [];
  if (apart.length === 0) return takeBack(run, status, balance);
  return takeBack(run, "mismatched", withDifferences(balance, apart));
}

/** Rolls back, and records the reason in the ledger unless it was a dry run. */
async function takeBack(
  run: ImportRun,
  status: RunStatus,
  balance: Balance,
): Promise<ImportResult> {
  const { db, settings } = run.request;
  timed(run, "commit", () => db.rollback());
  run.forget();
  let summary = summarize(run, status, { balance });
  if (!settings.dryRun) {
    try {
      await inTransaction(run, () => {
        summary = writeEnd(run, status, { balance });
      });
      if (status !== "mismatched") await joinLeftApart(run);
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
export async function fail(run: ImportRun, error: unknown): Promise<ImportResult> {
  const { db, settings } = run.request;
  const status = error instanceof Interrupted ? "interrupted" : "failed";
  // Do not retry what has failed for good.
  db.onTransientFailure(undefined);
  try {
    db.rollback();
    run.forget();
    let summary = summarize(run, status, { error });
    if (run.runId > 0 && !settings.dryRun) {
      await inTransaction(run, () => {
        summary = writeEnd(run, status, { error });
      });
      await joinLeftApart(run);
    }
    return { summary, ...run.told(), error };
  } catch {
    // The database that failed may fail again; the first error is the one to report.
    return { summary: summarize(run, status, { error }), ...run.told(), error };
  }
}

/** Records in the ledger how a run ended that wrote nothing else, or nothing more. */
async function inTransaction(run: ImportRun, work: () => void): Promise<void> {
  const { db, importers } = run.request;
  db.begin();
  try {
    inLedgerOnly(db, importers, work);
    await db.settle();
  } finally {
    db.rollback();
  }
}
