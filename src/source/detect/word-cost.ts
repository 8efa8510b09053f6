import { LANGUAGES, plainLetter } from "./languages.ts";

// How implausible a word is, in nats or so: 0 is what anybody writes. A wrong code page turns letters into
// signs, capitals within words, letters of another script, or letters where none of their kind stand.

const UNDEFINED = 14;
const SIGN_IN_WORD = 8;
const WRONG_CASE = 7;
const SHOUTED_CASE = 4;
const SMALL_START = 1.2;
const MIXED_SCRIPTS = 8;
const FOREIGN = 7;
const LACKED = 1.5;

/** Signs that stand between words or behind numbers. */
const USUAL_SIGNS = /[“”‘’„«»–—…€°²³½·§®™\u00A0¿¡،؛؟№ªº]/u;
const IN_WORDS = /[’‘\u200C\u200D]/u;

/** The costs of a word as it would be in a language: what they share, and what each adds. */
export interface WordCost {
  readonly shared: number;
  readonly byLanguage: readonly number[];
}

/** What a word costs, decoded in some code page. */
export function wordCost(word: string): WordCost {
  const signs = [...word.normalize("NFC")];
  const high = signs.flatMap((sign, at) => (sign >= "\u0080" ? [at] : []));
  const shared = high.reduce((sum, at) => sum + signCost(signs, at), 0) + mixCost(signs);
  const letters = high.map((at) => (signs[at] ?? "").toLowerCase()).filter((one) => isLetter(one));
  const lacked = lackedBy(word);
  return {
    shared,
    byLanguage: LANGUAGES.map((_, nth) => languageCost(letters, nth) + (lacked[nth] ?? 0)),
  };
}

const MOST = 3;

/** By language, what each of its letters costs: the commonest least. */
const LETTER_COSTS = LANGUAGES.map(({ letters }) => {
  const all = [...letters.normalize("NFC")];
  const step = all.length > 20 ? 0.08 : 0.25;
  return new Map(all.map((letter, rank) => [letter, Math.min(0.5 + step * rank, MOST)]));
});

function languageCost(letters: readonly string[], nth: number): number {
  const costs = LETTER_COSTS[nth];
  let cost = 0;
  for (const letter of letters) cost += costs?.get(letter) ?? FOREIGN;
  return cost;
}

/** By language, what it costs that a word has what its words do not; the same in every code page. */
function lackedBy(word: string): readonly number[] {
  const plain = word.toLowerCase().replace(/[^\p{ASCII}]/gu, "\u0080");
  const known = lackedOf.get(plain);
  if (known !== undefined) return known;
  const costs = LANGUAGES.map(({ lacks }) =>
    lacks === undefined ? 0 : LACKED * (plain.match(lacks)?.length ?? 0),
  );
  if (lackedOf.size > MOST_KNOWN) lackedOf.clear();
  lackedOf.set(plain, costs);
  return costs;
}

const lackedOf = new Map<string, readonly number[]>();
const MOST_KNOWN = 5_000;

function signCost(signs: readonly string[], at: number): number {
  const sign = signs[at] ?? "";
  const [before = " ", behind = " "] = [signs[at - 1], signs[at + 1]];
  if (sign === "\uFFFD" || (sign >= "\u0080" && sign < "\u00A0")) return UNDEFINED;
  if (!isLetter(sign)) return markCost(sign, before, behind);
  const start = at === 0 && lookOf(sign).lower ? SMALL_START : 0;
  return start + caseCost(sign, before, behind) + placeCost(sign, before, behind);
}

/** A sign that is no letter. */
function markCost(sign: string, before: string, behind: string): number {
  const sides = Number(isLetter(before)) + Number(isLetter(behind));
  if (sides === 2) return IN_WORDS.test(sign) ? 1.5 : SIGN_IN_WORD;
  const crowd = [before, behind].filter((one) => one >= "\u0080" && !isLetter(one)).length * 4;
  if (!USUAL_SIGNS.test(sign)) return 4 + sides * 3 + crowd;
  if (sides === 0) return 1 + crowd;
  // `¿que`, `«la`, but not `fo¿`; `Nº` and `5°`, but not `gy°`.
  const wrongSide = isLetter(before) ? OPENING.test(sign) : CLOSING.test(sign);
  return (wrongSide ? 7 : /[Nn]/.test(before) && sign === "º" ? 1 : 4) + crowd;
}

