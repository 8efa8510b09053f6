import { basename, join, resolve } from "node:path";
import { todayIn } from "../../../importers/convert/time-zone.ts";
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
import { noteText, readingNotes } from "../../source/detect/reading-notes.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { STANDARD_INPUT, spoolInput } from "../../source/spool-input.ts";
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
import type { Terminal } from "../terminal.ts";
import { IMPORTERS } from "../wiring.ts";

/** Imports an export: finds what it is, runs, writes the report, prints the reconciliation. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const asked = importArguments(args);
  if (asked.source !== STANDARD_INPUT) return runOn(asked, { args, terminal });
  const spooled = await spoolInput(process.stdin);
  try {
    return await runOn({ ...asked, spooled: spooled.found }, { args, terminal });
  } finally {
    spooled.release();
  }
}

async function runOn(asked: ImportArguments, { args, terminal }: Invocation): Promise<ExitCode> {
  const fit = await findInput(asked);
  checkLimit(asked, fit);
  narrateInput(fit, terminal, { verbose: args.flags.verbose === true });
  const { db, note } = await openTarget(databasePath(args), asked.settings);
  if (note !== undefined) terminal.narrate(note);
  const interrupt = interruptSignal(terminal);
  try {
    const startedAt = new Date();
    const today = todayIn(fit.mapping.timeZone, startedAt);
    const place = nameRun(today, runNames(db, today), asked.report);
    const result = await runImport({
      ...{ db, fit, settings: asked.settings, startedAt, importers: IMPORTERS },
      ...{ runName: place.name, source: asked.source, asOf: asked.asOf ?? today },
      reportFolder: resolve(place.folder),
      ...(asked.settings.archive && !asked.settings.dryRun && { archive: archiveIn(place.folder) }),
      signal: interrupt.signal,
      onProgress: progressShower(
        terminal,
        fit.files.reduce((sum, { file }) => sum + file.size, 0),
      ),
    });
    return await tell(result, { fit, place, terminal, args });
  } finally {
    interrupt.release();
    db.close();
  }
}

interface Telling {
  readonly fit: Fit;
  readonly place: RunPlaceNames;
  readonly terminal: Terminal;
  readonly args: Arguments;
}

/** After the commit or the rollback: writes the report folder, then prints. */
async function tell(
  { summary, spool, error }: ImportResult,
  { fit, place, terminal, args }: Telling,
): Promise<ExitCode> {
  const { json, verbose } = args.flags;
  let exitCode = summary.exitCode;
  const ordered = summary.files.flatMap(({ file }) =>
    fit.files.filter((one) => one.file.name === file),
  );
  try {
    await writeReport({ summary, spool, files: ordered, folder: place.folder });
  } catch (failure) {
    if (!(failure instanceof HmsyncError)) throw failure;
    terminal.narrate(`The report is incomplete: ${failure.message} ${failure.cure}`);
    if (exitCode === EXIT.clean) exitCode = EXIT.failure;
  } finally {
    spool.close();
  }
  const begun = Object.values(summary.entities).some(({ records }) => records > 0);
  if (error !== undefined && !begun && !json) throw error;
  const look = { paint: terminal.paint, typed: asTyped, again: flagsAgain(args) };
  const shown = { ...summary, reportFolder: place.folder };
  terminal.result(json ? JSON.stringify({ ...summary, exitCode }) : importReport(shown, look));
  if (json && summary.failure) terminal.narrate(`${summary.failure.what}\n${summary.failure.cure}`);
  if (verbose && error !== undefined) terminal.narrate(stackPlaces(error));
  return exitCode;
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
  for (const { file, unmapped, absent, understanding } of fit.files) {
    for (const note of understanding ? readingNotes(understanding) : []) {
      if (!note.plain) terminal.narrate(`${file.name}: ${note.what} ${noteText(note)}`);
    }
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
  return async (file) =>
    gzipInto(new OwnerOnlyFile(join(folder, "source", `${basename(file.path)}.gz`)));
}
