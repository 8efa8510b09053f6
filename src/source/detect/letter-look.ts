import { plainLetter } from "./languages.ts";

/** What a letter counts as between its neighbours. */
export type Kind = "vowel" | "consonant" | "edge";

interface Look {
  readonly letter: boolean;
  readonly upper: boolean;
  readonly lower: boolean;
  /** Undefined if the sign is no letter. */
  readonly script: number | undefined;
  /** Vowels and consonants take turns in its script. */
  readonly takesTurns: boolean;
  readonly kind: Kind;
}

const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Hebrew}/u,
];
const TAKING_TURNS = 3;
const VOWELS = "aeiouyаеёиоуыэюяіїєαεηιουω";

const looks = new Map<string, Look>();

/** What is to be known of one sign; each is looked at once. */
export function lookOf(sign: string): Look {
  const known = looks.get(sign);
  if (known !== undefined) return known;
  const letter = /[\p{L}\p{M}]/u.test(sign);
  const script = SCRIPTS.findIndex((one) => one.test(sign));
  const vowel = letter && VOWELS.includes(plainLetter(sign.toLowerCase()));
  const look: Look = {
    letter,
    upper: /\p{Lu}/u.test(sign),
    lower: /\p{Ll}/u.test(sign),
    script: /\p{L}/u.test(sign) ? script : undefined,
    takesTurns: script >= 0 && script < TAKING_TURNS,
    kind: vowel ? "vowel" : letter ? "consonant" : "edge",
  };
  looks.set(sign, look);
  return look;
}

export const isLetter = (sign: string): boolean => lookOf(sign).letter;

export const kindOf = (sign: string): Kind => lookOf(sign).kind;
