import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { todayIn } from "../../../importers/convert/time-zone.ts";
import { type RunLock, takeRunLock } from "../../db/run-lock.ts";
import { EXIT, type ExitCode, HmsyncError, UsageError } from "../../errors.ts";
import type { Fit } from "../../import/fit-mapping.ts";
import type { Archive } from "../../import/import-run.ts";
import { owningEntity } from "../../import/limit.ts";
import { OwnerOnlyFile } from "../../import/owner-only.ts";
import { type ImportResult, runImport } from "../../import/run-import.ts";
import { runNames } from "../../import/run-ledger.ts";
import { writeReport } from "../../import/write-report.ts";
import { importReport } from "../../report/import-report.ts";
import { gzipInto } from "../../source/archive-file.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Invocation } from "../commands.ts";
import { databasePath } from "../database-path.ts";
import { stackPlaces } from "../explain-failure.ts";
import { findInput } from "../find-input.ts";
import { type ImportArguments, importArguments } from "../import-settings.ts";
import { interruptSignal } from "../interrupt.ts";
import { asTyped, flagsAgain } from "../invocation-hint.ts";
import { openTarget } from "../open-target.ts";
import type { Arguments } from "../parse-argv.ts";
import { progressShower } from "../progress.ts";
import { nameRun, type RunPlaceNames } from "../report-folder.ts";
import { RunLogFile } from "../run-log-file.ts";
import type { Terminal } from "../terminal.ts";
import { IMPORTERS } from "../wiring.ts";

/** Imports an export: finds what it is, runs, writes the report, prints the reconciliation. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const asked = importArguments(args);
  const fit = await findInput(asked);
  checkLimit(asked, fit);
  narrateInput(fit, terminal, { verbose: args.flags.verbose === true });
  const { db, note } = await openTarget(databasePath(args), asked.settings);
  if (note !== undefined) terminal.narrate(note);
  const interrupt = interruptSignal(terminal);
  let lock: RunLock | undefined;
  try {
    lock = lockFor(db.path, terminal);
    const startedAt = new Date();
    const today = todayIn(fit.mapping.timeZone, startedAt);
    const place = nameRun(today, runNames(db, today), asked.report);
    const log = new RunLogFile(place.folder);
    const result = await runImport({
      ...{ db, fit, settings: asked.settings, startedAt, importers: IMPORTERS },
      ...{ runName: place.name, source: asked.source, asOf: asked.asOf ?? today },
      reportFolder: resolve(place.folder),
      ...(asked.settings.archive && !asked.settings.dryRun && { archive: archiveIn(place.folder) }),
      ...{ signal: interrupt.signal, log: log.log },
      onProgress: progressShower(
        terminal,
        fit.files.reduce((sum, { file }) => sum + file.size, 0),
      ),
    });
    return await tell(result, { fit, place, log, terminal, args });
  } finally {
    lock?.release();
    interrupt.release();
    db.close();
  }
}

/** The dry run of a database that is not there yet shuts nobody out. */
function lockFor(path: string, terminal: Terminal): RunLock | undefined {
  if (!existsSync(path)) return undefined;
  const lock = takeRunLock(path, "import");
  const { takenOverFrom: dead } = lock;
  if (dead !== undefined) {
    const { command, since, pid } = dead;
    terminal.narrate(`Took over from ${command} of ${since} (process ${pid}), which is dead.`);
  }
  return lock;
}

interface Telling {
  readonly fit: Fit;
  readonly place: RunPlaceNames;
  readonly log: RunLogFile;
  readonly terminal: Terminal;
  readonly args: Arguments;
}

/** After the commit or the rollback: writes the report folder, then prints. */
async function tell(result: ImportResult, telling: Telling): Promise<ExitCode> {
  const { summary, error } = result;
  const { place, terminal, args } = telling;
  const { json, verbose } = args.flags;
  const complete = await writeFolder(result, telling);
  const exitCode = complete || summary.exitCode !== EXIT.clean ? summary.exitCode : EXIT.failure;
  const begun = Object.values(summary.entities).some(({ records }) => records > 0);
  if (error !== undefined && !begun && !json) throw error;
  const look = { paint: terminal.paint, typed: asTyped, again: flagsAgain(args) };
  const shown = { ...summary, reportFolder: place.folder };
  terminal.result(json ? JSON.stringify({ ...summary, exitCode }) : importReport(shown, look));
  if (json && summary.failure) terminal.narrate(`${summary.failure.what}\n${summary.failure.cure}`);
  if (verbose && error !== undefined) terminal.narrate(stackPlaces(error));
  return exitCode;
}

/** @returns whether the log and the report are whole */
async function writeFolder(
  { summary, spool }: ImportResult,
  { fit, place, log, terminal }: Telling,
): Promise<boolean> {
  const ordered = summary.files.flatMap(({ file }) =>
    fit.files.filter((one) => one.file.name === file),
  );
  const unlogged = log.close();
  if (unlogged !== undefined) {
    terminal.narrate(`The run's log is incomplete: ${unlogged.message} ${unlogged.cure}`);
  }
  try {
    await writeReport({ summary, spool, files: ordered, folder: place.folder });
    return unlogged === undefined;
  } catch (failure) {
    if (!(failure instanceof HmsyncError)) throw failure;
    terminal.narrate(`The report is incomplete: ${failure.message} ${failure.cure}`);
    return false;
  } finally {
    spool.close();
  }
}

function checkLimit({ settings }: ImportArguments, { files }: Fit): void {
  const entity = owningEntity(IMPORTERS);
  if (settings.limit === undefined || files.some(({ importer }) => importer.entity === entity))
    return;
  throw new UsageError(`--limit counts ${entity}, and this run has none.`, {
    cure: `Leave --limit out, or let the run have ${entity}.`,
  });
}

/** What is not imported is said, before anything is. */
function narrateInput(
  fit: Fit,
  terminal: Terminal,
  { verbose }: { readonly verbose: boolean },
): void {
  for (const { file, unmapped, absent } of fit.files) {
    if (unmapped.length > 0) {
      terminal.narrate(`${file.name}: not in the mapping, so not imported: ${unmapped.join(", ")}`);
    }
    if (absent.length > 0 && verbose) {
      terminal.narrate(`${file.name}: has no column ${absent.join(", ")}`);
    }
  }
  for (const { name, reason } of fit.ignored) terminal.narrate(`${name}: left alone (${reason})`);
}

function archiveIn(folder: string): (file: SourceFile) => Promise<Archive> {
  return async (file) => gzipInto(new OwnerOnlyFile(join(folder, "source", `${file.name}.gz`)));
}
