import { asciiDigits } from "../../../importers/convert/digits.ts";

/** What a person is known by, made comparable; empty if it is not recorded. */
export interface Person {
  readonly line: number;
  readonly id: string;
  /** Words in the order of the alphabet, without accents, titles, letter case. */
  readonly name: string;
  /** `YYYY-MM-DD`, or as much of it as is known. */
  readonly birth: string;
  /** The last nine digits: prefixes are written in many ways. */
  readonly phone: string;
  readonly email: string;
  readonly gender: string;
  readonly address: string;
  readonly nationalId: string;
  /** The words of the name that are the person's own, in their order; empty where nobody looks at them. */
  readonly given: string;
  /** What else the name says: `junior`, `newborn`, `first`, ...; words in the order of the alphabet. */
  readonly marks: string;
}

const TITLES =
  /^(?:dr|prof|mr|mrs|ms|miss|mme|mlle|sr|sra|srta|herr|frau|dipl|ing|md|phd|ii|iii|jr|shri|smt)$/;

/** Two names take their lengths multiplied to be compared; what is longer is no name. */
const LONGEST_NAME = 400;

/** `Dr. José SMITH` and `Smith, Jose` are the same. */
export function comparableName(name: string): string {
  return plainWords(name.slice(0, LONGEST_NAME))
    .split(" ")
    .filter((word) => word !== "" && !TITLES.test(word))
    .sort()
    .join(" ");
}

const ASCII = /^\p{ASCII}*$/u;

/** Lower case, without accents, words one blank apart. */
export function plainWords(value: string): string {
  // What has no other signs is told sooner.
  if (ASCII.test(value)) return words(value.toLowerCase(), /[^a-z\d]+/g);
  return words(value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(), /[^\p{L}\p{N}]+/gu);
}

const words = (text: string, between: RegExp): string => text.replace(between, " ").trim();

const FEWEST_DIGITS = 7;
const COUNTED = "01234567890123456789";
const COUNTED_DOWN = "98765432109876543210";

/** The last nine digits of a phone number; nothing where it only fills a field. */
export function lastDigits(phone: string): string {
  const digits = asciiDigits(phone).replace(/\D/g, "");
  if (digits.length < FEWEST_DIGITS) return "";
  const last = digits.slice(-9);
  const isFiller = /(\d)\1{6}$/.test(last) || /^(\d)\1*$/.test(last);
  return isFiller || COUNTED.includes(last) || COUNTED_DOWN.includes(last) ? "" : last;
}
