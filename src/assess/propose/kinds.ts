import type { Contestant } from "./contest.ts";
import { APPLIED } from "./draft-mapping.ts";
import type { Ranked } from "./rank-entities.ts";

// Tables whose records are of a kind: appointments and stays, which are visits where an export has no other ones.

/**
 * A table of appointments is one of visits where an export has no other one, and of appointments where it has: of
 * visits, or of what is of another kind. Headers that are looked at one by one are not compared.
 */
export function asKinds(all: readonly Contestant[], { isSure, lacking }: Comparing): Contestant[] {
  const told = all.map((one) => {
    const best = (one.table.records ?? 0) > 0 ? one.ranked[0] : undefined;
    return best && { best, isSure: best.kind !== undefined || isSure(one) };
  });
  return all.map((one, at): Contestant => {
    const [best, ...others] = one.ranked;
    const kind = best?.kind;
    if (best === undefined || kind === undefined || !one.table.records) return one;
    const isBeside = told.some(
      (other, place) =>
        place !== at &&
        other?.isSure === true &&
        other.best.entity === best.entity &&
        other.best.kind?.entity !== kind.entity &&
        lacking(other.best) <= lacking(best),
    );
    return isBeside ? { ...one, ranked: [kind, ...others] } : one;
  });
}

/** How a table is compared with another one. */
interface Comparing {
  /** Whether nobody has to say what it is. */
  readonly isSure: (one: Contestant) => boolean;
  /** How many required fields it has no column for. */
  readonly lacking: (ranked: Ranked) => number;
}

/** What a table is more exactly is asked about where more of its columns have a place there. */
export function richer(best: Ranked): Ranked | undefined {
  const mapped = ({ choices }: Ranked) => choices.filter(({ score }) => score >= APPLIED).length;
  return best.kind !== undefined && mapped(best.kind) > mapped(best) ? best.kind : undefined;
}
