import { resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import type { Database } from "../db/database.ts";
import { foreseen } from "../db/foreseen.ts";
import type { ImportRequest } from "../import/run/import-request.ts";
import { type ImportResult, runImport } from "../import/run/run-import.ts";
import { writeReport } from "../import/write/write-report.ts";
import type { RunSummary } from "../ledger/run-summary.ts";
import { EXIT, type ExitCode, HmsyncError } from "../plain/errors.ts";
import { StageTimes } from "../plain/stage-times.ts";
import { importReport } from "../report/import-report.ts";
import { type Profile, profileTable } from "../report/profile-table.ts";
import { archiveIn } from "./archive-in.ts";
import type { Invocation } from "./command.ts";
import { stackPlaces } from "./explain-failure.ts";
import { failpoint, treatsAsLarge } from "./failpoints.ts";
import { interruptSignal } from "./interrupt.ts";
import { asTyped, flagsAgain, sameDatabase } from "./invocation-hint.ts";
import { progressShower } from "./progress.ts";
import { ReaderOfFiles } from "./reader-thread.ts";
import type { RunPlaceNames } from "./report-folder.ts";
import { RunLogFile } from "./run-log-file.ts";
import type { Terminal } from "./terminal.ts";
import { targetOf } from "./wiring.ts";

/** A run that is ready to begin, or to go on. */
export interface ImportJob
  extends Pick<
    ImportRequest,
    | ("fit" | "settings" | "source" | "asOf" | "startedAt" | "remembered")
    | ("resume" | "kind" | "ofRun" | "fixes" | "plan" | "databasePath" | "corrections")
  > {
  readonly db: Database;
  readonly place: RunPlaceNames;
  /** How it is printed, if not as a reconciliation. */
  readonly print?: typeof importReport;
  /** Is given what came of it, unless it broke. */
  readonly afterwards?: (summary: RunSummary) => void | Promise<void>;
}

/** Runs an import, writes its report folder, prints the reconciliation. */
export async function executeImport(
  job: ImportJob,
  { args, terminal }: Invocation,
): Promise<ExitCode> {
  const { place, fit, settings } = job;
  const interrupt = interruptSignal(terminal);
  const failAt = failpoint();
  const log = new RunLogFile(place.folder);
  const times = args.flags.profile === true ? new StageTimes() : undefined;
  const began = performance.now();
  const archives = settings.archive && !settings.dryRun;
  const asLarge = treatsAsLarge();
  // What a group of records leaves behind is collected soon: else hundreds of megabytes wait for it.
  setFlagsFromString("--heap-growing-percent=20");
  const reader = new ReaderOfFiles({
    archive: archives ? place.folder : undefined,
    config: args.config?.path,
    ...(asLarge && { smallest: 0 }),
  });
  try {
    const result = await runImport({
      ...job,
      importers: targetOf(args).importers,
      runName: place.name,
      reportFolder: resolve(place.folder),
      ...(archives && { archive: archiveIn(place.folder) }),
      supplyFrom: reader.supply,
      beforeSupply: reader.startFor,
      onAllRead: async () => {
        // From here on it is the other way about: there is room, and less to collect.
        setFlagsFromString("--heap-growing-percent=0");
        await reader.close();
      },
      ...(asLarge && { firstImport: "always" }),
      signal: interrupt.signal,
      log: log.log,
      onProgress: progressShower(
        terminal,
        fit.files.reduce((sum, { file }) => sum + file.size, 0),
      ),
      onRetry: ({ failure, attempt, ms }) => {
        const what = failure === "busy" ? "is locked by another program" : "could not be written";
        terminal.narrate(`${job.db.name} ${what}; trying again in ${ms} ms (try ${attempt}).`);
      },
      ...(failAt && { failAt }),
      ...(times && { times }),
    });
    failAt?.("before-report");
    const reporting = performance.now();
    const folder = await writeFolder(result, log, { place, terminal });
    const busy = performance.now() - reporting;
    times?.add({ stage: "report", thread: "main", busy, waiting: 0 });
    const profile = times && { stages: times.all(), run: performance.now() - began };
    const exitCode = tell(result, { ...job, folder, profile }, { args, terminal });
    if (profile !== undefined) terminal.narrate(profileTable(profile).split("\n"));
    failAt?.("after-report");
    return exitCode;
  } finally {
    await reader.close();
    interrupt.release();
  }
}

/** What of a run's folder was written. */
type Written = "whole" | "without all of its log" | "in part";

async function writeFolder(
  { summary, runNotes, files }: ImportResult,
  log: RunLogFile,
  { place, terminal }: { readonly place: RunPlaceNames; readonly terminal: Terminal },
): Promise<Written> {
  const unlogged = log.close();
  if (unlogged !== undefined) {
    terminal.narrate(`The run's log is incomplete: ${unlogged.message} ${unlogged.cure}`);
  }
  try {
    await writeReport({ summary, runNotes, files, folder: place.folder });
    return unlogged === undefined ? "whole" : "without all of its log";
  } catch (error) {
    const failure = foreseen(error);
    if (!(failure instanceof HmsyncError)) throw error;
    terminal.narrate(`The report is incomplete: ${failure.message} ${failure.cure}`);
    return "in part";
  } finally {
    runNotes.close();
  }
}

/** What is printed besides the summary. */
interface Aside {
  readonly folder: Written;
  readonly profile: Profile | undefined;
}

/** After the commit or the rollback, and after the report is written: prints. */
async function tell(
  { summary, error }: ImportResult,
  { place, print = importReport, afterwards, folder, profile }: ImportJob & Aside,
  { args, terminal }: Invocation,
): Promise<ExitCode> {
  const { json, verbose } = args.flags;
  const isWhole = folder === "whole";
  const exitCode = isWhole || summary.exitCode !== EXIT.clean ? summary.exitCode : EXIT.failure;
  const begun = Object.values(summary.entities).some(({ records }) => records > 0);
  if (error !== undefined && !begun && !json) throw error;
  const again = { again: flagsAgain(args), sameDatabase: sameDatabase(args) };
  const partial = folder === "in part" ? ({ isPartial: true } as const) : {};
  const look = { paint: terminal.paint, room: terminal.room, typed: asTyped, ...again, ...partial };
  const shown = { ...summary, reportFolder: place.folder };
  const document = { ...summary, exitCode, ...(profile && { profile }) };
  if (json) terminal.document(JSON.stringify(document));
  else terminal.result(print(shown, look));
  if (error === undefined) await afterwards?.(summary);
  if (json && summary.failure) terminal.narrate([summary.failure.what, summary.failure.cure]);
  if (verbose && error !== undefined) terminal.narrate(stackPlaces(error).split("\n"));
  return exitCode;
}
