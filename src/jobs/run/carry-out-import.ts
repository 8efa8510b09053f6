import { resolve } from "node:path";
import type { Target } from "../../../importers/define-target.ts";
import type { Database } from "../../db/database.ts";
import { foreseen } from "../../db/sqlite/foreseen.ts";
import type { ImportRequest } from "../../import/request/import-request.ts";
import type { ImportResult } from "../../import/run/end-run.ts";
import { runImport } from "../../import/run/run-import.ts";
import { writeReport } from "../../import/write/write-report.ts";
import type { RunSummary } from "../../ledger/run-summary.ts";
import { needOf } from "../../ledger/stored-files.ts";
import { isShipped } from "../../mapping/target-mappings.ts";
import { mergesOf } from "../../persons/merges-of.ts";
import { withRecordsApart } from "../../persons/records-apart.ts";
import { HmsyncError } from "../../plain/errors.ts";
import { type StageTime, StageTimes } from "../../plain/stage-times.ts";
import type { Store } from "../../store/store.ts";
import type { Cancellable } from "../cancel.ts";
import { writeStandingPage } from "../chain/standing-page.ts";
import type { ImportListener } from "../listener.ts";
import type { Means } from "../means.ts";
import { ReaderOfFiles } from "../reader-thread.ts";
import { archiveIn } from "./archive-in.ts";
import { checkSpaces } from "./check-spaces.ts";
import type { RunPlaceNames } from "./report-folder.ts";
import { RunLogFile } from "./run-log-file.ts";
import { storeOf } from "./store-of.ts";

/** A run that is ready to begin, or to be resumed. */
export interface ImportJob
  extends Pick<
    ImportRequest,
    | ("fit" | "settings" | "source" | "asOf" | "startedAt" | "remembered")
    | ("resume" | "kind" | "ofRun" | "fixes" | "plan" | "databasePath" | "corrections")
  > {
  readonly db: Database;
  readonly target: Target;
  readonly place: RunPlaceNames;
  /** Is given what came of it, unless it broke. */
  /** Gives up what was unpacked for it. */
  readonly release?: () => void;
  readonly afterwards?: (summary: RunSummary) => void | Promise<void>;
}

/** Who hears a run, who may stop it, and what the process lends it. */
export interface Attending extends Cancellable {
  readonly listener: ImportListener;
  readonly means: Means;
}

/** What of a run's folder was written. */
type Written = "whole" | "without all of its log" | "in part";

/** A run that has come to its end: committed, or rolled back with the reason in its summary. */
export interface ImportOutcome {
  readonly summary: RunSummary;
  /** The report's folder, and whether all of it could be written. */
  readonly folder: string;
  readonly written: Written;
  /** How long each stage took, if that was asked for. */
  readonly profile: { readonly stages: readonly StageTime[]; readonly run: number } | undefined;
}

/** A run that broke: what is known of it, and with lenient settings what it had committed, comes along. */
export class ImportStopped extends HmsyncError {
  readonly exitCode;
  readonly outcome: ImportOutcome;

  constructor(outcome: ImportOutcome, cause: unknown) {
    const { failure, exitCode } = outcome.summary;
    const what = failure?.what ?? "The import was stopped.";
    super(what.split("\n"), { cure: failure?.cure ?? "See the report.", cause });
    this.exitCode = exitCode;
    this.outcome = outcome;
  }
}

/**
 * Runs an import and writes its report folder.
 *
 * @throws ImportStopped
 */
export async function carryOutImport(
  job: ImportJob,
  { listener, means, signal = new AbortController().signal }: Attending,
): Promise<ImportOutcome> {
  const { place, settings, target } = job;
  const { failAt, asLarge = false } = means;
  const log = new RunLogFile(place.folder);
  const times = means.profiles ? new StageTimes() : undefined;
  const began = performance.now();
  const archives = settings.archive && !settings.dryRun;
  means.onReading?.("begins");
  const store = storeFor(job);
  const reader = new ReaderOfFiles({
    archive: archives ? place.folder : undefined,
    begins: means.reader,
    ...(asLarge && { smallest: 0 }),
  });
  try {
    checkSpaces(job.db, job, listener);
    const result = await runImport({
      ...job,
      ...(store && { store }),
      importers: target.importers,
      merges: mergesOf(job.fit.mapping, target.importers),
      asksOfDays: isShipped(job.fit.mapping.name, target),
      runName: place.name,
      reportFolder: resolve(place.folder),
      ...(archives && { archive: archiveIn(place.folder) }),
      supplyFrom: reader.supply,
      beforeSupply: reader.startFor,
      onAllRead: async () => {
        means.onReading?.("ends");
        await reader.close();
      },
      ...(asLarge && { firstImport: "always" }),
      signal,
      log: log.log,
      onProgress: progressFor(job, listener),
      onRetry: ({ failure, attempt, ms }) => {
        const what = failure === "busy" ? "is locked by another program" : "could not be written";
        listener.note?.(`${job.db.name} ${what}; trying again in ${ms} ms (try ${attempt}).`);
      },
      ...(failAt && { failAt }),
      ...(times && { times }),
    });
    failAt?.("before-report");
    const reporting = performance.now();
    const written = await writeFolder(result, log, { job, listener });
    const busy = performance.now() - reporting;
    times?.add({ stage: "report", thread: "main", busy, waiting: 0 });
    const profile = times && { stages: times.all(), run: performance.now() - began };
    const outcome = { summary: result.summary, folder: place.folder, written, profile };
    if (result.error !== undefined) throw new ImportStopped(outcome, result.error);
    await job.afterwards?.(result.summary);
    failAt?.("after-report");
    return outcome;
  } finally {
    await reader.close();
    job.release?.();
  }
}

/** The store of the files that records name, without what runs that were killed have left in it. */
function storeFor({ db, settings, target, databasePath = db.path }: ImportJob): Store | undefined {
  const { files, store: asked, dryRun } = settings;
  if (files === undefined) return undefined;
  const store = storeOf(db, { database: databasePath, asked });
  store.refuseForeign(files);
  // What a record names that stands joined to another is needed as well.
  if (!dryRun) withRecordsApart(db, () => store.sweep(needOf(db, target.importers)));
  return store;
}

function progressFor({ fit }: ImportJob, listener: ImportListener): ImportRequest["onProgress"] {
  const bytes = fit.files.reduce((sum, { file }) => sum + file.size, 0);
  listener.begins?.(bytes);
  return (progress) => listener.progress?.(progress);
}

interface Reporting {
  readonly job: ImportJob;
  readonly listener: ImportListener;
}

async function writeFolder(
  { summary, runNotes, files, unnamed }: ImportResult,
  log: RunLogFile,
  { job: { db, target, place }, listener: { note } }: Reporting,
): Promise<Written> {
  const unlogged = log.close();
  if (unlogged !== undefined) {
    note?.(`The run's log is incomplete: ${unlogged.message} ${unlogged.cure}`);
  }
  try {
    await writeReport({ summary, runNotes, files, unnamed, folder: place.folder });
    if (!summary.settings.dryRun) {
      await writeStandingPage(db, { target, run: place.name, folder: place.folder });
    }
    return unlogged === undefined ? "whole" : "without all of its log";
  } catch (error) {
    const failure = foreseen(error);
    if (!(failure instanceof HmsyncError)) throw error;
    note?.(`The report is incomplete: ${failure.message} ${failure.cure}`);
    return "in part";
  } finally {
    runNotes.close();
  }
}
