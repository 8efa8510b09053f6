import { join } from "node:path";
import type { Target } from "../../importers/define-target.ts";
import type { Database } from "../db/database.ts";
import { foreseen } from "../db/sqlite/foreseen.ts";
import { type LedgerRun, noSuchRun, readRuns } from "../ledger/run-ledger.ts";
import type { RunSummary } from "../ledger/run-summary.ts";
import { needOf } from "../ledger/stored-files.ts";
import { HmsyncError } from "../plain/errors.ts";
import { undoRun } from "../undo/undo-run.ts";
import { type Cancellable, checkGoing, declined } from "./cancel.ts";
import { writeStandingPage } from "./chain/standing-page.ts";
import type { Deciding, Listener } from "./listener.ts";
import type { MergeOutcome } from "./persons/merge-run.ts";
import { mergeBehind, type UndoMerge, undoMerge } from "./persons/undo-merge.ts";
import { checkSameTarget } from "./run/remembered.ts";
import { nextRun } from "./run/report-folder.ts";
import { onExisting } from "./run/run-locked.ts";
import { storeOf } from "./run/store-of.ts";
import { targetIn } from "./run/target-in.ts";

export interface UndoOptions extends Cancellable {
  readonly target: Target;
  /** An SQLite file. */
  readonly database: string;
  /** The run's name. */
  readonly run: string;
  /** Undoes what can be undone, and leaves the rest. */
  readonly partial?: boolean | undefined;
  /** Where the files are kept that records name; undefined for where the last import put them. */
  readonly store?: string | undefined;
  /** Everything is done, and rolled back. */
  readonly dryRun?: boolean | undefined;
  /** The folder in which the undo gets one of its own, with a page of where the records stand; no page unless said. */
  readonly reports?: string | undefined;
}

/** Hears how many rows have been checked; is asked with what would be undone. */
export type UndoListener = Listener<number> & Deciding<RunSummary>;

/** What was undone. */
export interface UndoOutcome {
  /** The run as it was before. */
  readonly undone: Pick<LedgerRun, "name" | "status">;
  /** Undefined if nothing of the run was left to undo. */
  readonly summary: RunSummary | undefined;
  /** Of a run that took verdicts on persons in: what taking them back came to. */
  readonly persons?: MergeOutcome | undefined;
}

/**
 * Undoes a run, or undoes an undo; keeps what changed since. Asks first if somebody listens for it. Cancelled, it
 * changes nothing.
 *
 * @throws UsageError, DecisionNeeded if the person who was asked said no, DatabaseError while an import is running
 */
export async function undo(
  options: UndoOptions,
  listener: UndoListener = {},
): Promise<UndoOutcome> {
  const { database, dryRun = false } = options;
  const { note, confirm } = listener;
  const locking = { database, target: options.target, dryRun, command: "import:undo", note };
  return onExisting(locking, async (db) => {
    const target = targetIn(db, options.target);
    const undone = namedRun(db, options.run);
    checkSameTarget(undone, target);
    if (mergeBehind(db, undone) !== undefined)
      return undoVerdicts({ db, target, undone }, options, listener);
    const store = storeOf(db, { database, asked: options.store });
    if (!dryRun) store.sweep(needOf(db, target.importers));
    const attempt = (rehearse: boolean) =>
      undoRun({
        db,
        undone,
        importers: target.importers,
        partial: options.partial === true,
        rehearse,
        ...nameUndo(db, undone),
        onProgress: (rows) => listener.progress?.(rows),
        signal: options.signal,
        store,
      });
    const done = async (rehearse: boolean) => {
      const summary = await attempt(rehearse);
      if (summary?.committed)
        await writePage(db, summary, { target, reports: options.reports, note });
      return summary;
    };
    const asks = confirm !== undefined && !dryRun;
    const found = await done(asks || dryRun);
    if (!asks || found?.status !== "dry-run") return { undone, summary: found };
    if (!(await confirm(found))) throw declined();
    checkGoing(options);
    return { undone, summary: await done(false) };
  });
}

/** Of a run that took verdicts on persons in. */
async function undoVerdicts(
  of: Omit<UndoMerge, "dryRun">,
  options: UndoOptions,
  { confirm }: UndoListener,
): Promise<UndoOutcome> {
  const { undone } = of;
  const asks = confirm !== undefined && options.dryRun !== true;
  if (asks) {
    const found = await undoMerge({ ...of, dryRun: true });
    if (found?.summary.status !== "dry-run") return { undone, summary: found?.summary };
    if (!(await confirm(found.summary))) throw declined();
    checkGoing(options);
  }
  const done = await undoMerge({ ...of, dryRun: options.dryRun === true });
  return { undone, summary: done?.summary, persons: done };
}

async function writePage(
  db: Database,
  { run }: RunSummary,
  { target, reports, note }: Pick<UndoOptions, "target" | "reports"> & Pick<UndoListener, "note">,
): Promise<void> {
  if (reports === undefined) return;
  try {
    await writeStandingPage(db, { target, run, folder: join(reports, run) });
  } catch (error) {
    const failure = foreseen(error);
    if (!(failure instanceof HmsyncError)) throw error;
    note?.(`The page of where the records stand was not written: ${failure.message}`);
  }
}

/** @throws UsageError */
function namedRun(db: Database, name: string): LedgerRun {
  const [found] = readRuns(db, name);
  if (found !== undefined) return found;
  throw noSuchRun(name, "See  hmsync import:status");
}

function nameUndo(db: Database, { summary }: LedgerRun) {
  const { startedAt, today, name } = nextRun(db, summary?.timeZone ?? "UTC");
  return { startedAt, asOf: today, runName: name };
}
