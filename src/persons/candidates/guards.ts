import { areSameWords } from "../likeness/names.ts";
import type { Person } from "../likeness/person.ts";
import { isMarked, type Weighed } from "../likeness/score-pair.ts";

/** Why two records that look like one person may be two. */
export type GuardName =
  | "twins"
  | "siblings"
  | "parent and child"
  | "mother and newborn"
  | "newborns of one mother"
  | "named since"
  | "couple"
  | "another family name"
  | "another national id";

/** What a guard takes from the score. */
export interface Guard {
  readonly guard: GuardName;
  /** Not above 0. */
  readonly bits: number;
}

interface Rule {
  readonly guard: GuardName;
  readonly bits: number;
  readonly holds: (pair: Pair) => boolean;
}

interface Pair {
  readonly one: Person;
  readonly other: Person;
  /** How the trait agrees; undefined where one of both lacks it. */
  readonly agreement: (trait: Weighed["shares"][number]["trait"]) => string | undefined;
  /** Between the births; undefined unless both are known. */
  readonly years: number | undefined;
}

/** Enough to keep a pair off the list, whatever speaks for it. */
const APART = -24;
/** Parents are older by so much. */
const GENERATION = 13;

/** The families that live under one roof, with one phone and one name. */
const RULES: readonly Rule[] = [
  {
    guard: "mother and newborn",
    bits: APART,
    holds: (pair) => oneIsNewborn(pair) && (pair.years ?? 0) >= GENERATION,
  },
  {
    guard: "newborns of one mother",
    bits: APART,
    holds: ({ one, other }) =>
      areNewborns(one, other) &&
      (saysOtherwise(one, other, ["first", "second", "third-born"]) ||
        saysOtherwise(one, other, ["boy", "girl"])),
  },
  {
    guard: "newborns of one mother",
    bits: -5,
    holds: ({ one, other }) => areNewborns(one, other),
  },
  { guard: "named since", bits: -1, holds: oneIsNewborn },
  {
    guard: "parent and child",
    bits: APART,
    holds: ({ one, other, years }) =>
      saysOtherwise(one, other, ["junior", "senior", "third"]) ||
      ((years ?? 0) >= GENERATION && one.given !== "" && other.given !== ""),
  },
  {
    guard: "twins",
    bits: APART,
    holds: (pair) => areBornTogether(pair) && hasOtherGiven(pair) && !isOtherFamily(pair),
  },
  {
    guard: "twins",
    bits: APART,
    // Maria and Mario are a vowel apart.
    holds: (pair) =>
      areBornTogether(pair) &&
      pair.agreement("gender") === "another" &&
      pair.one.given !== pair.other.given,
  },
  {
    guard: "couple",
    bits: -9,
    holds: (pair) =>
      pair.agreement("gender") === "another" && sharesHome(pair) && hasOtherGiven(pair),
  },
  {
    guard: "siblings",
    bits: -9,
    holds: (pair) =>
      sharesHome(pair) &&
      hasOtherGiven(pair) &&
      (pair.years === undefined || pair.agreement("birth") === "another"),
  },
  {
    guard: "twins",
    bits: -7,
    // Brothers are called Muhammad Hasan and Muhammad Husain.
    holds: (pair) =>
      areBornTogether(pair) && sharesHome(pair) && hasOtherWord(pair) && !isWoman(pair),
  },
  { guard: "another family name", bits: -1, holds: isOtherFamily },
  {
    guard: "another national id",
    bits: -5,
    holds: ({ agreement }) => agreement("nationalId") === "another",
  },
];

/** The first that holds of each, so that one family is not told twice. A shared national id silences them all. */
export function guardsOf(one: Person, other: Person, weighed: Weighed): Guard[] {
  const agreements = new Map(weighed.shares.map(({ trait, agreement }) => [trait, agreement]));
  const years = yearsBetween(one.birth, other.birth);
  const pair: Pair = { one, other, years, agreement: (trait) => agreements.get(trait) };
  if (pair.agreement("nationalId") === "same" && !oneIsNewborn(pair)) return [];
  const found = RULES.filter((rule) => rule.holds(pair));
  const strongest = found.toSorted((some, more) => some.bits - more.bits)[0];
  return strongest === undefined ? [] : [{ guard: strongest.guard, bits: strongest.bits }];
}

function yearsBetween(one: string, other: string): number | undefined {
  if (one === "" || other === "") return undefined;
  return Math.abs(Number(one.slice(0, 4)) - Number(other.slice(0, 4)));
}

function oneIsNewborn({ one, other }: Pair): boolean {
  return isMarked(one, "newborn") !== isMarked(other, "newborn");
}

const areNewborns = (one: Person, other: Person): boolean =>
  isMarked(one, "newborn") && isMarked(other, "newborn");

/** Whether both say one of these, and not the same. */
function saysOtherwise(one: Person, other: Person, marks: readonly string[]): boolean {
  const [some, more] = [one, other].map((person) => marks.filter((mark) => isMarked(person, mark)));
  return some?.length === 1 && more?.length === 1 && some[0] !== more[0];
}

const areBornTogether = ({ one, other }: Pair): boolean =>
  one.birth !== "" && one.birth === other.birth && one.birth.length === "YYYY-MM-DD".length;

const sharesHome = ({ agreement }: Pair): boolean =>
  agreement("phone") === "same" || agreement("address") === "same" || agreement("email") === "same";

/** Both are called by a name of their own, and not by the same, however the words are ordered. */
function hasOtherGiven({ one, other, agreement }: Pair): boolean {
  if (one.given === "" || other.given === "" || agreement("name") === "same") return false;
  if (agreement("name") === "in another script") return false;
  if (areSameWords(one.given, other.given)) return false;
  // The order of the words is not known everywhere: what is given of one may stand last in the other.
  const [words, others] = [one.name.split(" "), other.name.split(" ")];
  return !(areSameWords(one.given, others.join(" ")) && areSameWords(other.given, words.join(" ")));
}

/** Each has a word that the other lacks, though they share one. */
function hasOtherWord({ one, other, agreement }: Pair): boolean {
  if (agreement("name") === "in another script") return false;
  const [words, others] = [one.name.split(" "), other.name.split(" ")];
  const lacks = (some: readonly string[], name: string) =>
    some.some((word) => !areSameWords(word, name));
  return lacks(words, other.name) && lacks(others, one.name);
}

/** Women change their names with a marriage, in many places. */
const isWoman = ({ one, other }: Pair): boolean =>
  one.gender.startsWith("f") || other.gender.startsWith("f");

/** The same given name and birth, another family name: perhaps by marriage. */
function isOtherFamily(pair: Pair): boolean {
  return pair.agreement("name") === "given name alone";
}
