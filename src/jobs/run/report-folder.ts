import { existsSync, readdirSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { todayIn } from "../../../importers/convert/time-zone.ts";
import type { Database } from "../../db/database.ts";
import { runNames } from "../../ledger/run-ledger.ts";
import { UsageError } from "../../plain/errors.ts";
import { makeFolder } from "../../plain/owner-only.ts";
import { LOG_NAME } from "./run-log-name.ts";

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
  refuseForeignFolder(folder, { marks: [LOG_NAME], flag: "report" });
  makeFolder(folder);
  return { name, folder };
}

/**
 * A report is not strewn among files that are not its own: its folder is new, or empty, or was begun
 * by this tool.
 *
 * @param marks files of which a folder of ours has one
 * @throws UsageError
 */
export function refuseForeignFolder(
  folder: string,
  { marks, flag }: { readonly marks: readonly string[]; readonly flag: "report" | "out" },
): void {
  const found = statOf(folder);
  if (found === undefined) return;
  if (found.isDirectory()) refuseLinksIn(folder);
  const held = found.isDirectory()
    ? readdirSync(folder).filter((name) => !name.startsWith("."))
    : [folder];
  if (held.length === 0 || marks.some((mark) => held.includes(mark))) return;
  throw new UsageError(
    found.isDirectory()
      ? `${folder} holds files that this command did not write, such as ${held[0]}.`
      : `${folder} is not a folder.`,
    { cure: `Name a new or an empty folder with --${flag}.` },
  );
}

/**
 * What a run writes stays in its folder: a link in the place of `rejected/` leads to files of others.
 *
 * @throws UsageError
 */
export function refuseLinksIn(folder: string): void {
  if (!existsSync(folder)) return;
  const link = readdirSync(folder, { withFileTypes: true }).find((one) => one.isSymbolicLink());
  if (link === undefined) return;
  throw new UsageError(
    `${join(folder, link.name)} is a link, and nothing is written through links.`,
    {
      cure: "Remove the link, or name another folder.",
    },
  );
}

/** Undefined if nothing is; where a file stands in a folder's place, making the folder says so. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw error;
  }
}

function earlierReports(): string[] {
  return statSync(REPORTS, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(REPORTS) : [];
}
