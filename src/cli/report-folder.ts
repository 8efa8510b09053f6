import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { todayIn } from "../../importers/convert/time-zone.ts";
import type { Database } from "../db/database.ts";
import { UsageError } from "../errors.ts";
import { makeFolder } from "../import/owner-only.ts";
import { runNames } from "../import/run-ledger.ts";

/** Where reports go unless said. */
export const REPORTS = "reports";

/** What a run is called and where its report goes. */
export interface RunPlaceNames {
  readonly name: string;
  readonly folder: string;
}

/** A run that is about to begin. */
export interface NextRun {
  readonly startedAt: Date;
  /** `YYYY-MM-DD`, on the hospital's calendar. */
  readonly today: string;
  readonly name: string;
}

/**
 * Names the run that begins now by its day and a number that neither the ledger nor a report has.
 *
 * @param timeZone IANA name: where the hospital's calendar hangs
 */
export function nextRun(db: Database, timeZone: string): NextRun {
  const startedAt = new Date();
  const today = todayIn(timeZone, startedAt);
  const taken = new Set([...runNames(db, today), ...earlierReports()]);
  let number = 1;
  while (taken.has(`${today}-${number}`)) number++;
  return { startedAt, today, name: `${today}-${number}` };
}

/**
 * Makes the report folder of a run: before anything else is done, so that a folder that cannot be
 * written costs nothing.
 *
 * @param asked the folder that `--report` names
 */
export function placeRun({ name }: NextRun, asked: string | undefined): RunPlaceNames {
  const folder = asked ?? join(REPORTS, name);
  if (existsSync(join(folder, "reconciliation.json"))) {
    throw new UsageError(`${folder} holds the report of an earlier run.`, {
      cure: "Name another folder with --report.",
    });
  }
  makeFolder(folder);
  return { name, folder };
}

function earlierReports(): string[] {
  return statSync(REPORTS, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(REPORTS) : [];
}
