import type { RecordState } from "../../chain/standing.ts";
import type { RecordRef } from "../../chain/trace/record-ref.ts";
import {
  type ListedRecord,
  type ListPage,
  recordsIn,
  recordsNoted,
} from "../../ledger/records-in-state.ts";
import { type ChainOf, readingChain } from "./chain-at-hand.ts";

/** A record of a list, and the way to its story. */
export interface RecordOfList extends ListedRecord {
  readonly ref: RecordRef;
}

/** States of which the ledger names each record: of the others it has a count. */
export const LISTED_STATES = ["in", "duplicate", "skipped", "withdrawn"] as const;
export type ListedState = (typeof LISTED_STATES)[number];

export const isListed = (state: RecordState | string): state is ListedState =>
  LISTED_STATES.some((one) => one === state);

/** The records of an entity that came to one state, page by page. */
export const listRecords = (
  of: ChainOf,
  { entity, state }: { readonly entity: string; readonly state: ListedState },
  page: ListPage,
): Promise<RecordOfList[]> =>
  readingChain(
    of,
    ({ db, chain: { legacySystem, runs } }) => {
      if (state === "in") {
        const found = recordsIn(db, { entity, legacySystem }, page);
        return found.map((one) => Object.assign(one, { ref: { crosswalk: one.number } }));
      }
      const standing = runs.filter(({ kind, status }) => kind !== "undo" && status !== "undone");
      const runIds = standing.map(({ id }) => id);
      const found = recordsNoted(db, { entity, outcome: state, runIds }, page);
      return found.map((one) => Object.assign(one, { ref: { exception: one.number } }));
    },
    "as it comes",
  );
