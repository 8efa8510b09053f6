import { readChain } from "../../chain/chain.ts";
import type { Cancellable } from "../cancel.ts";
import { inOrder } from "../input/asked-import.ts";
import type { ImportListener } from "../listener.ts";
import type { Means } from "../means.ts";
import { retry } from "../retry.ts";
import type { ImportOutcome } from "../run/carry-out-import.ts";
import { openExisting } from "../run/open-target.ts";
import { lastRejecting } from "../run/rejecting-run.ts";
import type { OfChain } from "./correct.ts";

export interface TakeInOptions extends OfChain, Cancellable {
  /** The report's folder. */
  readonly report?: string | undefined;
}

/**
 * Takes in the corrections of a chain: the retry of its last run that rejected records, with the run lock, a backup and
 * a report of its own.
 *
 * @throws UsageError, DecisionNeeded, SourceError before anything is written; ImportStopped
 */
export function takeIn(
  options: TakeInOptions,
  listener: ImportListener = {},
  means: Means = {},
): Promise<ImportOutcome> {
  return retry({ ...options, run: rejectingRun(options) }, listener, means);
}

function rejectingRun({ database, target, run }: TakeInOptions): string {
  const db = openExisting(database, inOrder(target), "look");
  try {
    return lastRejecting(readChain(db, run).runs.toReversed()).name;
  } finally {
    db.close();
  }
}
