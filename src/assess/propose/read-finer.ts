import type { Lexicon } from "./lexicon.ts";

/** Fewer letters have to be a word of their own: `vat`, not `private`. */
const SHORTEST_PART = 4;
const IDEOGRAPH =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** A finer meaning, and the letters that say it. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly meaning: string;
}

/** The finer meanings in a header's words, and the words that are left. */
export interface FinerWords {
  readonly meanings: readonly string[];
  readonly rest: readonly string[];
}

/** Finds finer meanings, the longest ones: `due date` is no `due`. Undefined if there are none. */
export function findFiner(words: readonly string[], lexicon: Lexicon): FinerWords | undefined {
  const spans = spansIn(words, lexicon);
  if (spans.length === 0) return undefined;
  const rest: string[] = [];
  let begin = 0;
  for (const word of words) {
    const end = begin + word.length;
    let left = "";
    for (let at = begin; at < end; at++) {
      const isSaid = spans.some(({ from, to }) => from <= at && at < to);
      if (!isSaid) left += word.charAt(at - begin);
      else if (left !== "") rest.push(left);
      if (isSaid) left = "";
    }
    if (left !== "") rest.push(left);
    begin = end;
  }
  return { meanings: spans.map(({ meaning }) => meaning), rest };
}

function spansIn(words: readonly string[], lexicon: Lexicon): Span[] {
  const { finer, longestFiner } = lexicon;
  const text = words.join("");
  const edges = edgesOf(words);
  const found: Span[] = [];
  for (let from = 0; from < text.length; from++) {
    const last = Math.min(text.length, from + longestFiner);
    for (let to = last; to > from; to--) {
      const word = text.slice(from, to);
      const meaning = finer.get(word);
      if (meaning === undefined) continue;
      const isWhole = edges.has(from) && edges.has(to);
      if (isWhole || isPart({ text, from, to }, edges, lexicon)) found.push({ from, to, meaning });
    }
  }
  const holds = (one: Span, other: Span) =>
    one !== other &&
    one.from <= other.from &&
    other.to <= one.to &&
    one.to - one.from > other.to - other.from;
  return found.filter((one) => !found.some((other) => holds(other, one)));
}

/** What stands written together with words that are known: `appointmentdate`, not `discharge` for a discount. */
function isPart(
  { text, from, to }: { readonly text: string; readonly from: number; readonly to: number },
  edges: ReadonlySet<number>,
  { meanings, finer }: Lexicon,
): boolean {
  const word = text.slice(from, to);
  if (IDEOGRAPH.test(word)) return true;
  for (let at = from + 1; at < to; at++) if (edges.has(at)) return false;
  if (word.length < SHORTEST_PART || (!edges.has(from) && !edges.has(to))) return false;
  let [begin, end] = [from, to];
  while (!edges.has(begin)) begin--;
  while (!edges.has(end)) end++;
  const rest = text.slice(begin, from) + text.slice(to, end);
  return [rest, rest.replace(/^s|s$/, "")].some((one) => meanings.has(one) || finer.has(one));
}

/** Where words begin and end, counted in letters. */
export function edgesOf(words: readonly string[]): Set<number> {
  const edges = new Set([0]);
  let at = 0;
  for (const word of words) {
    at += word.length;
    edges.add(at);
  }
  return edges;
}