const OPENING = /[¿¡«„“‘]/;
const CLOSING = /[»”’…°²³½·§®™,،؛؟]/;

function caseCost(sign: string, before: string, behind: string): number {
  if (lookOf(sign).upper && lookOf(before).lower) return WRONG_CASE;
  if (lookOf(sign).upper && lookOf(before).upper && lookOf(behind).lower) return WRONG_CASE;
  const shouted =
    lookOf(sign).lower && lookOf(before).upper && (lookOf(behind).upper || behind === " ");
  return shouted ? SHOUTED_CASE : 0;
}

/** Letters of two scripts in one word are those of a wrong code page. */
function mixCost(signs: readonly string[]): number {
  let script: number | undefined;
  for (const sign of signs) {
    const own = lookOf(sign).script;
    if (own === undefined) continue;
    if (script !== undefined && own !== script) return MIXED_SCRIPTS;
    script = own;
  }
  return 0;
}

/** How unusual it is that a letter stands where it does: vowels and consonants take turns. */
function placeCost(sign: string, before: string, behind: string): number {
  if (!lookOf(sign).takesTurns) return FINALS.test(sign) && behind !== " " ? 2 : 0;
  const letter = sign.toLowerCase();
  const sides: readonly [Kind, Kind] = [kindOf(before), kindOf(behind)];
  const habit = HABITS[letter]?.(...sides, before.toLowerCase() + behind.toLowerCase()) ?? 0;
  return habit + (kindOf(sign) === "vowel" ? vowelCost(sides) : consonantCost(sides));
}

const vowelCost = (sides: readonly Kind[]): number =>
  [0, 0.8, 2.5][sides.filter((kind) => kind === "vowel").length] ?? 0;

function consonantCost([before, behind]: readonly [Kind, Kind]): number {
  if (before === "vowel" || behind === "vowel") return 0;
  if (before === "edge") return behind === "edge" ? 2 : 0.7;
  return behind === "edge" ? 1 : 2.5;
}

/** Letters of Hebrew and Greek that end words. */
const FINALS = /[ךםןףץ]/;

type Habit = (before: Kind, behind: Kind, beside: string) => number;

/** A mark that says that two vowels are spoken apart, or which of them is stressed. */
const apart: Habit = (before, behind) => (before === "vowel" || behind === "vowel" ? -0.6 : 0);

/** Where single letters stand, and do not, whatever the language. */
const HABITS: Readonly<Record<string, Habit>> = {
  ð: (before, _, beside) =>
    before === "edge" ? 4 : before === "vowel" || beside.startsWith("r") ? 0 : 2.5,
  þ: (before) => (before === "edge" ? 0 : 3),
  ğ: (before) => (before === "vowel" ? 0 : 4.5),
  ß: (before) => (before === "vowel" ? 0 : 5),
  ń: (_, behind) => (behind === "vowel" ? 3 : 0),
  ñ: (_, behind) => (behind === "vowel" ? 0 : 3),
  ć: (_, behind) => (behind === "edge" ? 0 : 0.5),
  ç: (_, behind) => (behind === "consonant" ? 1.5 : 0),
  ã: (_, __, beside) =>
    /[oe]$/.test(beside)
      ? beside.length > 1 && kindOf(beside.charAt(0)) === "vowel"
        ? -2.3
        : -0.8
      : 0.5,
  õ: (_, __, beside) => (/e$/.test(beside) ? -0.8 : 0),
  ë: apart,
  ï: apart,
  í: apart,
  é: apart,
  á: apart,
  ó: apart,
  ú: apart,
  ư: apart,
  ơ: apart,
  ÿ: () => 2,
};

/** What a letter counts as between its neighbours. */
type Kind = "vowel" | "consonant" | "edge";

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
function lookOf(sign: string): Look {
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

const isLetter = (sign: string): boolean => lookOf(sign).letter;

const kindOf = (sign: string): Kind => lookOf(sign).kind;
