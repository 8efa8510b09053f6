import { sharingRows } from "../../ledger/joined-persons.ts";
import { findCandidates } from "../../persons/candidates/find-candidates.ts";
import { recordsOfMerge } from "../../persons/candidates/records-of-merge.ts";
import { allVerdicts, lastVerdicts, pairKey } from "../../persons/verdicts/verdict-ledger.ts";
import { type Cancellable, pauseOf } from "../cancel.ts";
import {
  type ChainAtHand,
  type ChainOf,
  lastWriting,
  readingChain,
} from "../chain/chain-at-hand.ts";
import type { ImportListener } from "../listener.ts";
import { targetIn } from "../run/target-in.ts";
import { keepBook, type PersonBook, type ProposedPair, type SearchedMerge } from "./book.ts";
import { type MergeAtHand, mergesAtHand } from "./merges-at-hand.ts";

export interface SearchOptions extends ChainOf, Cancellable {}

/** A pair is proposed from a likelihood of nine in ten on. */
const PROPOSE = Math.log2(0.9 / 0.1);

/**
 * Finds pairs of records that may be of one person, in all merges of a chain, and keeps what it found for lists and
 * pages. Nothing is ever joined by it.
 *
 * @throws UsageError if there is no such run; Interrupted
 */
export async function searchPersons(
  options: SearchOptions,
  listener: Pick<ImportListener, "progress"> = {},
): Promise<PersonBook> {
  return readingChain(
    options,
    async (at) => {
      const { db, chain, folder } = at;
      const target = targetIn(db, options.target);
      const merges: SearchedMerge[] = [];
      const candidates: ProposedPair[] = [];
      for (const one of mergesAtHand(db, { target, legacySystem: chain.legacySystem })) {
        const { name, spaces } = one.merge;
        const { candidates: own, ...found } = await searchOne(at, one, { options, listener });
        merges.push({ merge: name, spaces, ...found });
        for (const candidate of own) candidates.push(Object.assign({ merge: name }, candidate));
      }
      candidates.sort((one, other) => other.bits - one.bits);
      return keepBook(folder, { lastRun: lastWriting(chain), merges, candidates });
    },
    "as it comes",
  );
}

interface Searching {
  readonly options: SearchOptions;
  readonly listener: Pick<ImportListener, "progress">;
}

function searchOne(
  { db, chain: { legacySystem } }: ChainAtHand,
  { merge, columns }: MergeAtHand,
  { options, listener }: Searching,
) {
  const said = lastVerdicts(allVerdicts(db, legacySystem));
  const areJoined = sharingRows(db, legacySystem);
  return findCandidates(recordsOfMerge(db, { merge, legacySystem }, columns), {
    openScratch: db.openScratch,
    pause: pauseOf(options),
    propose: PROPOSE,
    // What somebody has said something of is weighed again: the evidence may have changed.
    isSettled: (a, b) => areJoined(a, b) && !said.has(pairKey({ a, b })),
    onProgress: (records) =>
      listener.progress?.({ entity: merge.name, bytes: 0, records, rejected: 0 }),
  });
}
