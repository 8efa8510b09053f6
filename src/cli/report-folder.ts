import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../errors.ts";
import { makeFolder } from "../import/owner-only.ts";

/** Where reports go unless said. */
export const REPORTS = "reports";

/** What a run is called and where its report goes. */
export interface RunPlaceNames {
  readonly name: string;
  readonly folder: string;
}

/**
 * Names a run by its day and a number, and makes its report folder: before anything else is done,
 * so that a folder that cannot be written costs nothing.
 *
 * @param day `YYYY-MM-DD`
 * @param taken names of that day that the ledger knows
 * @param asked the folder that `--report` names
 */
export function nameRun(day: string, taken: readonly string[], asked?: string): RunPlaceNames {
  const name = freeRunName(day, taken);
  const folder = asked ?? join(REPORTS, name);
  if (existsSync(join(folder, "reconciliation.json"))) {
    throw new UsageError(`${folder} holds the report of an earlier run.`, {
      cure: "Name another folder with --report.",
    });
  }
  makeFolder(folder);
  return { name, folder };
}

/** The name of a run that has no report folder. */
export function freeRunName(day: string, taken: readonly string[]): string {
  const names = new Set([...taken, ...earlierReports()]);
  let number = 1;
  while (names.has(`${day}-${number}`)) number++;
  return `${day}-${number}`;
}

function earlierReports(): string[] {
  return statSync(REPORTS, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(REPORTS) : [];
}
