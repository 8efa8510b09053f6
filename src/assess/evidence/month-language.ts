import {
  MONTH_LANGUAGES,
  type MonthLanguage,
  monthReader,
} from "../../../importers/convert/month-names.ts";

/** The languages that months are called in. */
export interface NamedIn {
  /** The fewest that know the names; English alone where it does. */
  readonly languages: readonly MonthLanguage[];
  /** Languages that know all names as well, and mean other months by them. */
  readonly rivals: readonly MonthLanguage[];
}

/** Finds out in which language months are called so, by the names of a whole column. */
export function namesOf(names: readonly string[]): NamedIn {
  const readers = MONTH_LANGUAGES.map((language) => [language, monthReader([language])] as const);
  const months = (read: (name: string) => number | undefined) => names.map(read).join();
  const whole = readers.filter(([, read]) => names.every((name) => read(name) !== undefined));
  const [best] = whole;
  if (best === undefined) return { languages: severalOf(names), rivals: [] };
  const said = months(best[1]);
  const rivals = whole.filter(([, read]) => months(read) !== said).map(([language]) => language);
  return { languages: [best[0]], rivals };
}

/** Where no language knows all names: one after the other, each that knows the most of the rest. */
function severalOf(names: readonly string[]): MonthLanguage[] {
  const taken: MonthLanguage[] = [];
  let rest = [...names];
  while (rest.length > 0) {
    const known = (language: MonthLanguage) => {
      const read = monthReader([language]);
      return rest.filter((name) => read(name) !== undefined).length;
    };
    const best = MONTH_LANGUAGES.map((language) => ({ language, count: known(language) })).reduce(
      (one, other) => (other.count > one.count ? other : one),
    );
    if (best.count === 0) break;
    taken.push(best.language);
    const read = monthReader([best.language]);
    rest = rest.filter((name) => read(name) === undefined);
  }
  return taken;
}

/** What a mapping says of the languages; nothing of English, nor where the names mean several months. */
export function languageOf({ languages, rivals }: NamedIn): { language?: unknown } {
  if (rivals.length > 0 || languages.every((language) => language === "en")) return {};
  return { language: languages.length === 1 ? languages[0] : languages };
}
