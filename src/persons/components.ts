import type { LinkTerms } from "../ledger/person-terms.ts";
import type { Cardinality, LinkFinding } from "./merge.ts";

/** A link between two records, each by its place in the merge's order; undefined where it is not there. */
export interface Link {
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Which declaration. */
  readonly declaration: number;
  /** What should agree differs. */
  readonly contested: boolean;
}

/** What somebody said of two records. */
export interface Verdict {
  readonly a: number | undefined;
  readonly b: number | undefined;
  readonly verdict: "same" | "different";
}

export interface Graph {
  /** How many records there are: their places count from 0. */
  readonly records: number;
  readonly links: readonly Link[];
  /** By declaration. */
  readonly cardinalities: readonly (Cardinality | undefined)[];
  readonly verdicts: readonly Verdict[];
  /** Records that no other can be joined to: the database refuses it. */
  readonly refused: ReadonlySet<number>;
}

/** Which link is spoken of, by its place, or which verdict. */
interface Found {
  readonly code: LinkFinding["code"];
  readonly link?: number;
  readonly verdict?: number;
}

export interface Components {
  /** By record: the first record of its component. */
  readonly first: Int32Array;
  readonly unions: number;
  /** By declaration. */
  readonly terms: readonly LinkTerms[];
  readonly reviewed: LinkTerms;
  readonly found: readonly Found[];
}

type Word = Exclude<keyof LinkTerms, "declared">;
type Counts = Record<keyof LinkTerms, number>;

const none = (): Counts => ({
  declared: 0,
  joined: 0,
  redundant: 0,
  dangling: 0,
  contested: 0,
  refused: 0,
});

/**
 * Which records are of one person, and what became of every link. Neither the order of the links nor that of the
 * records' files matters: links are taken by the places of their records.
 *
 * What people said goes before what an export says: a verdict "same" holds although dates differ, and of links
 * that together would join two records which somebody called different, the one that comes last is refused.
 */
export function componentsOf(graph: Graph): Components {
  const forest = new Forest(graph.records, graph.verdicts);
  const found: Found[] = [];
  const reviewed = none();
  for (const [verdict, said] of graph.verdicts.entries()) {
    if (said.verdict !== "same") continue;
    const what = become(forest, graph, { from: said.a, to: said.b });
    count(reviewed, what.word);
    if (what.code !== undefined) found.push({ code: what.code, verdict });
  }
  const terms = graph.cardinalities.map(none);
  const isSame = pairsSaid(graph, "same");
  const broken = graph.cardinalities.map((cardinality, at) => brokenBy(graph, at, cardinality));
  for (const at of inOrder(graph.links)) {
    const link = graph.links[at];
    if (link === undefined) continue;
    const against = isSame.has(pairOf(link)) ? undefined : objection(link, broken);
    const what = become(forest, graph, { from: link.from, to: link.to, against });
    count(terms[link.declaration] ?? none(), what.word);
    if (what.code !== undefined) found.push({ code: what.code, link: at });
  }
  return { first: forest.firsts(), unions: forest.unions, terms, reviewed, found };
}

function count(counts: Counts, word: Word): void {
  counts.declared++;
  counts[word]++;
}

interface What {
  readonly word: Word;
  readonly code?: LinkFinding["code"];
}

type Ends = Pick<Link, "from" | "to">;

function become(
  forest: Forest,
  { refused }: Pick<Graph, "refused">,
  { from, to, against }: Ends & { readonly against?: What | undefined },
): What {
  if (from === undefined || to === undefined) return { word: "dangling", code: "dangling" };
  if (forest.areOne(from, to)) return { word: "redundant" };
  if (against !== undefined) return against;
  if (refused.has(from) || refused.has(to)) {
    return { word: "refused", code: "constraint" };
  }
  return forest.join(from, to) ? { word: "joined" } : { word: "refused", code: "clash" };
}

function objection(link: Link, broken: readonly ReadonlySet<string>[]): What | undefined {
  if (broken[link.declaration]?.has(pairOf(link))) return { word: "refused", code: "cardinality" };
  return link.contested ? { word: "contested", code: "contested" } : undefined;
}

