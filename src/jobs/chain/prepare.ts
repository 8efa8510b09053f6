import type { Target } from "../../../importers/define-target.ts";
import type { Chain } from "../../chain/chain.ts";
import { readStanding } from "../../chain/read-standing.ts";
import { type BuiltRejects, buildRejects } from "../../chain/rejects/build-rejects.ts";
import type { Standing } from "../../chain/standing.ts";
import type { LedgerRun } from "../../ledger/run-ledger.ts";
import { markOfRuns } from "../../ledger/runs-mark.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { mappingsReading } from "../../mapping/target-mappings.ts";
import { HmsyncError } from "../../plain/errors.ts";
import { openExisting } from "../run/open-target.ts";
import { targetIn } from "../run/target-in.ts";
import type { RunsOf } from "../runs/runs-at-hand.ts";
import { type ChainOf, readingChain } from "./chain-at-hand.ts";

/** What is counted once, so that each screen answers at once. */
export interface Prepared {
  readonly chain: Chain;
  readonly standing: Standing;
  readonly rejects: BuiltRejects;
}

/** Counts where a chain stands, and reads its rejected records. Writes nothing. */
export function prepareReview(of: ChainOf): Promise<Prepared> {
  return readingChain(
    of,
    async ({ db, chain }) => {
      const target = targetIn(db, of.target);
      const mappingOf = (one: LedgerRun) => mappingIn(one, target);
      const standing = readStanding(db, chain, target);
      return { chain, standing, rejects: await buildRejects({ db, chain, target, mappingOf }) };
    },
    "as it comes",
  );
}

/** Tells whether the database's runs are others, or have gone on. */
export function runsMark({ database, target }: RunsOf): string {
  const db = openExisting(database, target, "look");
  try {
    return markOfRuns(db);
  } finally {
    db.close();
  }
}

/** Nothing if the mapping's file is gone, or cannot be read any more. */
export function mappingIn({ request, summary }: LedgerRun, target: Target): Mapping | undefined {
  if (request === null) return undefined;
  try {
    const { reading = {} } = request.settings;
    return mappingsReading(request.mapping, { target, reading, summary })[0];
  } catch (error) {
    if (error instanceof HmsyncError) return undefined;
    throw error;
  }
}
