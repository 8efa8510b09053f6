import { chainFolder, readChain } from "../../chain/chain.ts";
import type { Database } from "../../db/database.ts";
import type { RecordName } from "../../persons/merge.ts";
import { OwnRows } from "../../persons/own-row.ts";
import {
  addVerdict,
  inMergeOrder,
  pairKey,
  type VerdictWord,
} from "../../persons/verdicts/verdict-ledger.ts";
import { UsageError } from "../../plain/errors.ts";
import type { ChainOf } from "../chain/chain-at-hand.ts";
import { onExisting } from "../run/run-locked.ts";
import { targetIn } from "../run/target-in.ts";
import { readBook } from "./book.ts";
import { type MergeAtHand, mergeOf, mergesAtHand, nameOf } from "./merges-at-hand.ts";

export interface JudgePairOptions extends ChainOf {
  readonly records: readonly [RecordName, RecordName];
  readonly verdict: VerdictWord;
  readonly by: string;
  readonly why?: string | undefined;
}

/** A verdict as it was kept: the records in the order of their merge. */
export interface JudgedPair {
  readonly merge: string;
  readonly a: RecordName;
  readonly b: RecordName;
  readonly verdict: VerdictWord;
}

/**
 * Keeps what a person says of two records: when it returns, the database has it. It changes no table of the
 * application: that is done when verdicts are taken in.
 *
 * @throws UsageError if there are no such records, DatabaseError while a run is at work
 */
export function judgePair(options: JudgePairOptions): Promise<JudgedPair> {
  const by = options.by.trim();
  if (by === "") {
    throw new UsageError("Nobody is named who says it.", { cure: "Give a name with --by NAME." });
  }
  const { database, target: given } = options;
  const locking = { database, target: given, command: "import:persons" };
  return onExisting(locking, async (db) => {
    const chain = readChain(db, options.run);
    const { legacySystem } = chain;
    const merges = mergesAtHand(db, { target: targetIn(db, given), legacySystem });
    const { merge, a, b } = pairIn(db, { merges, legacySystem, records: options.records });
    const book = readBook(chainFolder(database, chain));
    const candidate = book?.candidates.find((one) => pairKey(one) === pairKey({ a, b }));
    const { verdict, why = "" } = options;
    db.begin();
    try {
      addVerdict(db, legacySystem, { merge, a, b, verdict, candidate, by, why: why.trim() });
      await db.settle();
    } finally {
      if (db.inTransaction()) db.rollback();
    }
    return { merge, a, b, verdict };
  });
}

interface PairOf {
  readonly merges: readonly MergeAtHand[];
  readonly legacySystem: string;
  readonly records: readonly [RecordName, RecordName];
}

/** @throws UsageError if they are no two records of one merge */
function pairIn(db: Database, { merges, legacySystem, records }: PairOf) {
  const [one, other] = records;
  const { merge } = mergeOf(merges, one);
  const theirs = mergeOf(merges, other).merge;
  if (merge.name !== theirs.name) {
    throw new UsageError(`${one.space} and ${other.space} are kept in tables of their own.`, {
      cure: `Only records that the mapping's "merges" bring into one table can be one person.`,
    });
  }
  const rows = new OwnRows(db, { merge, legacySystem });
  for (const record of records) {
    if (rows.find(record) !== undefined) continue;
    throw new UsageError(`${legacySystem} has no record ${nameOf(record)} in the database.`, {
      cure: "Find it with  hmsync import:trace",
    });
  }
  if (nameOf(one) === nameOf(other)) {
    throw new UsageError(`${nameOf(one)} is one record, not two.`, {
      cure: "Name two records of one person, or of two.",
    });
  }
  return { merge: merge.name, ...inMergeOrder(merge, records) };
}
