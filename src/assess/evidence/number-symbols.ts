import { currenciesOf } from "../../../shared/currency-signs.ts";

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
