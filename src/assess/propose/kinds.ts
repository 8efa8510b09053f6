import type { Contestant } from "./contest.ts";
import { APPLIED } from "./draft-mapping.ts";
import type { Ranked } from "./rank-entities.ts";

// Tables whose records are of a kind: appointments and stays, which are visits where an export has no other ones.

/**
 * A table of appointments is one of visits where an export has no other one, and of appointments where it has: of
 * visits, or of what is of another kind. Headers that are looked at one by one are not compared.
 */
export function asKinds(all: readonly Contestant[]): Contestant[] {
  const kinds = all.map(({ table, ranked: [best] }) => ({
    of: (table.records ?? 0) > 0 ? best?.entity : undefined,
    kind: best?.kind?.entity,
  }));
  return all.map((one, at): Contestant => {
    const [best, ...others] = one.ranked;
    const kind = best?.kind;
    if (best === undefined || kind === undefined || !one.table.records) return one;
    const isBeside = kinds.some(
      (other, place) => place !== at && other.of === best.entity && other.kind !== kind.entity,
    );
    return isBeside ? { ...one, ranked: [kind, ...others] } : one;
  });
}

/** What a table is more exactly is asked about where more of its columns have a place there. */
export function richer(best: Ranked): Ranked | undefined {
  const mapped = ({ choices }: Ranked) => choices.filter(({ score }) => score >= APPLIED).length;
  return best.kind !== undefined && mapped(best.kind) > mapped(best) ? best.kind : undefined;
}
