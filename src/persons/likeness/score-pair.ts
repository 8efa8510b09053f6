import { distance } from "fastest-levenshtein";
import { areNamesAlike, areSameWords, skeletonOf } from "./names.ts";
import type { Person } from "./person.ts";

/** How many persons of the file have the same value. */
export type CountSame = (trait: Trait, value: string) => number;

/** What persons are compared by. */
export type Trait = "name" | "birth" | "phone" | "email" | "address" | "nationalId";

/** How two values of one trait agree, in words that hold no value. */
export type Agreement =
  | "same"
  | "alike"
  | "in another script"
  | "given name alone"
  | "not named yet"
  | "as far as known"
  | "day and month swapped"
  | "one digit apart"
  | "another";

/** What one trait adds to the score. */
export interface Share {
  readonly trait: Trait | "gender";
  readonly agreement: Agreement;
  /** The binary logarithm of how many times likelier this is of one person than of two. */
  readonly bits: number;
}

/** Two records, weighed: what is known before they are looked at, and what each trait adds. */
export interface Weighed {
  readonly prior: number;
  /** Of the traits that both have. */
  readonly shares: readonly Share[];
  /** The sum. */
  readonly bits: number;
}

/** How likely two records are of one person, and why. */
export interface PairScore {
  /** 0 to 1. */
  readonly score: number;
  /** Without a value. */
  readonly reasons: readonly string[];
}

interface Weighing {
  /** The share of records of one person that agree in it. */
  readonly agree: number;
  /** What speaks against one person, where they do not. */
  readonly disagree: number;
  readonly called: string;
}

/** Phones and addresses change, births do not. */
const TRAITS: Readonly<Record<Trait, Weighing>> = {
  name: { agree: 0.9, disagree: -5.5, called: "name" },
  birth: { agree: 0.93, disagree: -4.5, called: "birth date" },
  phone: { agree: 0.6, disagree: -1.3, called: "phone" },
  email: { agree: 0.6, disagree: -1, called: "e-mail" },
  address: { agree: 0.6, disagree: -0.7, called: "address" },
  nationalId: { agree: 0.95, disagree: -3, called: "national id" },
};
/** A small file does not show how rare a value is. */
const FEWEST_PERSONS = 2_000;
/** One record in a hundred is there twice. */
const TWICE = 0.01;
/** What nearly agrees counts half. */
const NEARLY = 0.5;
const OTHER_GENDER = -4;
/** A family name changes with a marriage. */
const GIVEN_ALONE = 2.5;
/** Nor is it known of a newborn, who mostly is registered again. */
const NOT_NAMED = 2.5;
/** What a consonant of a name says that is written in another script. */
const BITS_OF_LETTER = 2.5;
const FEWEST_CONSONANTS = 2;
/** Of a birth year, and of a month. */
const BITS_OF_YEAR = 5;
const BITS_OF_MONTH = 8.5;
const WHOLE_DAY = 10;

/** The persons that a pair is of. */
export interface Among {
  /** How many there are. */
  readonly persons: number;
  readonly countSame: CountSame;
}

/**
 * Weighs what two records share by how rare it is (Fellegi and Sunter 1969): two of the same rare name
 * and birth date are one person, two Patels at one address are not.
 */
export function weighPair(one: Person, other: Person, { persons, countSame }: Among): Weighed {
  const rarity = (trait: Trait, value: string): number => {
    const { agree } = TRAITS[trait];
    return Math.log2((agree * Math.max(persons, FEWEST_PERSONS)) / countSame(trait, value));
  };
  const shares = [
    compareNames(one, other, rarity),
    compareBirths(one, other, rarity),
    ...(["phone", "email", "address", "nationalId"] as const).map((trait) =>
      compare(trait, [one[trait], other[trait]], rarity),
    ),
    compareGenders(one, other),
  ].flatMap((share) => share ?? []);
  const prior = Math.log2((2 * TWICE) / persons);
  return { prior, shares, bits: shares.reduce((sum, { bits }) => sum + bits, prior) };
}

/** The same as a likelihood, with its reasons in words. */
export function scorePair(one: Person, other: Person, among: Among): PairScore {
  const { bits, shares } = weighPair(one, other, among);
  return { score: likelihood(bits), reasons: shares.map(wordsOf).filter((words) => words !== "") };
}