const pairOf = ({ from = -1, to = -1 }: Ends): string =>
  from < to ? `${from} ${to}` : `${to} ${from}`;

const pairsSaid = ({ verdicts }: Graph, said: Verdict["verdict"]): ReadonlySet<string> =>
  new Set(
    verdicts
      .filter(({ verdict }) => verdict === said)
      .map(({ a, b }) => pairOf({ from: a, to: b })),
  );

/** Places of the links, by their records' places: what comes first in a file is of no account. */
function inOrder(links: readonly Link[]): number[] {
  const low = ({ from = -1, to = -1 }: Ends) => Math.min(from, to);
  const high = ({ from = -1, to = -1 }: Ends) => Math.max(from, to);
  return [...links.keys()].sort((one, other) => {
    const [a, b] = [links[one] as Link, links[other] as Link];
    return low(a) - low(b) || high(a) - high(b) || a.declaration - b.declaration || one - other;
  });
}

/** The pairs of links whose records have more partners than were declared: nobody knows which of them is right. */
function brokenBy(graph: Graph, declaration: number, cardinality?: Cardinality): Set<string> {
  if (cardinality === undefined || cardinality === "many-to-many") return new Set();
  const own = graph.links.filter((link) => link.declaration === declaration);
  const sides = [
    ...(cardinality === "one-to-many" ? [] : [(link: Link) => [link.from, link.to]]),
    ...(cardinality === "many-to-one" ? [] : [(link: Link) => [link.to, link.from]]),
  ];
  return new Set(sides.flatMap((side) => crowded(own, side)));
}

function crowded(
  links: readonly Link[],
  side: (link: Link) => readonly (number | undefined)[],
): string[] {
  const partner = new Map<number, number>();
  const many = new Set<number>();
  for (const link of links) {
    const [one, other] = side(link);
    if (one === undefined || other === undefined) continue;
    if ((partner.get(one) ?? other) === other) partner.set(one, other);
    else many.add(one);
  }
  return links.filter((link) => many.has(side(link)[0] ?? -1)).map(pairOf);
}

/** Disjoint sets; the least place stands for each. */
class Forest {
  unions = 0;
  readonly #up: Int32Array;
  /** By the place that stands for a component: the records that must not come into it, with those that say so. */
  readonly #apart = new Map<number, [number, number][]>();

  constructor(records: number, verdicts: readonly Verdict[]) {
    this.#up = Int32Array.from({ length: records }, (_, at) => at);
    for (const { a, b, verdict } of verdicts) {
      if (verdict !== "different" || a === undefined || b === undefined) continue;
      this.#keepApart(a, [a, b]);
      this.#keepApart(b, [a, b]);
    }
  }

  #keepApart(at: number, pair: [number, number]): void {
    this.#apart.set(at, [...(this.#apart.get(at) ?? []), pair]);
  }

  #top(at: number): number {
    let top = at;
    while (this.#up[top] !== top) top = this.#up[top] as number;
    for (let on = at; on !== top; ) {
      const next = this.#up[on] as number;
      this.#up[on] = top;
      on = next;
    }
    return top;
  }

  areOne(one: number, other: number): boolean {
    return this.#top(one) === this.#top(other);
  }

  /** @returns false if somebody said that two of their records are different */
  join(one: number, other: number): boolean {
    const [a, b] = [this.#top(one), this.#top(other)];
    if (this.#isSaidApart(a, b)) return false;
    const [first, second] = a < b ? [a, b] : [b, a];
    this.#up[second] = first;
    const moved = this.#apart.get(second);
    if (moved !== undefined) {
      this.#apart.set(first, [...(this.#apart.get(first) ?? []), ...moved]);
      this.#apart.delete(second);
    }
    this.unions++;
    return true;
  }

  #isSaidApart(a: number, b: number): boolean {
    const pairs = this.#apart.get(a) ?? [];
    return pairs.some(([one, other]) => {
      const [top, beside] = [this.#top(one), this.#top(other)];
      return (top === a && beside === b) || (top === b && beside === a);
    });
  }

  firsts(): Int32Array {
    return this.#up.map((_, at) => this.#top(at));
  }
}
