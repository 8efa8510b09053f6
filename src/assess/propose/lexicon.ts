import { distance } from "fastest-levenshtein";
import type { Words } from "../../../importers/define-vocabulary.ts";
import { groupBy } from "../../plain/group-by.ts";
import { splitHeader } from "./split-header.ts";

/** A word that is known, and which letters it has. */
interface Known {
  readonly word: string;
  readonly letters: number;
}

/** Finds the meaning of words. */
export interface Lexicon {
  readonly meanings: ReadonlyMap<string, readonly string[]>;
  readonly longest: number;
  /** Words by how long they are, for those that look alike. */
  readonly byLength: ReadonlyMap<number, readonly Known[]>;
  /** And by their first letters, for those that are cut off. */
  readonly byBeginning: ReadonlyMap<string, readonly string[]>;
  /** Finer meanings by the letters of their words, and the most letters of one. */
  readonly finer: ReadonlyMap<string, string>;
  readonly longestFiner: number;
  /** What words that are not known as they stand were taken for; undefined if for nothing. */
  readonly guessed: Map<string, readonly string[] | undefined>;
}

/** Shorter words are too easily something else. */
const SHORTEST_SLIP = 6;
const SHORTEST_ABBREVIATION = 4;

const compiled = new WeakMap<readonly Words[], Lexicon>();

/** Puts word lists into a form in which they are found by their letters. */
export function compileLexicon(lists: readonly Words[], finer: readonly Words[] = []): Lexicon {
  const known = compiled.get(lists);
  if (known !== undefined) return known;
  const lexicon = { ...compile(lists), ...compileFiner(finer) };
  compiled.set(lists, lexicon);
  return lexicon;
}

function compileFiner(lists: readonly Words[]): Pick<Lexicon, "finer" | "longestFiner"> {
  const finer = new Map<string, string>();
  let longestFiner = 0;
  for (const [meaning, written] of lists.flatMap((words) => Object.entries(words))) {
    for (const phrase of written.split(",")) {
      const letters = splitHeader(phrase.trim()).join("");
      if (letters === "" || finer.has(letters)) continue;
      finer.set(letters, meaning);
      longestFiner = Math.max(longestFiner, letters.length);
    }
  }
  return { finer, longestFiner };
}

function compile(lists: readonly Words[]): Omit<Lexicon, "finer" | "longestFiner"> {
  const meanings = new Map<string, readonly string[]>();
  const shorter: (readonly [letters: string, says: readonly string[]])[] = [];
  let longest = 0;
  for (const [meaning, written] of lists.flatMap((words) => Object.entries(words))) {
    const says = meaning.split(" ");
    for (const phrase of written.split(",")) {
      const words = splitHeader(phrase.trim());
      const letters = words.join("");
      for (const short of shortened(words)) shorter.push([short, says]);
      if (letters === "" || meanings.has(letters)) continue;
      meanings.set(letters, says);
      longest = Math.max(longest, letters.length);
    }
  }
  for (const [letters, says] of shorter) {
    if (!meanings.has(letters)) meanings.set(letters, says);
  }
  const known = [...meanings.keys()];
  const byLength = groupBy(
    known.map((word) => ({ word, letters: lettersOf(word) })),
    ({ word }) => word.length,
  );
  const byBeginning = groupBy(known, beginningOf);
  return { meanings, longest, byLength, byBeginning, guessed: new Map() };
}

/** How a number is shortened: `numero historia` is `nro historia` and `num historia` too. */
const NUMBERS = ["numero", "number", "nummer", "номер", "num", "nro", "nr", "no", "n"];
const SHORTENED = new Set(NUMBERS.slice(0, 4));

function shortened([first = "", ...rest]: readonly string[]): string[] {
  if (rest.length === 0 || !SHORTENED.has(first)) return [];
  return NUMBERS.map((word) => [word, ...rest].join(""));
}

