import { trimText } from "../../../shared/trim-text.ts";
import type { Overlay } from "../rejects/reject.ts";
import type { RejectIndex } from "../rejects/reject-index.ts";
import type { Corrections } from "./corrections.ts";
import type { RejectKeys } from "./reject-keys.ts";
import type { Correction, RecordKey } from "./step.ts";

/** Where the records of corrections stand in a `RejectIndex`, which finds them by the id that the export gives them. */
export class RejectsByKey {
  readonly #index: RejectIndex;
  readonly #keys: RejectKeys;
  /** `cellsMark` of those that have been asked for. */
  readonly #marks = new Map<number, string>();

  constructor(index: RejectIndex, keys: RejectKeys) {
    this.#index = index;
    this.#keys = keys;
  }

  /** @param key of any entity where it names none */
  numbersOf(key: RecordKey): readonly number[] {
    const found = this.#index.withExportId(key);
    return key.cells === "" ? found : found.filter((number) => this.#markOf(number) === key.cells);
  }

  #markOf(number: number): string {
    const known = this.#marks.get(number);
    if (known !== undefined) return known;
    const reject = this.#index.record(number);
    const mark = reject === undefined ? "" : this.#keys.exactKeyOf(reject).cells;
    this.#marks.set(number, mark);
    return mark;
  }

  /** What corrections make of the rejected records, for `RejectIndex.lay`. */
  overlays(corrections: Corrections): Overlay[] {
    const found = new Map<number, Correction[]>();
    for (const one of corrections.list()) {
      for (const number of this.numbersOf(one)) {
        found.set(number, [...(found.get(number) ?? []), one]);
      }
    }
    return [...found].flatMap(([number, own]) => this.#overlay(number, own) ?? []);
  }

  #overlay(number: number, own: readonly Correction[]): Overlay | undefined {
    const reject = this.#index.record(number);
    if (reject?.was === undefined) return undefined;
    const withdrawal = own.find(({ decision }) => decision === "withdraw");
    if (withdrawal !== undefined) {
      return { number, state: "withdrawn", cells: new Map(), why: withdrawal.why };
    }
    const cells = new Map<number, string>();
    for (const { column, was, now } of own) {
      const at = column === "" ? -1 : this.#keys.placeOf(reject, column);
      if (at >= 0 && trimText(reject.was[at] ?? "") === was) cells.set(at, now);
    }
    const isMeant = own.some(({ decision }) => decision === "as written");
    return cells.size > 0 || isMeant ? { number, state: "corrected", cells } : undefined;
  }
}
