import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pid } from "node:process";
import { chainFolder, readChain } from "../../chain/chain.ts";
import { originalRecords, readOriginals } from "../../corrections/originals.ts";
import type { RunSummary } from "../../ledger/run-summary.ts";
import { makeFolder } from "../../plain/owner-only.ts";
import { isProcessAlive } from "../../plain/process-alive.ts";
import type { Cancellable } from "../cancel.ts";
import { checkGoing } from "../cancel.ts";
import type { ImportListener } from "../listener.ts";
import type { Means } from "../means.ts";
import { plannedRetry } from "../retry.ts";
import { carryOutImport, ImportStopped } from "../run/carry-out-import.ts";
import { openExisting } from "../run/open-target.ts";
import { lastRejecting } from "../run/rejecting-run.ts";
import { targetIn } from "../run/target-in.ts";
import type { OfChain } from "./correct.ts";

export interface RehearseOptions extends OfChain, Cancellable {}

/** A record that would be rejected still; no values. */
export interface StillRejected {
  readonly entity: string;
  readonly file: string;
  readonly record: number;
  readonly line: number;
  readonly codes: readonly string[];
}

/** What taking in the corrections would come to. */
export interface Rehearsed {
  /** With its balance; rolled back. */
  readonly summary: RunSummary;
  readonly stillRejected: readonly StillRejected[];
  /** More records than these would be. */
  readonly more: number;
}

/** Records that are listed. */
const MOST_LISTED = 1_000;

/**
 * Takes in the chain's corrections on a private copy of the database: nothing is written to the database, its ledger
 * or a report.
 *
 * @throws UsageError, DecisionNeeded, SourceError; ImportStopped
 */
export async function rehearse(
  options: RehearseOptions,
  listener: ImportListener = {},
  means: Means = {},
): Promise<Rehearsed> {
  const { database, signal } = options;
  const original = openExisting(database, options.target);
  try {
    const target = targetIn(original, options.target);
    const chain = readChain(original, options.run);
    const { name: run } = lastRejecting(chain.runs.toReversed());
    return await original.withPrivateCopy((copy) =>
      inFolderOf(chainFolder(database, chain), async (report) => {
        const asked = { ...options, target, run, dryRun: true, report };
        const job = await plannedRetry(copy, asked, listener);
        checkGoing(options);
        listener.decided?.();
        const attending = { listener, means, signal };
        const { summary } = await carryOutImport({ ...job, databasePath: database }, attending);
        return { summary, ...(await rejectedIn(report)) };
      }),
    );
  } finally {
    original.close();
  }
}

const MARK = "rehearsal-";

/** Removes what killed processes left of their rehearsals: it holds records of patients. */
export function sweepRehearsals(chain: string): void {
  if (!existsSync(chain)) return;
  for (const name of readdirSync(chain)) {
    const [, owner] = /^rehearsal-(\d+)-/.exec(name) ?? [];
    if (owner === undefined || isProcessAlive(Number(owner))) continue;
    rmSync(join(chain, name), { recursive: true, force: true });
  }
}

/** Lends a folder for as long as the work takes. */
async function inFolderOf<Result>(
  chain: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  makeFolder(chain);
  sweepRehearsals(chain);
  const folder = mkdtempSync(join(chain, `${MARK}${pid}-`));
  try {
    return await work(folder);
  } catch (error) {
    if (error instanceof ImportStopped) throw error.cause ?? error;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rejectedIn(folder: string): Promise<Pick<Rehearsed, "stillRejected" | "more">> {
  const stillRejected: StillRejected[] = [];
  let more = 0;
  for (const kept of (await readOriginals(folder))?.entities ?? []) {
    for await (const { file, record, line, codes } of originalRecords(folder, kept)) {
      const name = kept.files[file]?.name ?? "";
      if (stillRejected.length === MOST_LISTED) more++;
      else stillRejected.push({ entity: kept.entity, file: name, record, line, codes });
    }
  }
  return { stillRejected, more };
}
