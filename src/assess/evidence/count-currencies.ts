import { currenciesOf } from "../../../shared/currency-signs.ts";
import type { Decision } from "../assessment.ts";

/** More sets of symbols are not told apart. */
const MOST = 64;

/** Counts the symbols beside amounts, to find out whether they can all be of one currency. */
export class CurrencyCount {
  /** By the symbols of a cell, how many cells have them. */
  readonly #cells = new Map<string, number>();

  add(symbols: readonly string[]): void {
    const money = symbols.filter((symbol) => currenciesOf(symbol) !== undefined);
    const key = money.sort().join(" ");
    if (key === "") return;
    if (this.#cells.size < MOST || this.#cells.has(key)) {
      this.#cells.set(key, (this.#cells.get(key) ?? 0) + 1);
    }
  }

  /** Whether no currency has all the symbols. */
  areSeveral(): boolean {
    const [first = [], ...rest] = [...this.#cells.keys()]
      .flatMap((key) => key.split(" "))
      .map((symbol) => currenciesOf(symbol) ?? []);
    return this.#cells.size > 0 && !first.some((one) => rest.every((all) => all.includes(one)));
  }

  /** Nothing if one currency may have all the symbols. */
  result(): Decision[] {
    if (!this.areSeveral()) return [];
    const readings = [...this.#cells]
      .sort(([, one], [, other]) => other - one)
      .map(([reading, count]) => ({ reading, proves: count, fits: count }));
    const counts = readings.map(({ reading, fits }) => `${fits} with ${reading}`);
    return [
      {
        subject: "currencies",
        status: "undecided",
        readings,
        unread: 0,
        options: {},
        undecided: readings.reduce((sum, { fits }) => sum + fits, 0),
        evidence: `amounts of several currencies: ${counts.join(", ")}`,
      },
    ];
  }
}
