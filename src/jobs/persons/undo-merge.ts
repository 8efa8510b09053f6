import type { Target } from "../../../importers/define-target.ts";
import { runs } from "../../../shared/ledger.ts";
import type { Database } from "../../db/database.ts";
import { keptSummary } from "../../ledger/kept-summary.ts";
import { type LedgerRun, readRuns } from "../../ledger/run-ledger.ts";
import { mergesInForce } from "../../persons/in-force.ts";
import type { Merge } from "../../persons/merge.ts";
import {
  allVerdicts,
  giveVerdictsAgain,
  takeVerdictsBack,
} from "../../persons/verdicts/verdict-ledger.ts";
import { UsageError } from "../../plain/errors.ts";
import { carryOutMerge, type MergeOutcome } from "./merge-run.ts";

export interface UndoMerge {
  readonly db: Database;
  readonly target: Target;
  readonly undone: LedgerRun;
  readonly dryRun: boolean;
}

/** The run of kind `merge` that an undo is about: itself, or the one that the undone undo took back. */
export function mergeBehind(db: Database, undone: LedgerRun): LedgerRun | undefined {
  if (undone.kind === "merge") return undone;
  if (undone.kind !== "undo") return undefined;
  const of = readRuns(db).find(({ id }) => id === undone.ofRunId);
  if (of?.kind === "merge") return of;
  if (of?.kind !== "undo" || mergeBehind(db, of) === undefined) return undefined;
  throw new UsageError(`${undone.name} redid what ${of.name} had undone.`, {
    cure: `To undo it again, undo ${mergeBehind(db, of)?.name ?? "the merge"} itself.`,
  });
}

/**
 * Takes back what a run took in of verdicts, or, of an undo, puts it back: the persons are joined as if it had never
 * been said. What the application has edited since stays. The caller holds the run lock.
 *
 * @returns undefined if nothing of it is left to undo
 */
export async function undoMerge({
  db,
  target,
  undone,
  dryRun,
}: UndoMerge): Promise<MergeOutcome | undefined> {
  if (!undone.committed || undone.status === "undone") return undefined;
  const merge = mergeBehind(db, undone);
  if (merge === undefined) return undefined;
  const isRedo = merge !== undone;
  const change = (runId: number) => {
    setStatus(db, undone, "undone");
    if (isRedo) setStatus(db, merge, "committed");
    return isRedo ? giveVerdictsAgain(db, undone.id) : takeVerdictsBack(db, merge.id, runId);
  };
  const { legacySystem } = undone;
  return carryOutMerge({
    db,
    target,
    legacySystem,
    kind: "undo",
    of: undone,
    dryRun,
    merges: stillAsked(db, merge),
    change,
  });
}

/** Merges that verdicts of other runs ask for: they stay in force, also where this run was the first that did. */
function stillAsked(db: Database, { name, legacySystem }: LedgerRun): Merge[] {
  const others = allVerdicts(db, legacySystem).filter(
    ({ run, isUndone }) => run !== null && run !== name && !isUndone,
  );
  const asked = new Set(others.map(({ merge }) => merge));
  return mergesInForce(db).flatMap((one) =>
    one.legacySystem === legacySystem && asked.has(one.merge.name) ? [one.merge] : [],
  );
}

function setStatus(db: Database, run: LedgerRun, status: "undone" | "committed"): void {
  const committed = status === "committed";
  const summary = run.summary && { ...run.summary, status, committed };
  const values = [status, committed ? 1 : 0, summary && keptSummary(summary), run.id];
  db.prepareUpdate(runs, ["status", "committed", "summary"]).run(values);
}
