import { inLatin } from "../likeness/names.ts";
import { comparableName, type Person, plainWords } from "../likeness/person.ts";

/** A name as the columns of a record have it; empty where there is none. */
export interface WrittenName {
  readonly firstName: string;
  readonly lastName: string;
  readonly fullName: string;
}

/** Who comes after a father of the same name, and the father. */
const GENERATIONS: readonly (readonly [string, RegExp])[] = [
  ["junior", /\b(?:jr|jnr|junior|filho|fils|hijo|minor|ii|2nd|the younger)\b/],
  ["senior", /\b(?:snr|senior|pere|padre|pai|major|the elder)\b/],
  ["third", /\b(?:iii|3rd|neto)\b/],
];
/** Before a name it is a title in Spanish. */
const SENIOR_LAST = /\S\s+sr$/;

/** A child that was registered before it had a name of its own. */
const NEWBORN =
  /\b(?:baby|babe|b o|bb|infant|new ?born|neonate|f?etus|bebe|rn|recien nacid[oa]|nouveau ne|neugeborenes|saugling|recem nascid[oa]|twin|triplet|male child|female child)\b/;
const ORDINALS: readonly (readonly [string, RegExp])[] = [
  ["first", /\b(?:1|1st|i|a|one|first)\b/],
  ["second", /\b(?:2|2nd|ii|b|two|second)\b/],
  ["third-born", /\b(?:3|3rd|iii|c|three)\b/],
];
const SEXES: readonly (readonly [string, RegExp])[] = [
  ["boy", /\b(?:boy|male|son|hijo|nino|fils|s o)\b/],
  ["girl", /\b(?:girl|female|daughter|hija|nina|fille|d o)\b/],
];
/** What stands in the place of a name that nobody knows. */
const NO_NAME =
  /^(?:(?:unknown|unk|unidentified|un ?named|no name|nameless|test|dummy|demo|patient|person|anonymous|desconocid[oa]|sin nombre|inconnue?|unbekannt|xxx+|not in the export|n a|na|nil|none|john doe|jane doe)\s*)+(?:male|female|man|woman|body|\d+)*$/;

/** Words around the mother's name. */
const OF_NEWBORN =
  /\b(?:baby|babe|b o|bb|infant|new ?born|neonate|f?etus|bebe|rn|recien nacid[oa]|nouveau ne|neugeborenes|saugling|recem nascid[oa]|twin|triplet|child|of|de|von|da|do|boy|girl|male|female|son|daughter|1|2|3|i|ii|iii|1st|2nd|3rd|a|b|c|one|two|three|first|second)\b/g;

const LATIN = /\p{Script=Latin}/u;
const LETTER = /\p{L}/u;

/** A name made comparable: its words, which of them are the person's own, and what else it says. */
export function readName(written: WrittenName): Pick<Person, "name" | "given" | "marks"> {
  const text = wholeName(written);
  const plain = plainWords(inLatin(text));
  if (plain === "" || NO_NAME.test(plain)) return { name: "", given: "", marks: "" };
  const isNewborn = NEWBORN.test(plain);
  const marks = [
    ...(isNewborn ? ["newborn", ...said(ORDINALS, plain), ...said(SEXES, plain)] : []),
    ...(isNewborn ? [] : said(GENERATIONS, plain)),
    ...(!isNewborn && SENIOR_LAST.test(plain) ? ["senior"] : []),
    ...(LETTER.test(text) && !LATIN.test(text) ? ["foreign"] : []),
  ];
  const own = isNewborn ? plain.replace(OF_NEWBORN, " ") : withoutGeneration(plain);
  return {
    name: comparableName(own),
    given: isNewborn ? "" : givenIn(written, text),
    marks: [...new Set(marks)].sort().join(" "),
  };
}

const said = (words: readonly (readonly [string, RegExp])[], name: string): string[] =>
  words.flatMap(([mark, pattern]) => (pattern.test(name) ? [mark] : []));

const withoutGeneration = (name: string): string =>
  GENERATIONS.reduce((left, [, pattern]) => left.replace(pattern, " "), name).trim() || name;

/** The whole name says more than its parts where both are there. */
function wholeName({ firstName, lastName, fullName }: WrittenName): string {
  const parts = [firstName, lastName].filter((part) => part !== "").join(" ");
  return parts === "" ? fullName : parts;
}

/** `Rao, Asha` is Asha; without a comma the first word is the person's own, but for titles. */
function givenIn({ firstName }: WrittenName, text: string): string {
  if (firstName !== "") return inOrder(firstName);
  const [family = "", own = ""] = text.split(",");
  if (own.trim() !== "") return inOrder(own);
  return inOrder(family).split(" ")[0] ?? "";
}

/** The words of a name in their own order, without titles. */
const inOrder = (name: string): string =>
  plainWords(inLatin(name))
    .split(" ")
    .filter((word) => comparableName(word) !== "")
    .join(" ");
