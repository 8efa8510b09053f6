import { withoutEnvelopes } from "./envelopes.ts";
import { guess, type Lexicon, withoutEnding } from "./lexicon.ts";
import { edgesOf, findFiner } from "./read-finer.ts";
import { splitHeader } from "./split-header.ts";

/** What a header says. */
export interface HeaderReading {
  readonly header: string;
  /** What its words mean, each meaning once, in their order. */
  readonly meanings: ReadonlySet<string>;
  /** Words that nobody knows. */
  readonly unknown: readonly string[];
  /** Words that were taken for one that looks alike. */
  readonly slips: number;
  /** The same with its finer meanings, where it has any. */
  readonly finer?: Pick<HeaderReading, "meanings" | "unknown" | "slips"> | undefined;
  /** A number at its end: `phone 2`. */
  readonly ordinal: number | undefined;
  /** Where its meaning was found in the cells: how unsure that is, and why. */
  readonly byValues?: { readonly doubt: number; readonly why: string };
}

/** A header as entities read it that tell finer meanings apart. */
export const exactly = (reading: HeaderReading): HeaderReading =>
  reading.finer === undefined ? reading : { ...reading, ...reading.finer };

/** Words that mean nothing by themselves. */
const FILLER = "filler";
/** Costs of ways to read a header: whole words are read rather than parts of them. */
const COST = { whole: 10, ending: 14, inside: 11, slip: 24, unknown: 40, letter: 21, joint: 6 };
const SHORTEST_INSIDE = 3;
const IDEOGRAPHS =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]+$/u;

interface Step {
  readonly cost: number;
  readonly from: number;
  readonly says: readonly string[];
  readonly unknown?: string;
  readonly slip?: true;
}

/** Reads a header: phrases first, then words, then words written together, then slips of the pen. */
export function readHeader(header: string, lexicon: Lexicon, affixes?: Affixes): HeaderReading {
  const split = splitHeader(header);
  const named = split.filter((word) => !/^\d+$/.test(word));
  const words = affixes === undefined ? named : withoutAffixes(named, affixes, lexicon);
  const digits = split.at(-1);
  const ordinal = digits !== undefined && /^\d+$/.test(digits) ? Number(digits) : undefined;
  const found = findFiner(words, lexicon);
  const rest = found && readWords(found.rest, lexicon);
  return {
    header,
    ordinal,
    ...readWords(words, lexicon),
    ...(rest && { finer: { ...rest, meanings: new Set([...found.meanings, ...rest.meanings]) } }),
  };
}

function readWords(
  words: readonly string[],
  lexicon: Lexicon,
): Pick<HeaderReading, "meanings" | "unknown" | "slips"> {
  const steps = cheapest(words, lexicon);
  return {
    meanings: new Set(steps.flatMap(({ says }) => says).filter((one) => one !== FILLER)),
    unknown: steps.flatMap(({ unknown }) => unknown ?? []),
    slips: steps.filter(({ slip }) => slip).length,
  };
}