/** 0 to 1, in hundredths. */
export const likelihood = (bits: number): number => Math.round((1 / (1 + 2 ** -bits)) * 100) / 100;

/** What a share says, without a value; nothing where it says nothing. */
export function wordsOf({ trait, agreement }: Share): string {
  if (trait === "gender") return agreement === "same" ? "" : "another sex";
  const { called } = TRAITS[trait];
  if (agreement === "same" || agreement === "another") return `${agreement} ${called}`;
  if (agreement === "alike") return "names alike";
  if (agreement === "day and month swapped") return "birth dates with day and month swapped";
  if (agreement === "one digit apart") return "birth dates one digit apart";
  return `${called}: ${agreement}`;
}

type Rarity = (trait: Trait, value: string) => number;

function compare(
  trait: Trait,
  [one, other]: readonly [string, string],
  rarity: Rarity,
): Share | undefined {
  if (one === "" || other === "") return undefined;
  if (one === other) return { trait, agreement: "same", bits: rarity(trait, one) };
  return { trait, agreement: "another", bits: TRAITS[trait].disagree };
}

/** That two have the same of so few says nothing. */
function compareGenders({ gender }: Person, { gender: other }: Person): Share | undefined {
  if (gender === "" || other === "" || gender === other) return undefined;
  return { trait: "gender", agreement: "another", bits: OTHER_GENDER };
}

function compareNames(one: Person, other: Person, rarity: Rarity): Share | undefined {
  const plainly = compare("name", [one.name, other.name], rarity);
  if (plainly === undefined || plainly.agreement === "same") return plainly;
  const rarest = Math.min(rarity("name", one.name), rarity("name", other.name)) * NEARLY;
  if (areNamesAlike(one.name, other.name) || areWordsAlike(one, other)) {
    return { trait: "name", agreement: "alike", bits: rarest };
  }
  const letters = sharedLetters(one, other);
  if (letters > 0) {
    const bits = Math.min(rarest, letters * BITS_OF_LETTER);
    return { trait: "name", agreement: "in another script", bits };
  }
  if (isMarked(one, "newborn") !== isMarked(other, "newborn")) {
    return { trait: "name", agreement: "not named yet", bits: NOT_NAMED };
  }
  if (areSameWords(one.given, other.given)) {
    return { trait: "name", agreement: "given name alone", bits: GIVEN_ALONE };
  }
  return plainly;
}

/** Word by word, however they are ordered: of a file's own names nobody has asked for that. */
const areWordsAlike = (one: Person, other: Person): boolean =>
  one.given !== "" && other.given !== "" && areSameWords(one.name, other.name);

/** Consonants that two names share all of, of which one was written in another script. */
function sharedLetters(one: Person, other: Person): number {
  if (isMarked(one, "foreign") === isMarked(other, "foreign")) return 0;
  const [letters, others] = [skeletonOf(one.name), skeletonOf(other.name)];
  return letters === others && letters.length >= FEWEST_CONSONANTS ? letters.length : 0;
}

/** Whether a name says so. */
export const isMarked = ({ marks }: Pick<Person, "marks">, mark: string): boolean =>
  marks.split(" ").includes(mark);

function compareBirths(one: Person, other: Person, rarity: Rarity): Share | undefined {
  const plainly = compare("birth", [one.birth, other.birth], rarity);
  if (plainly === undefined) return undefined;
  const known = Math.min(one.birth.length, other.birth.length);
  if (known < WHOLE_DAY) return comparePartly(one.birth.slice(0, known), other.birth);
  if (plainly.agreement === "same") return plainly;
  const bits = Math.min(rarity("birth", one.birth), rarity("birth", other.birth)) * NEARLY;
  const [year, month, day] = one.birth.split("-");
  if (other.birth === `${year}-${day}-${month}`) {
    return { trait: "birth", agreement: "day and month swapped", bits };
  }
  if (distance(one.birth, other.birth) === 1) {
    return { trait: "birth", agreement: "one digit apart", bits };
  }
  return plainly;
}

/** Only the year is known of one, or the month. */
function comparePartly(known: string, other: string): Share {
  if (!other.startsWith(known)) {
    return { trait: "birth", agreement: "another", bits: TRAITS.birth.disagree };
  }
  const bits = known.length > "YYYY".length ? BITS_OF_MONTH : BITS_OF_YEAR;
  return { trait: "birth", agreement: "as far as known", bits };
}
