import { NumberTable } from "../../digest/number-table.ts";
import { type KnownParent, type TabledParent, tabled } from "../decide/found-parent.ts";

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
