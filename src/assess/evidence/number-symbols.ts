import { currenciesOf } from "../../../shared/currency-signs.ts";
import type { Decision } from "../assessment.ts";

/** What says nothing of a currency: rupees without paise, whole crowns, a share, years of age. */
const NEUTRAL = [
  ...["/-", "/=", "/–", ",-", ".-", ",–", ".–", ",—", ".—", ",--", ".--", "only", "%"],
  ...["y", "yr", "yrs", "yrs.", "year", "years", "y/o", "yo", "an", "ans", "año", "años", "anos"],
  ...["jahr", "jahre", "anni", "jaar", "lat", "лет", "yaş", "tahun", "thn", "سال", "سنة", "वर्ष"],
];

const neutral = new Set(NEUTRAL);

const isSymbol = (text: string): boolean =>
  currenciesOf(text) !== undefined || neutral.has(text.toLowerCase());
/** Marks that stand right behind the digits, before words. */
const GLUED = /^([/.,:][-=–—]{1,2})(.+)$/u;

/** The symbols beside a number, as they are written; undefined if one is none: it may be a person's word. */
export function symbolsIn(text: string): readonly string[] | undefined {
  if (text === "") return NONE;
  if (isSymbol(text)) return [text];
  // Most cells that are no amounts are told by it.
  if (!SEVERAL.test(text)) return undefined;
  const found = text.split(/\s+/u).flatMap((part) => {
    if (isSymbol(part)) return [part];
    const [, mark = "", rest = ""] = GLUED.exec(part) ?? [];
    return [mark, rest];
  });
  return found.every(isSymbol) ? found : undefined;
}

const SEVERAL = /[\s/.,:]/u;
const NONE: readonly string[] = [];

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
