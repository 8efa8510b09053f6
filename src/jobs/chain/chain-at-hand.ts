import { type Chain, chainFolder, readChain } from "../../chain/chain.ts";
import type { Database } from "../../db/database.ts";
import { refuseWhileLocked } from "../../db/sqlite/run-lock.ts";
import { openExisting } from "../run/open-target.ts";
import type { RunsOf } from "../runs/runs-at-hand.ts";

/** Which chain is meant. */
export interface ChainOf extends RunsOf {
  /** A run of it; undefined for that of the last run. */
  readonly run?: string | undefined;
}

/** A chain whose database is open, to be read. */
export interface ChainAtHand {
  readonly db: Database;
  readonly chain: Chain;
  /** Where people's work on it is kept. */
  readonly folder: string;
}

/**
 * Reads of a chain.
 *
 * @param state `one`: what does not change meanwhile, whoever writes; without a write-ahead log others wait for it, so
 * what takes long without the database reads it `as it comes`
 * @throws UsageError if there is no such run
 */
export async function readingChain<Result>(
  { database, target, run }: ChainOf,
  work: (at: ChainAtHand) => Result | Promise<Result>,
  state: "one" | "as it comes" = "one",
): Promise<Result> {
  const db = openExisting(database, target, "look");
  try {
    if (state === "one") db.exec("begin");
    const chain = readChain(db, run);
    return await work({ db, chain, folder: chainFolder(database, chain) });
  } finally {
    if (db.inTransaction()) db.rollback();
    db.close();
  }
}

/**
 * The same, of a chain that no run is at work on.
 *
 * @throws DatabaseError while one is
 */
export async function readingChainAtRest<Result>(
  of: ChainOf,
  work: (at: ChainAtHand) => Result | Promise<Result>,
): Promise<Result> {
  refuseWhileLocked(of.database);
  return readingChain(of, work);
}

/** The last run that has changed anything; null if there was none. */
export const lastWriting = ({ runs }: Chain): string | null =>
  runs.findLast(({ committed }) => committed)?.name ?? null;
