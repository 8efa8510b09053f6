import type { DbValue } from "../../db/database.ts";
import { conflictsOf, linksTo } from "../../ledger/joined-persons.ts";
import type { RecordName } from "../../persons/merge.ts";
import { type OwnRow, OwnRows } from "../../persons/own-row.ts";
import {
  allVerdicts,
  inMergeOrder,
  type KeptVerdict,
  pairKey,
} from "../../persons/verdicts/verdict-ledger.ts";
import { UsageError } from "../../plain/errors.ts";
import { type ChainAtHand, type ChainOf, readingChain } from "../chain/chain-at-hand.ts";
import { targetIn } from "../run/target-in.ts";
import { type ListedPair, type PersonList, personsOf } from "./list.ts";
import { mergeOf, mergesAtHand, nameOf } from "./merges-at-hand.ts";

/** One column of two records, side by side. */
export interface BesideRow {
  readonly column: string;
  readonly a: DbValue;
  readonly b: DbValue;
  /** Both say something, and not the same. */
  readonly differs: boolean;
}

/** Two records, as a person decides about them. */
export interface ShownPair {
  readonly pair: ListedPair;
  readonly rows: readonly BesideRow[];
  /** Rows that name each, by table. */
  readonly hangingOn: readonly [Readonly<Record<string, number>>, Readonly<Record<string, number>>];
  /** Whether they are one person in the application now. */
  readonly areJoined: boolean;
  /** All that was said of the two, the oldest first. */
  readonly said: readonly KeptVerdict[];
  /** The pair to look at after this one; undefined if there is none. */
  readonly next: ListedPair | undefined;
  /** How many have been looked at, of all. */
  readonly done: number;
  readonly all: number;
}

/**
 * Shows two records side by side, proposed or not.
 *
 * @param choose says which, of what is listed or not
 * @throws UsageError if there are no such records
 */
export function showPair(
  of: ChainOf,
  choose: (list: PersonList) => readonly [RecordName, RecordName],
): Promise<ShownPair> {
  return readingChain(of, (at) => {
    const list = personsOf(at);
    const records = choose(list);
    const { merge, rows } = mergeHolding(at, of, records[0]);
    const { a, b } = inMergeOrder(merge, records);
    const [one, other] = [a, b].map((record) => found(rows, record)) as [OwnRow, OwnRow];
    const { pairs, counts } = list;
    const key = pairKey({ a, b });
    const listed = pairs.find((pair) => pairKey(pair) === key);
    const said = allVerdicts(at.db, at.chain.legacySystem).filter(
      (verdict) => pairKey(verdict) === key,
    );
    const unknown = { candidate: undefined, verdict: undefined, state: "open" } as const;
    return {
      pair: listed ?? { merge: merge.name, a, b, ...unknown },
      rows: beside(one, other).filter(
        ({ column }) => column !== merge.key && !merge.own.includes(column),
      ),
      hangingOn: [rows.hangingOn(one), rows.hangingOn(other)],
      areJoined: one.personId === other.personId,
      said,
      next: nextAfter(pairs, key),
      done: pairs.length - counts.open - counts.changed - counts.later,
      all: pairs.length,
    };
  });
}

function mergeHolding(
  { db, chain: { legacySystem } }: ChainAtHand,
  of: ChainOf,
  record: RecordName,
) {
  const merges = mergesAtHand(db, { target: targetIn(db, of.target), legacySystem });
  const { merge, isInForce } = mergeOf(merges, record);
  return { merge, isInForce, rows: new OwnRows(db, { merge, legacySystem }) };
}

/** @throws UsageError */
function found(rows: OwnRows, record: RecordName): OwnRow {
  const row = rows.find(record);
  if (row !== undefined) return row;
  throw new UsageError(`There is no record ${nameOf(record)} in the database.`, {
    cure: "Find it with  hmsync import:trace",
  });
}

const isEmpty = (value: DbValue | undefined): boolean =>
  value === undefined || value === null || value === "";

function beside(one: OwnRow, other: OwnRow): BesideRow[] {
  const theirs = new Map(other.cells);
  return one.cells.flatMap(([column, a]) => {
    const b = theirs.get(column) ?? null;
    if (isEmpty(a) && isEmpty(b)) return [];
    return [{ column, a, b, differs: !isEmpty(a) && !isEmpty(b) && a !== b }];
  });
}

const toLookAt = ({ state }: ListedPair): boolean => state === "open" || state === "changed";

/** The next that nobody has decided; from the top again where none follows. */
function nextAfter(pairs: readonly ListedPair[], key: string): ListedPair | undefined {
  const at = pairs.findIndex((pair) => pairKey(pair) === key);
  const others = [...pairs.slice(at + 1), ...pairs.slice(0, Math.max(0, at))];
  return others.find(toLookAt);
}

/** A record of a person, and what it is held to be one with the others by. */
export interface PersonRecord {
  readonly row: OwnRow;
  readonly hangingOn: Readonly<Record<string, number>>;
}

/** All that is known of one person. */
export interface ShownPerson {
  readonly merge: string;
  readonly personId: string;
  /** The row in the application. */
  readonly cells: OwnRow["cells"];
  /** The first gives the person's key. */
  readonly records: readonly PersonRecord[];
  /** Declared by the export, between two of the records. */
  readonly links: readonly {
    readonly link: string;
    readonly from: RecordName;
    readonly to: RecordName;
  }[];
  /** What was said of any two of them, or of one and another record. */
  readonly said: readonly KeptVerdict[];
  /** Columns in which records differ from the person, with the record. */
  readonly differs: readonly { readonly column: string; readonly record: RecordName }[];
}

/** @throws UsageError if there is no such record */
export function showPerson(of: ChainOf, record: RecordName): Promise<ShownPerson> {
  return readingChain(of, (at) => {
    const { merge, rows } = mergeHolding(at, of, record);
    const { personId } = found(rows, record);
    const records = rows.recordsOf(personId).map((name) => found(rows, name));
    const names = new Set(records.map(nameOf));
    const has = (one: RecordName) => names.has(nameOf(one));
    const said = allVerdicts(at.db, at.chain.legacySystem);
    return {
      merge: merge.name,
      personId,
      cells: rows.personCells(personId) ?? [],
      records: records.map((row) => ({ row, hangingOn: rows.hangingOn(row) })),
      links: linksAmong(at, merge.name, records),
      said: said.filter(({ a, b }) => has(a) || has(b)),
      differs: differencesOf(at, personId, records),
    };
  });
}

function linksAmong(
  { db, chain: { legacySystem } }: ChainAtHand,
  merge: string,
  records: readonly OwnRow[],
) {
  return records.flatMap((to) =>
    linksTo(db, { legacySystem, merge }, to).flatMap(({ link, ownId, space, legacyId }) => {
      const from = records.find(
        (one) => one.ownId === ownId || (one.space === space && one.legacyId === legacyId),
      );
      return from === undefined ? [] : [{ link, from, to }];
    }),
  );
}

function differencesOf({ db }: ChainAtHand, personId: string, records: readonly OwnRow[]) {
  return conflictsOf(db, personId).flatMap(({ column, ownId }) => {
    const record = records.find((one) => one.ownId === ownId);
    return record === undefined ? [] : [{ column, record }];
  });
}
