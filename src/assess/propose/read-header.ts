import { distance } from "fastest-levenshtein";
import { splitHeader } from "./split-header.ts";
import type { Words } from "./vocabulary.ts";

/** What a header says. */
export interface HeaderReading {
  readonly header: string;
  /** What its words mean, each meaning once, in their order. */
  readonly meanings: ReadonlySet<string>;
  /** Words that nobody knows. */
  readonly unknown: readonly string[];
  /** Words that were taken for one that looks alike. */
  readonly slips: number;
  /** A number at its end: `phone 2`. */
  readonly ordinal: number | undefined;
  /** Where its meaning was found in the cells: how unsure that is, and why. */
  readonly byValues?: { readonly doubt: number; readonly why: string };
}

/** Finds the meaning of words. */
export interface Lexicon {
  readonly meanings: ReadonlyMap<string, readonly string[]>;
  readonly longest: number;
}

/** Words that mean nothing by themselves. */
const FILLER = "filler";
/** Costs of ways to read a header: whole words are read rather than parts of them. */
const COST = { whole: 10, inside: 11, slip: 24, unknown: 40, letter: 21, joint: 6 };
/** Shorter words are too easily something else. */
const SHORTEST_SLIP = 6;
const SHORTEST_INSIDE = 3;
const SHORTEST_ABBREVIATION = 4;
const IDEOGRAPHS =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]+$/u;

const compiled = new WeakMap<readonly Words[], Lexicon>();

/** Puts word lists into a form in which they are found by their letters. */
export function compileLexicon(lists: readonly Words[]): Lexicon {
  const known = compiled.get(lists);
  if (known !== undefined) return known;
  const lexicon = compile(lists);
  compiled.set(lists, lexicon);
  return lexicon;
}

function compile(lists: readonly Words[]): Lexicon {
  const meanings = new Map<string, readonly string[]>();
  let longest = 0;
  for (const [says, written] of lists.flatMap((words) => Object.entries(words))) {
    for (const phrase of written.split(",")) {
      const letters = splitHeader(phrase).join("");
      if (letters === "" || meanings.has(letters)) continue;
      meanings.set(letters, says.split(" "));
      longest = Math.max(longest, letters.length);
    }
  }
  return { meanings, longest };
}

interface Step {
  readonly cost: number;
  readonly from: number;
  readonly says: readonly string[];
  readonly unknown?: string;
  readonly slip?: true;
}

/** Reads a header: phrases first, then words, then words written together, then slips of the pen. */
export function readHeader(header: string, lexicon: Lexicon, prefix?: string): HeaderReading {
  const split = splitHeader(header);
  const words = split.filter((word, at) => !/^\d+$/.test(word) && !(at === 0 && word === prefix));
  const digits = split.at(-1);
  const ordinal = digits !== undefined && /^\d+$/.test(digits) ? Number(digits) : undefined;
  const steps = cheapest(words, lexicon);
  const meanings = new Set(steps.flatMap(({ says }) => says).filter((one) => one !== FILLER));
  return {
    ...{ header, meanings, ordinal },
    unknown: steps.flatMap(({ unknown }) => unknown ?? []),
    slips: steps.filter(({ slip }) => slip).length,
  };
}

/** The cheapest way through the letters of all words. */
function cheapest(words: readonly string[], lexicon: Lexicon): Step[] {
  const text = words.join("");
  const edges = edgesOf(words);
  const best: (Step | undefined)[] = [{ cost: 0, from: 0, says: [] }];
  for (let from = 0; from < text.length; from++) {
    const here = best[from];
    if (here === undefined) continue;
    for (const [to, step] of stepsFrom(text, from, { edges, lexicon })) {
      const cost = here.cost + step.cost;
      if (cost < (best[to]?.cost ?? Number.POSITIVE_INFINITY)) best[to] = { ...step, cost };
    }
  }
  const path: Step[] = [];
  for (let at = text.length; at > 0; ) {
    const step = best[at];
    if (step === undefined) return [];
    path.unshift(step);
    at = step.from;
  }
  return path;
}

interface Surroundings {
  /** Where words begin and end. */
  readonly edges: ReadonlySet<number>;
  readonly lexicon: Lexicon;
}

