import { NumberTable } from "../../digest/number-table.ts";
import type { AppendedRows } from "../../ledger/appended-rows.ts";
import { type KnownParent, type TabledParent, tabled } from "../decide/resolve.ts";
import type { ParentLookup } from "./parent-lookup.ts";

/** Parents that are remembered; a hospital's patients and doctors fit. */
const REMEMBERED = 400_000;

/** Finds the rows that one reference of an entity leads to. */
export interface ParentFinder {
  /** The parent; or that its row was deleted in the application; undefined if no import brought one. */
  find(legacyId: string): TabledParent | "deleted" | undefined;
  /** @param lows of the hashes of the legacy ids that will be asked for; used up */
  foresee(lows: Int32Array): void;
}

interface ParentsOf {
  readonly lookup: ParentLookup;
  /** What a first import has appended of them: then the crosswalk has no index. */
  readonly rows?: AppendedRows | undefined;
  /** After how many look-ups all are read at once. */
  readonly readAll: number | "never";
}

/** Remembers what it finds, and reads all parents at once where most will be asked for. */
export function parentFinder({ lookup, rows, readAll }: ParentsOf): ParentFinder {
  const known = new ParentTable();
  let looked = 0;
  let hasAll = false;
  const readOnce = (): void => {
    known.clear();
    rows?.flush();
    hasAll = remember(lookup, known) === "all" && rows !== undefined;
  };
  const ask = (legacyId: string) => {
    if (rows === undefined) return lookup.find(legacyId);
    const row = rows.find(legacyId);
    return row && lookup.at(row.id);
  };
  const look = (legacyId: string): ReturnType<ParentFinder["find"]> => {
    if (looked++ === readAll) {
      readOnce();
      const remembered = known.find(legacyId);
      if (remembered !== undefined) return remembered;
    }
    // Those of other entities are all there before a first import comes to their children.
    if (hasAll) return undefined;
    const found = ask(legacyId);
    if (typeof found !== "object") return found;
    if (readAll === "never") return tabled(legacyId, found);
    if (known.size >= REMEMBERED) known.clear();
    return known.add(legacyId, found);
  };
  return {
    find: (legacyId) => known.find(legacyId) ?? look(legacyId),
    foresee: (lows) => known.fetch(lows),
  };
}

function remember(lookup: ParentLookup, known: ParentTable): "all" | "a part" {
  for (const [legacyId, parent] of lookup.all()) {
    if (known.size >= REMEMBERED) return "a part";
    known.add(legacyId, parent);
  }
  return "all";
}

/** Two for each parent: the legacy id that records name it by, and its target id. */
const IDS = 2;
/** Two for each parent: what its target id hashes to. */
const LANES = 2;

/**
 * Parents by their legacy ids, found through a table of numbers: a look-up among hundreds of
 * thousands goes to memory a few times, where a `Map` of texts goes twice as often. What is known of
 * a parent lies in lists side by side, which take a third of the memory of an object for each.
 */
export class ParentTable {
  readonly #ids: string[] = [];
  readonly #carried: KnownParent["carried"][] = [];
  #lanes = new Int32Array(LANES * 1024);
  /** Those that are not as nearly all are: placeholders, and rows of another legacy id. */
  readonly #others = new Map<number, Pick<KnownParent, "legacyId" | "placeholder">>();
  #numbers = new NumberTable();
  #sought = "";
  readonly #isSought = (number: number): boolean => this.#ids[(number - 1) * IDS] === this.#sought;

  get size(): number {
    return this.#carried.length;
  }

  /** A parent that is not in the table yet. */
  add(key: string, known: KnownParent): TabledParent {
    const parent = tabled(key, known);
    const { targetId, legacyId, placeholder, carried, low, high } = parent;
    const at = this.size;
    this.#numbers.add(key, at + 1);
    this.#ids.push(key, targetId);
    this.#carried.push(carried);
    if (legacyId !== key || placeholder) this.#others.set(at, { legacyId, placeholder });
    if (at * LANES === this.#lanes.length) this.#lanes = twiceAsLong(this.#lanes);
    this.#lanes[at * LANES] = low;
    this.#lanes[at * LANES + 1] = high;
    return parent;
  }

  clear(): void {
    this.#ids.length = 0;
    this.#carried.length = 0;
    this.#others.clear();
    this.#numbers = new NumberTable();
  }

  find(key: string): TabledParent | undefined {
    this.#sought = key;
    const number = this.#numbers.search(key, this.#isSought);
    // An index that no list has would make this slow for all keys.
    if (number === 0) return undefined;
    const at = number - 1;
    const other = this.#others.size === 0 ? undefined : this.#others.get(at);
    return {
      key,
      targetId: this.#ids[at * IDS + 1] ?? "",
      legacyId: other === undefined ? key : other.legacyId,
      placeholder: other?.placeholder ?? false,
      carried: this.#carried[at] as KnownParent["carried"],
      low: this.#lanes[at * LANES] ?? 0,
      high: this.#lanes[at * LANES + 1] ?? 0,
    };
  }

  /**
   * Brings the parents of many keys near: they lie all over the memory, and to fetch them one by one,
   * each when it is needed, is what takes time.
   *
   * @param lows low lanes of the keys' hashes; used up
   * @returns how many there are, by their hashes; what was not counted would not need to be fetched
   */
  fetch(lows: Int32Array): number {
    this.#numbers.guess(lows);
    const ids: string[] = [];
    for (let nth = 0; nth < lows.length; nth++) {
      const at = (lows[nth] ?? 0) - 1;
      if (at >= 0) ids.push(this.#ids[at * IDS] ?? "", this.#ids[at * IDS + 1] ?? "");
    }
    let known = 0;
    for (const id of ids) known += id.length > 0 ? 1 : 0;
    return known / IDS;
  }
}

function twiceAsLong(lanes: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(lanes.length * 2);
  longer.set(lanes);
  return longer;
}
