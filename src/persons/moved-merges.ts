import type { Database } from "../db/database.ts";
import { canonicalJson } from "../plain/canonical-json.ts";
import { mergesInForce } from "./in-force.ts";
import type { Merge } from "./merge.ts";

/** What a mapping says otherwise than the one by which persons are joined now. */
export interface MergeMoved {
  readonly merge: string;
  readonly how: "removed" | "changed";
}

/**
 * Merges in force that a mapping with records of them declares otherwise, or no more. What only people's verdicts
 * declared is no mapping's.
 */
export function movedMerges(
  db: Database,
  {
    legacySystem,
    merges,
    names,
  }: {
    readonly legacySystem: string;
    readonly merges: readonly Merge[];
    readonly names: readonly string[];
  },
): MergeMoved[] {
  return mergesInForce(db).flatMap(({ legacySystem: of, merge: before }): MergeMoved[] => {
    if (of !== legacySystem || before.links.length === 0) return [];
    if (!before.spaces.some((space) => names.includes(space))) return [];
    const now = merges.find(({ name }) => name === before.name);
    if (now === undefined) return [{ merge: before.name, how: "removed" }];
    const isSame = canonicalJson(now) === canonicalJson(before);
    return isSame ? [] : [{ merge: before.name, how: "changed" }];
  });
}
