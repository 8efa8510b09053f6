import { trimText } from "../../../shared/trim-text.ts";
import type { Overlay, Reject } from "../rejects/reject.ts";
import type { RejectIndex } from "../rejects/reject-index.ts";
import type { Corrections } from "./corrections.ts";
import type { RejectKeys } from "./reject-keys.ts";
import type { Correction, RecordKey } from "./step.ts";

const textOf = ({ entity, file, legacyId }: Omit<RecordKey, "cells">): string =>
  [entity, file, legacyId].join("\0");

/**
 * Where the records of corrections stand in a `RejectIndex`: looked through once, so that a step costs what it
 * changes and not what is there.
 */
export class RejectsByKey {
  readonly #index: RejectIndex;
  readonly #keys: RejectKeys;
  readonly #numbers = new Map<string, number[]>();
  /** `cellsMark` of those that have been asked for. */
  readonly #marks = new Map<number, string>();

  constructor(index: RejectIndex, keys: RejectKeys) {
    this.#index = index;
    this.#keys = keys;
    for (let page = index.page({}, { size: PAGE }); page.length > 0; ) {
      for (const reject of page) this.#learn(reject);
      page = index.page({}, { size: PAGE, after: page.at(-1)?.number });
    }
  }

  #learn(reject: Reject): void {
    const legacyId = this.#keys.exportIdOf(reject);
    // It cannot be corrected here: nothing is laid over it.
    if (legacyId === undefined) return;
    const text = textOf({ ...reject, legacyId });
    const known = this.#numbers.get(text);
    if (known === undefined) this.#numbers.set(text, [reject.number]);
    else known.push(reject.number);
  }

  numbersOf(key: RecordKey): readonly number[] {
    const found = this.#numbers.get(textOf(key)) ?? [];
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
      const any = { ...one, entity: "" };
      for (const number of [...this.numbersOf(one), ...this.numbersOf(any)]) {
        found.set(number, [...(found.get(number) ?? []), one]);
      }
    }
    return [...found].flatMap(([number, own]) => this.#overlay(number, own) ?? []);
  }

  #overlay(number: number, own: readonly Correction[]): Overlay | undefined {
    const reject = this.#index.record(number);
    if (reject?.was === undefined) return undefined;
    if (own.some(({ decision }) => decision === "withdraw")) {
      return { number, state: "withdrawn", cells: new Map() };
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

const PAGE = 1000;