function withoutAffixes(
  words: readonly string[],
  { first, last, letters, prefixes }: Affixes,
  lexicon: Lexicon,
): readonly string[] {
  const [only = ""] = words;
  if (words.length < 2) {
    return isLettered(only, lexicon) && letters.has(only.charAt(0)) ? [only.slice(1)] : words;
  }
  // The id itself says whose it is.
  const isKey =
    words.length === 2 && MARKS.includes(lexicon.meanings.get(words[1] ?? "")?.[0] ?? "");
  const begun =
    first.has(words[0] ?? "") && !(isKey && prefixes.has(words[0] ?? "")) ? words.slice(1) : words;
  return begun.length > 1 && last.has(begun.at(-1) ?? "") ? begun.slice(0, -1) : begun;
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
  const stem = withoutEnding(word, lexicon);
  if (stem !== undefined) yield [end, { cost: COST.ending, from, says: stem }];
  const alike = guess(word, lexicon);
  if (alike !== undefined) yield [end, { cost: COST.slip, from, says: alike, slip: true }];
  yield [end, { cost: COST.unknown, from, says: [], unknown: word }];
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

/** Of so many columns of a table each begins with it, then it says nothing of one of them. */
const SHARED = 0.6;
const FEWEST_SHARING = 3;
/** Fewer letters of a table's name may be anything. */
const LONGEST_AFFIX = 4;

/** What the columns of a table are called after: `tb_pat_name`, `P_surname` and `nomP` of a patient. */
interface Affixes {
  readonly first: ReadonlySet<string>;
  readonly last: ReadonlySet<string>;
  /** What names are joined with: `dname` and `dphone` of a doctor. */
  readonly letters: ReadonlySet<string>;
  /** What its own id begins with too: `PROV_ID`. */
  readonly prefixes: ReadonlySet<string>;
}

/** What headers are read with. */
export interface Reading {
  readonly lexicon: Lexicon;
  /** What the table is called. */
  readonly called: string;
  /** The meanings that say that a column is of one of the entities whose records are persons. */
  readonly people: readonly string[];
}

/** Reads the headers of a table. What most of them begin with, and what only names the table, is left out. */
export function readHeaders(
  headers: readonly string[],
  { lexicon, called, people }: Reading,
): HeaderReading[] {
  const bare = withoutEnvelopes(headers, (word) => !isUnknown(word, lexicon));
  const keyed = keyWords(bare, lexicon, people);
  const prefixes = ownPrefixes(bare, lexicon, people);
  const names = [...splitHeader(called), ...keyed];
  const affixes = affixesOf(bare.map(splitHeader), { called: names, prefixes }, lexicon);
  return bare.map((name, at) => {
    return { ...readHeader(name, lexicon, affixes), header: headers[at] ?? name };
  });
}

/** A table's own id is one of its first columns, and says whose it is: `numPatient` beside `nomP`. */
const KEY_PLACES = 2;
const MARKS = ["id", "number", "code"];

/** A word that nobody knows, and that is known without its first letter. */
const isLettered = (word: string, { meanings }: Lexicon): boolean =>
  word.length > SHORTEST_INSIDE && !meanings.has(word) && meanings.has(word.slice(1));

/** A column that says by its first word whose it is, as the table's own id does: `PROV_ID`, `PROV_NAME`. */
function ownPrefixes(
  headers: readonly string[],
  lexicon: Lexicon,
  people: readonly string[],
): string[] {
  return headers.slice(0, KEY_PLACES).flatMap((header) => {
    const [first = "", second, ...more] = splitHeader(header);
    if (second === undefined || more.length > 0) return [];
    const whole = readHeader(header, lexicon).meanings;
    const alone = readHeader(first, lexicon).meanings;
    const isOwn = people.some((owner) => whole.has(owner) && !alone.has(owner));
    const isMark = (word: string) =>
      MARKS.some((mark) => readHeader(word, lexicon).meanings.has(mark));
    const shared = headers.filter((one) => splitHeader(one)[0] === first).length;
    const isCoined = first.length <= LONGEST_AFFIX && isUnknown(first, lexicon);
    return (isOwn || isCoined) && isMark(second) && !isMark(first) && shared >= FEWEST_SHARING
      ? [first]
      : [];
  });
}

const keyWords = (
  headers: readonly string[],
  lexicon: Lexicon,
  people: readonly string[],
): string[] =>
  headers.slice(0, KEY_PLACES).flatMap((header) => {
    const { meanings } = readHeader(header, lexicon);
    return people.some((owner) => meanings.has(owner)) ? splitHeader(header) : [];
  });

function affixesOf(
  all: readonly (readonly string[])[],
  {
    called,
    prefixes,
  }: { readonly called: readonly string[]; readonly prefixes: readonly string[] },
  lexicon: Lexicon,
): Affixes {
  const several = all.filter(({ length }) => length > 1);
  const enough = Math.max(FEWEST_SHARING, all.length * SHARED);
  const shared = (place: 0 | -1) => {
    const counts = new Map<string, number>();
    for (const words of several) {
      const word = words.at(place) ?? "";
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    return new Set(
      [...counts]
        .filter(([word, count]) => {
          const abbreviates =
            word.length <= LONGEST_AFFIX &&
            called.some((name) => name.length > word.length && name.startsWith(word));
          if (abbreviates && count > 1) return word.length === 1 || isUnknown(word, lexicon);
          const isOwn = place === -1 && word === all[0]?.at(-1) && count >= FEWEST_SHARING;
          if (place === 0 && count >= enough && saysLittle(word, lexicon)) return true;
          return (isOwn || (place === 0 && count >= enough)) && isUnknown(word, lexicon);
        })
        .map(([word]) => word),
    );
  };
  const joined = all.flatMap(([only = "", ...more]) =>
    more.length === 0 && isLettered(only, lexicon) ? [only.charAt(0)] : [],
  );
  const letters = called
    .map((name) => name.charAt(0))
    .filter((letter) => joined.filter((one) => one === letter).length >= FEWEST_SHARING);
  return {
    first: new Set([...shared(0), ...prefixes]),
    last: shared(-1),
    letters: new Set(letters),
    prefixes: new Set(prefixes),
  };
}

/** `tp_name`, `tp_phone`: what is short and said of everything is a name of the table, whatever it means elsewhere. */
function saysLittle(word: string, lexicon: Lexicon): boolean {
  if (word.length >= SHORTEST_INSIDE) return false;
  const { meanings } = readHeader(word, lexicon);
  return [...meanings].every((meaning) => !TELLING.has(meaning));
}

const TELLING = new Set(
  "id number code date time name first last full patient doctor visit staff person user".split(" "),
);

const isUnknown = (word: string, lexicon: Lexicon): boolean =>
  readHeader(word, lexicon).unknown.length > 0;