const beginningOf = (word: string): string => word.slice(0, SHORTEST_ABBREVIATION);

/** A bit for each letter that a word has; letters of one remainder share one. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

function countBits(bits: number): number {
  let left = bits;
  let count = 0;
  for (; left !== 0; left &= left - 1) count++;
  return count;
}

/** Plurals and cases of many languages: `hekimler`, `pazienti`, `врачам`. */
const ENDINGS =
  /(?:leri|lari|ler|lar|lerin|larin|nin|s|es|en|n|er|ene|erne|et|ene|ar|or|ami|ach|om|ow|ov|ek|ok|ak|im|ot|in|im|iin|yn|ы|и|а|у|ом|ов|ей|ам|ам|ами|ах|я|е|й|ів|і|ים|ות|ים|ة|ات|ون|ين|ها|های|गण|ों|lar|a|e|i|o|u|y)$/u;
const SHORTEST_STEM = 4;

/** The meaning of a word that differs from a known one in its ending. */
export function withoutEnding(word: string, { meanings }: Lexicon): readonly string[] | undefined {
  for (let cut = 1; cut <= 5 && word.length - cut >= SHORTEST_STEM; cut++) {
    const stem = word.slice(0, -cut);
    if (!ENDINGS.test(word.slice(-cut)) || ENDINGS.exec(word.slice(-cut))?.index !== 0) continue;
    const says = meanings.get(stem);
    if (says !== undefined) return says;
  }
  return undefined;
}

/** Wide exports repeat their words; no more of them are kept than fit. */
const MOST_GUESSED = 20_000;

/** What a word that is not known as it stands may be: one that looks alike, or begins so. */
export function guess(word: string, lexicon: Lexicon): readonly string[] | undefined {
  if (lexicon.guessed.has(word)) return lexicon.guessed.get(word);
  const says = lookalike(word, lexicon);
  if (lexicon.guessed.size < MOST_GUESSED) lexicon.guessed.set(word, says);
  return says;
}

function lookalike(word: string, lexicon: Lexicon): readonly string[] | undefined {
  const { meanings, byLength } = lexicon;
  if (word.length < SHORTEST_SLIP) return abbreviated(word, lexicon);
  const letters = lettersOf(word);
  const most = word.length >= 9 ? 2 : 1;
  let best: { known: string; far: number } | undefined;
  const shortest = Math.max(word.length - most, SHORTEST_SLIP - 1);
  for (let length = shortest; length <= word.length + most; length++) {
    for (const { word: known, letters: its } of byLength.get(length) ?? []) {
      // A slip of the pen takes away a letter and brings another at most.
      if (countBits(letters ^ its) > 2 * most) continue;
      const far = distance(known, word);
      if (far <= most && far < (best?.far ?? Number.POSITIVE_INFINITY)) best = { known, far };
    }
  }
  return best === undefined ? abbreviated(word, lexicon) : meanings.get(best.known);
}

/** `Geschl.` for `Geschlecht`: the beginning of words that all mean the same. */
function abbreviated(
  word: string,
  { meanings, byBeginning }: Pick<Lexicon, "meanings" | "byBeginning">,
): readonly string[] | undefined {
  if (word.length < SHORTEST_ABBREVIATION) return undefined;
  const begun = new Set<string>();
  for (const known of byBeginning.get(beginningOf(word)) ?? []) {
    if (known.startsWith(word)) begun.add(meanings.get(known)?.join(" ") ?? "");
  }
  const [only] = begun;
  return begun.size === 1 ? only?.split(" ") : undefined;
}

/** What the known words that begin so mean, each by itself: `pac` may be a patient, and much else. */
export function meansFrom(beginning: string, { meanings }: Lexicon): ReadonlySet<string> {
  const begun = new Set<string>();
  for (const [word, says] of meanings) {
    if (says.length === 1 && word.startsWith(beginning)) begun.add(says[0] ?? "");
  }
  return begun;
}
