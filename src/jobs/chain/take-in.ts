import type { Chain } from "../../chain/chain.ts";
import type { Cancellable } from "../cancel.ts";
import type { ImportListener } from "../listener.ts";
import type { Means } from "../means.ts";
import { retry } from "../retry.ts";
import type { ImportOutcome } from "../run/carry-out-import.ts";
import { lastRejecting } from "../run/rejecting-run.ts";
import { readingChain } from "./chain-at-hand.ts";
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
export async function takeIn(
  options: TakeInOptions,
  listener: ImportListener = {},
  means: Means = {},
): Promise<ImportOutcome> {
  const run = await readingChain(options, ({ chain }) => rejectingOf(chain), "as it comes");
  return retry({ ...options, run }, listener, means);
}

const rejectingOf = ({ runs }: Chain): string => lastRejecting(runs.toReversed()).name;
