import { CODE_PAGES, type CodePage, inPage } from "./code-page.ts";
import { LANGUAGES } from "./languages.ts";
import { type WordCost, wordCost } from "./word-cost.ts";

// Weighs code pages by all words of a file: each word as it would be in the page, in the language that suits it
// best, and that the other words are in.

/** What a code page makes of a file's words. */
export interface Weighed {
  readonly page: CodePage;
  /** The lower, the more plausible. */
  readonly cost: number;
  /** By word, in the order that they were given in. */
  readonly words: readonly number[];
}

/** By so many words it is seen which pages are out of the question. */
const FIRST = 150;
const SECOND = 600;
/** What other pages may cost more by them. */
const HOPELESS = 60;

/** Code pages that are not out of the question, the most plausible first. */
export function weighPages(words: readonly string[]): Weighed[] {
  const first = ranked(CODE_PAGES, words.slice(0, FIRST));
  if (words.length <= FIRST) return first;
  const most = (first[0]?.cost ?? 0) + HOPELESS;
  const left = first.filter(({ cost }, at) => at < 3 || cost <= most);
  const ranks = ranked(
    left.map(({ page }) => page),
    words.slice(0, SECOND),
  );
  // The others tell no more of the page, but perhaps that some of them are not in it.
  return ranks.map((one, at) =>
    at === 0 && words.length > SECOND ? { ...one, words: weigh(one.page, words).words } : one,
  );
}

const ranked = (pages: readonly CodePage[], words: readonly string[]): Weighed[] =>
  pages.map((page) => weigh(page, words)).sort((one, other) => one.cost - other.cost);

/** What the languages' shares are worth before any word is seen: as much as so many words. */
const BEFOREHAND = 2;
/** A language is tried for words that cost this much less in another. */
const SUITS = 4;
const TRIED = 8;
const NOBODY: readonly number[] = LANGUAGES.map(() => 0);

/** What a word costs in a page, whatever language the other words are in. */
export function alone(word: string, page: CodePage): number {
  return cheapest(wordCost(inPage(word, page.encoding)), languageCosts(NOBODY, 0)).cost;
}

function weigh(page: CodePage, words: readonly string[]): Weighed {
  const costs = words.map((word) => wordCost(inPage(word, page.encoding)));
  const prior = languageCosts(NOBODY, 0);
  const bySelf = costs.map((cost) => cheapest(cost, prior).nth);
  const least = costs.map(({ byLanguage }) => Math.min(...byLanguage));
  const suits = (at: number, nth: number) =>
    (costs[at]?.byLanguage[nth] ?? 0) < (least[at] ?? 0) + SUITS;
  // Which language a word is in depends on the others: each is tried as that of all the words it suits.
  const most = LANGUAGES.map((_, nth) => ({
    nth,
    count: costs.filter((_, at) => suits(at, nth)).length,
  }))
    .sort((one, other) => other.count - one.count)
    .slice(0, TRIED);
  const tried = most.map(({ nth }) =>
    settled(
      costs,
      bySelf.map((own, at) => (suits(at, nth) ? nth : own)),
    ),
  );
  const best = tried.reduce(
    (one, other) => (sum(other) < sum(one) ? other : one),
    settled(costs, bySelf),
  );
  return { page, words: best, cost: page.cost + sum(best) };
}

const sum = (costs: readonly number[]): number => costs.reduce((total, one) => total + one, 0);

/** What each word costs where the languages of all are known, and corrected once by each other. */
function settled(costs: readonly WordCost[], first: readonly number[]): number[] {
  const prior = languageCosts(countsOf(first), first.length);
  const chosen = costs.map((cost) => cheapest(cost, prior).nth);
  const counts = countsOf(chosen);
  return costs.map(({ shared, byLanguage }, at) => {
    const nth = chosen[at] ?? 0;
    const others = (counts[nth] ?? 1) - 1;
    return shared + (byLanguage[nth] ?? 0) + languageCost(nth, others, costs.length - 1);
  });
}

function countsOf(chosen: readonly number[]): number[] {
  const counts = [...NOBODY];
  for (const nth of chosen) counts[nth] = (counts[nth] ?? 0) + 1;
  return counts;
}

/** A language that no other word is in is as unlikely as it was before. */
const languageCost = (nth: number, others: number, words: number): number =>
  -Math.log((BEFOREHAND * (LANGUAGES[nth]?.share ?? 0) + others) / (BEFOREHAND + words));

const languageCosts = (counts: readonly number[], words: number): number[] =>
  counts.map((count, nth) => languageCost(nth, count, words));

function cheapest({ shared, byLanguage }: WordCost, prior: readonly number[]) {
  let [nth, least] = [0, Number.POSITIVE_INFINITY];
  for (let at = 0; at < prior.length; at++) {
    const cost = (byLanguage[at] ?? 0) + (prior[at] ?? 0);
    if (cost < least) [nth, least] = [at, cost];
  }
  return { nth, cost: shared + least };
}
