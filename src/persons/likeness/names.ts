import anyAscii from "any-ascii";
import { distance } from "fastest-levenshtein";

// Whether two names may be of one person. Names are as `comparableName` makes them.

const ALIKE = 0.84;

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

const ASCII = /^\p{ASCII}*$/u;

/** Any script in Latin letters, as well as that goes without a dictionary: lower case, words apart. */
export function inLatin(name: string): string {
  const plain = ASCII.test(name)
    ? name
    : anyAscii(name.normalize("NFC")).replace(/([a-z])([A-Z])/g, "$1 $2");
  return plain.replace(/(\p{L})['`](?=\p{L})/gu, "$1").toLowerCase();
}

/** Letters that another script, or another ear, writes as one. */
const FOLDED: readonly (readonly [RegExp, string])[] = [
  [/(.)\1+/g, "$1"],
  [/ph/g, "f"],
  [/[ck]h|q|ck|x/g, "k"],
  [/[sc]h|ts|tz|z|c(?=[eiy])/g, "s"],
  [/dj|j/g, "j"],
  [/c|g/g, "k"],
  [/[aeiouyhwv]/g, ""],
];

/** What is left of a name where only consonants count that every script writes. */
const consonants = (name: string): string =>
  FOLDED.reduce((left, [letters, by]) => left.replace(letters, by), name.replace(/[^a-z ]/g, ""));

/** The same of all words, in an order that does not depend on theirs. */
export const skeletonOf = (name: string): string =>
  [...consonants(name).replace(/ /g, "")].sort().join("");

const FEWEST_LETTERS = 4;
/** Of Mohammed and Muhammad two vowels may differ; Hasan and Husain are brothers. */
const LONG_WORD = 7;
/** Vowels that are heard for one another. */
const VOWELS: readonly string[] = ["ou", "eiy", "a"];

/**
 * Whether one word is the other with a slip of the pen: a letter doubled, left out or swapped with its neighbour, other
 * vowels inside of it, an initial. Another consonant makes another name: Ramesh and Rajesh are brothers.
 */
export function isMiswritten(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short === "") return false;
  if (short.length === 1) return long.startsWith(short);
  if (short.length < FEWEST_LETTERS) return false;
  const apart = distance(short, long);
  if (isSwapped(short, long) || (apart === 1 && short.length < long.length)) return true;
  if (apart > (short.length < LONG_WORD ? 1 : 2)) return false;
  return beginAlike(short, long) && consonants(short) === consonants(long);
}

function beginAlike([one = ""]: string, [other = ""]: string): boolean {
  return one === other || VOWELS.some((heard) => heard.includes(one) && heard.includes(other));
}

/** Two neighbours in each other's place, and all else the same. */
function isSwapped(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  const at = [...one].findIndex((letter, place) => letter !== other[place]);
  const turned = `${one.slice(0, at)}${one[at + 1]}${one[at]}${one.slice(at + 2)}`;
  return turned === other;
}

/** Whether each word of the shorter one stands, perhaps miswritten, in the other. */
export function areSameWords(one: string, other: string): boolean {
  if (one === "" || other === "") return false;
  const [words, others] = [one.split(" "), other.split(" ")];
  const [few, many] = words.length <= others.length ? [words, others] : [others, words];
  return few.every((word) => many.some((found) => isMiswritten(word, found)));
}
