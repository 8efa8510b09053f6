import { join } from "node:path";
import type { Target } from "../../../importers/define-target.ts";
import { readChain } from "../../chain/chain.ts";
import { readStanding } from "../../chain/read-standing.ts";
import type { Database } from "../../db/database.ts";
import { readRuns } from "../../ledger/run-ledger.ts";
import { writeWhole } from "../../plain/whole-file.ts";
import { openExisting } from "../run/open-target.ts";
import { targetIn } from "../run/target-in.ts";
import type { RunsOf } from "../runs/runs-at-hand.ts";

/** What the page is called in the report folder of a run. */
const PAGE = "report.html";

/**
 * Where a chain stands as one page to mail or to print, with no patient's value on it.
 *
 * @param run of the chain; undefined for the last one
 * @throws UsageError if there is no such run
 */
export async function standingPageOf({ database, target }: RunsOf, run?: string): Promise<string> {
  const db = openExisting(database, target, "look");
  try {
    return await pageOf(db, { target: targetIn(db, target), run });
  } finally {
    db.close();
  }
}

/** Writes the page into the report folder of a run, as its chain stands after it; a run that left nothing has none. */
export async function writeStandingPage(
  db: Database,
  {
    target,
    run,
    folder,
  }: { readonly target: Target; readonly run: string; readonly folder: string },
): Promise<void> {
  if (readRuns(db, run).length === 0) return;
  await writeWhole(join(folder, PAGE), await pageOf(db, { target, run }));
}

async function pageOf(
  db: Database,
  { target, run }: { readonly target: Target; readonly run: string | undefined },
): Promise<string> {
  const chain = readChain(db, run);
  const standing = readStanding(db, chain, target);
  // Loaded here: what draws pages takes longer to load than a small import to run.
  const { standingPage } = await import("../../report/standing/standing-page.tsx");
  const last = run ?? chain.runs.at(-1)?.name ?? "";
  return standingPage(standing, { at: new Date().toISOString(), run: last });
}
