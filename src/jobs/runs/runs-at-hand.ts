import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Target } from "../../../importers/define-target.ts";
import { isBusy } from "../../db/sqlite/explain-error.ts";
import { type LockHolder, lockHolder } from "../../db/sqlite/run-lock.ts";
import { advance, type LoggedRun } from "../../import/run/run-progress.ts";
import { letInSince } from "../../ledger/let-in-since.ts";
import { type LedgerRun, readRuns } from "../../ledger/run-ledger.ts";
import { isLeftApart } from "../../persons/in-force.ts";
import { openExisting } from "../run/open-target.ts";
import { REPORTS } from "../run/report-folder.ts";
import { LOG_NAME } from "../run/run-log-name.ts";
import { LogReader } from "./log-reader.ts";

/** What the ledger says of runs, as far as it can be read. */
export interface Ledger {
  /** The newest first; nothing while a run that has outgrown its memory writes the file itself. */
  readonly runs: readonly LedgerRun[] | undefined;
  /** Rejected records that are in by now, by the number of the run; empty if not asked for. */
  readonly letIn: ReadonlyMap<number, number>;
  /** The run at work. */
  readonly holder: LockHolder | undefined;
  /** A run that died has left the records of persons apart, and nobody is at work who would join them. */
  readonly isApart: boolean;
}

/** Whose runs are read. */
export interface RunsOf {
  readonly database: string;
  readonly target: Target;
}

/** Counting what was let in since takes a look at each rejected record. */
type Depth = "runs" | "runs and what was released since";

/**
 * Reads the runs of a database without waiting for one that is at work.
 *
 * @throws UsageError, DatabaseError, DecisionNeeded
 */
export function readLedger({ database: path, target }: RunsOf, depth: Depth = "runs"): Ledger {
  try {
    const db = openExisting(path, target, "look");
    try {
      const runs = readRuns(db);
      const letIn = depth === "runs" ? new Map<number, number>() : letInSince(db, runs);
      const holder = lockHolder(path);
      return { runs, letIn, holder, isApart: holder === undefined && isLeftApart(db) };
    } finally {
      db.close();
    }
  } catch (error) {
    if (!isBusy(error)) throw error;
    return { runs: undefined, letIn: new Map(), holder: lockHolder(path), isApart: false };
  }
}

/** A run that is known from its report folder alone. */
export interface FoundLog {
  readonly name: string;
  readonly path: string;
}

/** Logs in the usual place for reports, the newest run first. */
export function logsInReports(): FoundLog[] {
  if (!statSync(REPORTS, { throwIfNoEntry: false })?.isDirectory()) return [];
  const found = readdirSync(REPORTS).flatMap((name) => {
    const path = join(REPORTS, name, LOG_NAME);
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() ? [{ name, path, modified: stats.mtimeMs }] : [];
  });
  return found.sort((one, other) => other.modified - one.modified);
}

/** Where the log of a run is; undefined if it was given no folder. */
export const logOf = ({ reportFolder }: LedgerRun): string | undefined =>
  reportFolder === null ? undefined : join(reportFolder, LOG_NAME);

/** Follows how far runs are, by their logs; what was read once is not read again. */
export class LogFollower {
  readonly #known = new Map<string, { reader: LogReader; run: LoggedRun | undefined }>();

  /** Undefined if there is no log. */
  runIn(path: string): LoggedRun | undefined {
    const known = this.#known.get(path) ?? { reader: new LogReader(path), run: undefined };
    this.#known.set(path, known);
    for (const { line } of known.reader.read()) known.run = advance(known.run, line);
    return known.run;
  }
}
