import { existsSync } from "node:fs";
import type { Database } from "../../db/database.ts";
import { importPlan } from "../../import/request/import-plan.ts";
import type { Fit } from "../../mapping/fit.ts";
import { UsageError } from "../../plain/errors.ts";
import { replaceOwn } from "../../plain/whole-file.ts";
import type { AskedImport } from "../input/asked-import.ts";
import {
  type Attending,
  carryOutImport,
  type ImportJob,
  type ImportOutcome,
} from "./carry-out-import.ts";
import { type FixesOfRun, fixesOfRun } from "./fixes-of-run.ts";
import { openExisting, openTarget } from "./open-target.ts";
import { rememberedRequest } from "./remembered.ts";
import { nextRun, placeRun } from "./report-folder.ts";

/** A run that is to be rolled back. */
interface Rehearsal {
  readonly database: string;
  readonly asked: AskedImport;
  readonly fit: Fit;
  /** Where its plan is saved. */
  readonly out?: string | undefined;
}

/**
 * Does an import on a private copy of the database, so that nobody is kept waiting; saves it as a
 * plan if that was asked for.
 */
export async function rehearse(rehearsal: Rehearsal, attending: Attending): Promise<ImportOutcome> {
  const { database, asked, fit, out } = rehearsal;
  const { note } = attending.listener;
  const { legacySystem } = fit.mapping;
  const files = fit.files.map(({ file }) => file.name);
  const which = { ...asked, database, named: asked.fixes, legacySystem, files };
  const found = await fixesOfRun(which, attending.listener);
  if (!existsSync(database)) {
    if (out !== undefined) throw noDatabase(database);
    const opened = await openTarget(database, { ...asked.settings, target: asked.target });
    if (opened.note !== undefined) note?.(opened.note);
    try {
      return await carryOutImport(jobOn(opened.db, rehearsal, found), attending);
    } finally {
      opened.db.close();
    }
  }
  const original = openExisting(database, asked.target);
  try {
    return await original.withPrivateCopy((copy, databaseSha256) => {
      const job = jobOn(copy, rehearsal, found);
      if (out === undefined) return carryOutImport(job, attending);
      const request = rememberedRequest(asked, fit, found);
      const afterwards: ImportJob["afterwards"] = async (summary) => {
        const plan = importPlan(summary, { databaseSha256, request });
        await replaceOwn(out, `${JSON.stringify(plan, null, 2)}\n`, PLAN_MARK);
        note?.(`The plan is in ${out}.`);
      };
      return carryOutImport({ ...job, afterwards }, attending);
    });
  } finally {
    original.close();
  }
}

function jobOn(
  db: Database,
  { database, asked, fit }: Rehearsal,
  { fixes }: FixesOfRun,
): ImportJob {
  const next = nextRun(db, fit.mapping.timeZone);
  const place = placeRun(next, asked.report);
  const { startedAt, today } = next;
  const { target, settings, source, asOf = today } = asked;
  const job = { db, target, fit, place, startedAt, settings, source, asOf };
  return { ...job, databasePath: database, ...(fixes && { fixes }) };
}

/** What every plan holds. */
const PLAN_MARK = '"planVersion"';

const noDatabase = (path: string): UsageError =>
  new UsageError(`The database ${path}, which a plan needs, does not exist.`, {
    cure: "Create it with  hmsync db:push --init",
  });
