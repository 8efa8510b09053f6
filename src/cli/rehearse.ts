import { existsSync } from "node:fs";
import type { Database } from "../db/database.ts";
import { withPrivateCopy } from "../db/private-copy.ts";
import { importPlan } from "../import/run/import-plan.ts";
import type { Fit } from "../mapping/fit-mapping.ts";
import { type ExitCode, UsageError } from "../plain/errors.ts";
import { replaceOwn } from "../plain/whole-file.ts";
import type { Invocation } from "./command.ts";
import { executeImport, type ImportJob } from "./import-job.ts";
import type { ImportArguments } from "./import-settings.ts";
import { asTyped } from "./invocation-hint.ts";
import { openExisting, openTarget } from "./open-target.ts";
import { fixesFrom, rememberedRequest } from "./remembered.ts";
import { nextRun, placeRun } from "./report-folder.ts";

/** A run that is to be rolled back. */
interface Rehearsal {
  readonly path: string;
  readonly asked: ImportArguments;
  readonly fit: Fit;
  readonly print?: ImportJob["print"];
}

/**
 * Does an import on a private copy of the database, so that nobody is kept waiting; saves it as a
 * plan where `--out` names a file.
 */
export async function rehearse(rehearsal: Rehearsal, invocation: Invocation): Promise<ExitCode> {
  const { path, asked } = rehearsal;
  const out = invocation.args.flags.out;
  if (!existsSync(path)) {
    if (out !== undefined) throw noDatabase(path);
    const { db, note } = await openTarget(path, { ...asked.settings, target: asked.target });
    if (note !== undefined) invocation.terminal.narrate(note);
    try {
      return await executeImport(jobOn(db, rehearsal, invocation), invocation);
    } finally {
      db.close();
    }
  }
  const original = openExisting(path, asked.target);
  try {
    return await withPrivateCopy(original, (copy, databaseSha256) => {
      const job = jobOn(copy, rehearsal, invocation);
      if (out === undefined) return executeImport(job, invocation);
      const request = rememberedRequest(asked, rehearsal.fit);
      const afterwards: ImportJob["afterwards"] = async (summary) => {
        const plan = importPlan(summary, { databaseSha256, request });
        await replaceOwn(out, `${JSON.stringify(plan, null, 2)}\n`, PLAN_MARK);
        invocation.terminal.narrate(`The plan is in ${out}.`);
      };
      return executeImport({ ...job, afterwards }, invocation);
    });
  } finally {
    original.close();
  }
}

function jobOn(
  db: Database,
  { path, asked, fit, print }: Rehearsal,
  { args }: Invocation,
): ImportJob {
  const next = nextRun(db, fit.mapping.timeZone);
  const place = placeRun(next, args.flags.report);
  const { startedAt, today } = next;
  const job = { db, fit, place, startedAt, settings: asked.settings, source: asked.source };
  const { asOf = today } = asked;
  return { ...job, asOf, databasePath: path, ...fixesFrom(asked.fixes), ...(print && { print }) };
}

/** What every plan holds. */
const PLAN_MARK = '"planVersion"';

const noDatabase = (path: string): UsageError =>
  new UsageError(`The database ${path}, which a plan needs, does not exist.`, {
    cure: `Create it with  ${asTyped("db:push", "--init")}`,
  });
