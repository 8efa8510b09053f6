import { readChain } from "../../chain/chain.ts";
import type { Database } from "../../db/database.ts";
import type { Merge } from "../../persons/merge.ts";
import { allVerdicts, takeVerdictsIn } from "../../persons/verdicts/verdict-ledger.ts";
import { type Cancellable, checkGoing } from "../cancel.ts";
import type { ChainOf } from "../chain/chain-at-hand.ts";
import type { ImportListener } from "../listener.ts";
import type { Means } from "../means.ts";
import { onExisting } from "../run/run-locked.ts";
import { targetIn } from "../run/target-in.ts";
import { carryOutMerge, type MergeOutcome } from "./merge-run.ts";
import { type MergeAtHand, mergesAtHand } from "./merges-at-hand.ts";

export interface TakeVerdictsOptions extends ChainOf, Cancellable {
  /** Everything is done, and rolled back. */
  readonly dryRun?: boolean | undefined;
}

/**
 * Takes in what was said of persons since the last time: one run of kind `merge`, with the run lock and a backup.
 *
 * @returns undefined if nothing was said since
 * @throws UsageError, DatabaseError while a run is at work; Interrupted before anything is written
 */
export async function takeInVerdicts(
  options: TakeVerdictsOptions,
  listener: Pick<ImportListener, "note"> = {},
  means: Means = {},
): Promise<MergeOutcome | undefined> {
  const { database, target: given, dryRun = false } = options;
  const { note } = listener;
  const locking = { database, target: given, dryRun, command: "import:persons", note };
  return onExisting(locking, async (db) => {
    const target = targetIn(db, given);
    const { legacySystem } = readChain(db, options.run);
    const merges = mergesAtHand(db, { target, legacySystem });
    const asked = askedMerges(db, legacySystem, merges);
    if (asked === undefined) return undefined;
    checkGoing(options);
    return carryOutMerge({
      db,
      target,
      legacySystem,
      kind: "merge",
      of: undefined,
      dryRun,
      merges: asked,
      change: (runId) => takeVerdictsIn(db, { legacySystem, runId }),
      failAt: means.failAt,
    });
  });
}

/** Merges that verdicts ask for and no mapping declares; undefined if there is nothing to take in. */
function askedMerges(
  db: Database,
  legacySystem: string,
  merges: readonly MergeAtHand[],
): Merge[] | undefined {
  const pending = allVerdicts(db, legacySystem).filter(({ run }) => run === null);
  if (pending.length === 0) return undefined;
  const names = new Set(pending.map(({ merge }) => merge));
  return merges.flatMap(({ merge, isInForce }) =>
    !isInForce && names.has(merge.name) ? [merge] : [],
  );
}
