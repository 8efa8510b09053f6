import { sharingRows } from "../../ledger/joined-persons.ts";
import type { RecordName } from "../../persons/merge.ts";
import {
  allVerdicts,
  evidenceOf,
  type KeptVerdict,
  lastVerdicts,
  pairKey,
} from "../../persons/verdicts/verdict-ledger.ts";
import {
  type ChainAtHand,
  type ChainOf,
  lastWriting,
  readingChain,
} from "../chain/chain-at-hand.ts";
import { type PersonBook, type ProposedPair, readBook } from "./book.ts";

/**
 * How far a pair is:
 * - open: nobody has said anything that holds
 * - changed: what was said was said of other evidence
 * - to-join, to-keep-apart: said, and no run has taken it in yet
 * - joined, apart: a run has
 */
export const PAIR_STATES = [
  "open",
  "changed",
  "later",
  "to-join",
  "to-keep-apart",
  "joined",
  "apart",
] as const;
export type PairState = (typeof PAIR_STATES)[number];

/** Two records that are proposed, or of which somebody has said something. */
export interface ListedPair {
  readonly merge: string;
  readonly a: RecordName;
  readonly b: RecordName;
  readonly state: PairState;
  /** Undefined where the last search did not propose them. */
  readonly candidate: ProposedPair | undefined;
  readonly verdict: KeptVerdict | undefined;
}

export interface PersonList {
  readonly legacySystem: string;
  /** Undefined if nobody has searched yet. */
  readonly book: PersonBook | undefined;
  /** Whether runs have written since the search. */
  readonly isOutdated: boolean;
  /** Those to look at first, the likeliest first; then what is decided. */
  readonly pairs: readonly ListedPair[];
  readonly counts: Readonly<Record<PairState, number>>;
}

/** Reads what is proposed and what was said. */
export const listPersons = (of: ChainOf): Promise<PersonList> => readingChain(of, personsOf);

/** The same of a chain that is open. */
export function personsOf({ db, chain, folder }: ChainAtHand): PersonList {
  const { legacySystem } = chain;
  const book = readBook(folder);
  const said = lastVerdicts(allVerdicts(db, legacySystem));
  const proposed = new Map((book?.candidates ?? []).map((one) => [pairKey(one), one]));
  const areJoined = sharingRows(db, legacySystem);
  const pairs = [...new Set([...proposed.keys(), ...said.keys()])].flatMap((key): ListedPair[] => {
    const [candidate, verdict] = [proposed.get(key), said.get(key)];
    const pair = candidate ?? verdict;
    if (pair === undefined) return [];
    const { merge, a, b } = pair;
    const state = stateOf({ candidate, verdict });
    // Declared since, or joined by way of a third record: nobody has to be asked any more.
    if (verdict === undefined && areJoined(a, b)) return [];
    return [{ merge, a, b, state, candidate, verdict }];
  });
  const counts = Object.fromEntries(PAIR_STATES.map((state) => [state, 0])) as Record<
    PairState,
    number
  >;
  for (const { state } of pairs) counts[state]++;
  pairs.sort((one, other) => order(one) - order(other) || bitsOf(other) - bitsOf(one));
  const isOutdated = book !== undefined && book.lastRun !== lastWriting(chain);
  return { legacySystem, book, isOutdated, pairs, counts };
}

const TO_LOOK_AT: readonly PairState[] = ["changed", "open"];
const order = ({ state }: ListedPair): number =>
  TO_LOOK_AT.includes(state) ? 0 : PAIR_STATES.indexOf(state);
const bitsOf = ({ candidate, verdict }: ListedPair): number =>
  candidate?.bits ?? verdict?.bits ?? Number.NEGATIVE_INFINITY;

function stateOf({ candidate, verdict }: Pick<ListedPair, "candidate" | "verdict">): PairState {
  if (verdict === undefined || verdict.isUndone) return "open";
  const { evidence, verdict: word, run } = verdict;
  const isOther =
    candidate !== undefined && evidence !== null && evidenceOf(candidate) !== evidence;
  if (isOther) return "changed";
  if (word === "later") return "later";
  if (word === "same") return run === null ? "to-join" : "joined";
  return run === null ? "to-keep-apart" : "apart";
}
