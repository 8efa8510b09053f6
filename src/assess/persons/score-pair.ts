import { distance } from "fastest-levenshtein";
import type { Person } from "./person.ts";

/** How many persons of the file have the same value. */
export type CountSame = (trait: Trait, value: string) => number;

/** What persons are compared by. */
export type Trait = "name" | "birth" | "phone" | "email" | "address" | "nationalId";

/** How likely two records are of one person, and why. */
export interface PairScore {
  /** 0 to 1. */
  readonly score: number;
  /** Without a value. */
  readonly reasons: readonly string[];
}

interface Evidence {
  /** The binary logarithm of how many times likelier this is of one person than of two. */
  readonly bits: number;
  readonly reason?: string;
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
const ALIKE = 0.84;

/**
 * Weighs what two records share by how rare it is (Fellegi and Sunter 1969): two of the same rare name
 * and birth date are one person, two Patels at one address are not.
 *
 * @param persons in the file
 */
export function scorePair(
  one: Person,
  other: Person,
  { persons, countSame }: { readonly persons: number; readonly countSame: CountSame },
): PairScore {
  const rarity = (trait: Trait, value: string): number => {
    const { agree } = TRAITS[trait];
    return Math.log2((agree * Math.max(persons, FEWEST_PERSONS)) / countSame(trait, value));
  };
  const found = [
    compareNames(one, other, rarity),
    compareBirths(one, other, rarity),
    ...(["phone", "email", "address", "nationalId"] as const).map((trait) =>
      compare(trait, [one[trait], other[trait]], rarity),
    ),
    one.gender !== "" && other.gender !== "" && one.gender !== other.gender
      ? { bits: OTHER_GENDER, reason: "another sex" }
      : { bits: 0 },
  ];
  const prior = Math.log2((2 * TWICE) / persons);
  const bits = found.reduce((sum, evidence) => sum + evidence.bits, prior);
  const score = Math.round((1 / (1 + 2 ** -bits)) * 100) / 100;
  return { score, reasons: found.flatMap(({ reason }) => reason ?? []) };
}

type Rarity = (trait: Trait, value: string) => number;

function compare(trait: Trait, [one, other]: readonly [string, string], rarity: Rarity): Evidence {
  const { disagree, called } = TRAITS[trait];
  if (one === "" || other === "") return { bits: 0 };
  if (one === other) return { bits: rarity(trait, one), reason: `same ${called}` };
  return { bits: disagree, reason: `another ${called}` };
}

function compareNames(one: Person, other: Person, rarity: Rarity): Evidence {
  const plainly = compare("name", [one.name, other.name], rarity);
  if (one.name === other.name || one.name === "" || other.name === "") return plainly;
  if (areNamesAlike(one.name, other.name)) {
    const rarest = Math.min(rarity("name", one.name), rarity("name", other.name));
    return { bits: rarest * NEARLY, reason: "names alike" };
  }
  return plainly;
}

/** A few letters apart, or one name a part of the other. */
export function areNamesAlike(one: string, other: string): boolean {
  if (one === "" || other === "") return false;
  if (one === other) return true;
  const longest = Math.max(one.length, other.length);
  if (1 - distance(one, other) / longest >= ALIKE) return true;
  const [words, others] = [one.split(" "), other.split(" ")];
  const [few, many] = words.length < others.length ? [words, others] : [others, words];
  return few.length >= 2 && few.every((word) => many.includes(word));
}

function compareBirths(one: Person, other: Person, rarity: Rarity): Evidence {
  const plainly = compare("birth", [one.birth, other.birth], rarity);
  if (one.birth === other.birth || one.birth === "" || other.birth === "") return plainly;
  const bits = Math.min(rarity("birth", one.birth), rarity("birth", other.birth)) * NEARLY;
  const [year, month, day] = one.birth.split("-");
  if (other.birth === `${year}-${day}-${month}`) {
    return { bits, reason: "birth dates with day and month swapped" };
  }
  if (distance(one.birth, other.birth) === 1)
    return { bits, reason: "birth dates one digit apart" };
  return plainly;
}
