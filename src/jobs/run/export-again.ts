import type { Target } from "../../../importers/define-target.ts";
import {
  type AmendedRecords,
  amend,
  keepAmended,
  keyOfRecords,
  overlay,
  readAmended,
  withdrawnOf,
} from "../../corrections/amended.ts";
import type { KeptRejects } from "../../corrections/originals.ts";
import type { RetryPlan } from "../../corrections/plan-retry.ts";
import type { Database } from "../../db/database.ts";
import { checkSameFiles, type ResumedFile, readResumption } from "../../import/request/resume.ts";
import type { LedgerRun } from "../../ledger/run-ledger.ts";
import type { Fit, FittedFile } from "../../mapping/fit.ts";
import { SourceError } from "../../plain/errors.ts";
import { findInput } from "../input/find-input.ts";
import { withArchivedRows } from "../input/with-tables.ts";
import { folderOf } from "./rejecting-run.ts";
import { askedOfSameExport, checkSameRules } from "./remembered.ts";

// A strict run that rejected records wrote nothing: its retry reads the whole export once more, with the corrected
// records in place of the rejected ones.

interface Again {
  readonly earlier: LedgerRun;
  readonly rejects: KeptRejects;
}

/** The export of a run that wrote nothing, which must be what it was. */
export async function exportAgain(
  db: Database,
  { earlier, rejects, target }: Again & { readonly target: Target },
): Promise<Fit & { readonly release: () => void }> {
  const same = askedOfSameExport(earlier, target);
  const { asked, release } = await withArchivedRows(same, folderOf(earlier));
  try {
    const fit = await findInput(asked);
    checkSameRules(earlier, fit);
    const entities = rejects.entities.map(({ entity }) => entity);
    const { files } = readResumption(db, earlier);
    await checkUnchanged(
      files.filter(({ entity }) => entities.includes(entity)),
      fit.files,
    );
    return { ...fit, release };
  } catch (error) {
    release();
    throw error;
  }
}

interface FitAll extends Again {
  readonly plan: RetryPlan;
  /** Of the retry's own report. */
  readonly folder: string;
}

/** The whole export, with the corrected records laid over it. */
export async function fitAll(fit: Fit, { earlier, rejects, plan, folder }: FitAll): Promise<Fit> {
  const entityOf = (name: string) =>
    fit.files.find(({ file }) => file.name === name)?.importer.entity ?? "";
  const amended = readAmended(folderOf(earlier), entityOf);
  for (const { entity } of rejects.entities) takeChanges(amended, plan, entity);
  await keepAmended(folder, amended);
  const files = fit.files.map((fitted): FittedFile => {
    const own = amended.get(
      keyOfRecords({ entity: fitted.importer.entity, file: fitted.file.name }),
    );
    if (own === undefined) return fitted;
    return { ...fitted, amend: overlay(own), withdrawn: withdrawnOf(own) };
  });
  return { ...fit, files };
}

function takeChanges(amended: AmendedRecords, plan: RetryPlan, entity: string): void {
  for (const { file, amended: one, state } of plan.records(entity)) {
    if (state !== "unchanged") amend(amended, { entity, file }, one);
  }
}

/** The places of the rejected records are those of the export as it was. */
async function checkUnchanged(
  known: readonly ResumedFile[],
  now: readonly FittedFile[],
): Promise<void> {
  const unread = known.find(({ sha256 }) => sha256 === null);
  if (unread !== undefined) {
    throw new SourceError(`That run did not read ${unread.name} to its end.`, {
      cure: "Correct the records in the export and import it again.",
    });
  }
  const names = known.map(({ name }) => name);
  await checkSameFiles(
    known,
    now.filter(({ file }) => names.includes(file.name)),
  );
}