function* stepsFrom(text: string, from: number, around: Surroundings): Generator<[number, Step]> {
  yield* knownWords(text, from, around);
  const begins = around.edges.has(from);
  if (begins) yield* wholeWord(text, from, around);
  // German words are joined with an s: Besuchsdatum.
  else if (text[from] === "s" && !around.edges.has(from + 1)) {
    yield [from + 1, { cost: COST.joint, from, says: [] }];
  }
  if (IDEOGRAPHS.test(text[from] ?? "")) {
    yield [from + 1, { cost: COST.letter, from, says: [], unknown: text[from] ?? "" }];
  }
}

function* knownWords(
  text: string,
  from: number,
  { edges, lexicon }: Surroundings,
): Generator<[number, Step]> {
  const begins = edges.has(from);
  for (let to = from + 1; to <= Math.min(text.length, from + lexicon.longest); to++) {
    const word = text.slice(from, to);
    const says = lexicon.meanings.get(word);
    if (says === undefined) continue;
    const ends = edges.has(to);
    if (begins && ends) yield [to, { cost: COST.whole, from, says }];
    else if (mayStandInside(word, begins || ends)) yield [to, { cost: COST.inside, from, says }];
  }
}

/** A word that is not known as it stands: one that looks alike, or none. */
function* wholeWord(
  text: string,
  from: number,
  { edges, lexicon }: Surroundings,
): Generator<[number, Step]> {
  const end = nextEdge(edges, from, text.length);
  const word = text.slice(from, end);
  const alike = lookalike(word, lexicon);
  if (alike !== undefined) yield [end, { cost: COST.slip, from, says: alike, slip: true }];
  yield [end, { cost: COST.unknown, from, says: [], unknown: word }];
}

function edgesOf(words: readonly string[]): Set<number> {
  const edges = new Set([0]);
  let at = 0;
  for (const word of words) {
    at += word.length;
    edges.add(at);
  }
  return edges;
}

function nextEdge(edges: ReadonlySet<number>, from: number, length: number): number {
  let at = from + 1;
  while (at < length && !edges.has(at)) at++;
  return at;
}

/** Two letters may be anything inside of a word; at one of its ends they may be `id` or `no`. */
function mayStandInside(word: string, atEdge: boolean): boolean {
  if (IDEOGRAPHS.test(word)) return true;
  return word.length >= SHORTEST_INSIDE || (word.length === 2 && atEdge);
}

function lookalike(word: string, { meanings }: Lexicon): readonly string[] | undefined {
  if (word.length < SHORTEST_SLIP) return abbreviated(word, meanings);
  const most = word.length >= 9 ? 2 : 1;
  let best: { says: readonly string[]; far: number } | undefined;
  for (const [known, says] of meanings) {
    if (Math.abs(known.length - word.length) > most || known.length < SHORTEST_SLIP - 1) continue;
    const far = distance(known, word);
    if (far <= most && far < (best?.far ?? Number.POSITIVE_INFINITY)) best = { says, far };
  }
  return best?.says ?? abbreviated(word, meanings);
}

/** `Geschl.` for `Geschlecht`: the beginning of words that all mean the same. */
function abbreviated(word: string, meanings: Lexicon["meanings"]): readonly string[] | undefined {
  if (word.length < SHORTEST_ABBREVIATION) return undefined;
  const begun = new Set<string>();
  for (const [known, says] of meanings) if (known.startsWith(word)) begun.add(says.join(" "));
  const [only] = begun;
  return begun.size === 1 ? only?.split(" ") : undefined;
}

/** Of so many columns of a table each begins with it, then it says nothing of one of them. */
const SHARED = 0.6;
const FEWEST_SHARING = 3;

/** Reads the headers of a table. A word that nobody knows and most of them begin with is left out. */
export function readHeaders(headers: readonly string[], lexicon: Lexicon): HeaderReading[] {
  const plain = headers.map((header) => readHeader(header, lexicon));
  const counts = new Map<string, number>();
  for (const header of headers) {
    const [first = "", second] = splitHeader(header);
    if (second !== undefined) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  const enough = Math.max(FEWEST_SHARING, headers.length * SHARED);
  const [prefix] = [...counts].find(([, count]) => count >= enough) ?? [];
  if (prefix === undefined || readHeader(prefix, lexicon).unknown.length === 0) return plain;
  return headers.map((header) => readHeader(header, lexicon, prefix));
}
