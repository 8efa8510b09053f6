import { resolve } from "node:path";
import type { Target } from "../../importers/define-target.ts";
import type { Database } from "../db/database.ts";
import {
  checkSameFiles,
  checkSameLookups,
  findResumable,
  readResumption,
} from "../import/request/resume.ts";
import type { LedgerRun } from "../ledger/run-ledger.ts";
import { UsageError } from "../plain/errors.ts";
import { type FixedImport, type Importing, whichFixes } from "./import.ts";
import { askedWith, inOrder } from "./input/asked-import.ts";
import { findInput } from "./input/find-input.ts";
import { rowsOfRun, withRowsOf } from "./input/with-tables.ts";
import type { ImportListener } from "./listener.ts";
import type { Means } from "./means.ts";
import { type Attending, carryOutImport, type ImportOutcome } from "./run/carry-out-import.ts";
import { type FixesOfRun, fixesOfRun } from "./run/fixes-of-run.ts";
import { askedOfSameExport, checkSameRules } from "./run/remembered.ts";
import { refuseLinksIn } from "./run/report-folder.ts";
import { onExisting } from "./run/run-locked.ts";

export interface ResumedImport extends Importing {
  readonly target: Target;
  /** The run's name; undefined for the last one. */
  readonly run?: string | undefined;
}

/** Resumes a run that crashed or was stopped, with the settings that it was started with. */
export async function resumeImport(
  { database, target: given, run, signal }: ResumedImport,
  listener: ImportListener = {},
  means: Means = {},
): Promise<ImportOutcome> {
  const target = inOrder(given);
  return onExisting({ database, target, command: "import", note: listener.note }, (db) =>
    resumed({ db, target, run, database }, { listener, means, signal }),
  );
}

interface Resuming extends Pick<ResumedImport, "target" | "run" | "database"> {
  readonly db: Database;
}

async function resumed(
  { db, target, run, database }: Resuming,
  attending: Attending,
): Promise<ImportOutcome> {
  const found = findResumable(db, run);
  const before = withRowsOf(found.name, askedOfSameExport(found, target));
  const fit = await findInput(before);
  const asked = askedWith(before, fit);
  checkSameRules(found, fit);
  const { fixes } = await fixesAsBegun({ database, asked, fit }, found, attending.listener);
  const resume = readResumption(db, found);
  await checkSameFiles(resume.files, fit.files);
  checkSameLookups(resume, fit.lookups);
  const done = resume.files.reduce((sum, file) => sum + file.done, 0);
  attending.listener.note?.(`Resuming ${found.name} after ${done} records.`);
  attending.listener.decided?.();
  const { name, startedAt, asOf, reportFolder } = found;
  const place = { name, folder: reportFolder ?? resolve("reports", name) };
  refuseLinksIn(place.folder);
  const { settings, source } = asked;
  const job = { db, target: asked.target, fit, place, resume, asOf, settings, source };
  const begun = { startedAt: new Date(startedAt), ...(fixes && { fixes }) };
  const rows = await rowsOfRun(settings, { database, report: place.folder });
  const outcome = await carryOutImport({ ...job, ...begun }, attending);
  rows.ended();
  return outcome;
}

/**
 * Those that a run was begun with: corrections that were made since are for the next run.
 *
 * @throws UsageError if those of the chain are others by now
 */
async function fixesAsBegun(
  which: FixedImport,
  { name, request }: Pick<LedgerRun, "name" | "request">,
  listener: ImportListener,
): Promise<FixesOfRun> {
  const { chainFixesSha256 = null } = request ?? {};
  const asked = whichFixes(which);
  const leaveFixes = chainFixesSha256 === null;
  const found = await fixesOfRun(
    { ...asked, settings: { leaveFixes } },
    leaveFixes ? {} : listener,
  );
  if (leaveFixes || chainFixesSha256 === found.remembered.chainFixesSha256) return found;
  throw new UsageError(`The corrections of the chain have changed since ${name} began.`, {
    cure: "Import the export again: records already written will be unchanged.",
  });
}
