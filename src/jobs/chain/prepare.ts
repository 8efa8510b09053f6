import type { Target } from "../../../importers/define-target.ts";
import { type Chain, readChain } from "../../chain/chain.ts";
import { readStanding } from "../../chain/read-standing.ts";
import { type BuiltRejects, buildRejects } from "../../chain/rejects/build-rejects.ts";
import type { Standing } from "../../chain/standing.ts";
import { type LedgerRun, readRuns } from "../../ledger/run-ledger.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { mappingsReading } from "../../mapping/target-mappings.ts";
import { HmsyncError } from "../../plain/errors.ts";
import { inOrder } from "../input/asked-import.ts";
import { openExisting } from "../run/open-target.ts";

export interface PrepareOptions {
  readonly target: Target;
  /** An SQLite file. */
  readonly database: string;
  /** A run of the chain; undefined for the last one. */
  readonly run?: string | undefined;
}

/** What is counted once, so that each screen answers at once. */
export interface Prepared {
  readonly chain: Chain;
  readonly standing: Standing;
  readonly rejects: BuiltRejects;
}

/** Counts where a chain stands, and reads its rejected records. Writes nothing. */
export async function prepareReview(options: PrepareOptions): Promise<Prepared> {
  const { database, run } = options;
  const target = inOrder(options.target);
  const db = openExisting(database, target, "look");
  try {
    const chain = readChain(db, run);
    const standing = readStanding(db, chain, target);
    const mappingOf = (one: LedgerRun) => mappingIn(one, target);
    return { chain, standing, rejects: await buildRejects({ db, chain, target, mappingOf }) };
  } finally {
    db.close();
  }
}

/** Tells whether the database's runs are others, or have gone on. */
export function runsMark(options: Pick<PrepareOptions, "target" | "database">): string {
  const db = openExisting(options.database, inOrder(options.target), "look");
  try {
    return readRuns(db)
      .map(({ name, status, committed }) => `${name} ${status} ${committed}`)
      .join(", ");
  } finally {
    db.close();
  }
}

/** Nothing if the mapping's file is gone, or cannot be read any more. */
export function mappingIn({ request }: LedgerRun, target: Target): Mapping | undefined {
  if (request === null) return undefined;
  try {
    const { reading = {} } = request.settings;
    return mappingsReading(request.mapping, { target, reading })[0];
  } catch (error) {
    if (error instanceof HmsyncError) return undefined;
    throw error;
  }
}
