import { distance } from "fastest-levenshtein";
import { withoutAccents } from "../../../shared/without-accents.ts";

/** One way in which a value is written. */
export interface Spelling {
  readonly text: string;
  /** Records that have it. */
  readonly count: number;
  /** The importer or the mapping knows the word. */
  readonly isKnown: boolean;
}

/** Spellings that probably mean one thing; the one to keep first. */
export interface Cluster {
  /** The same words, apart from letter case, accents, marks and their order; or words that differ by a letter or so. */
  readonly how: "same words" | "nearest";
  readonly spellings: readonly Spelling[];
}

/** More different texts than these are not compared each with each. */
const MOST_COMPARED = 1500;
/** A letter in four may differ. */
const LETTERS_OF_A_SLIP = 4;

/** Lower case, accents and marks off, the words sorted, each once: as OpenRefine's fingerprint. */
export function fingerprintKey(text: string): string {
  const words = withoutAccents(text)
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== "");
  return [...new Set(words)].sort().join(" ");
}

/** Groups spellings that probably mean one thing. A spelling that stands alone is in none. */
export function clustersOf(spellings: readonly Spelling[]): Cluster[] {
  const groups = new Map<string, Spelling[]>();
  for (const one of spellings) {
    const key = fingerprintKey(one.text);
    if (key === "") continue;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const taken = new Set<string>();
  const near = nearGroups([...groups.keys()]).map((keys) => {
    for (const key of keys) taken.add(key);
    return cluster(
      "nearest",
      keys.flatMap((key) => groups.get(key) ?? []),
    );
  });
  const same = [...groups]
    .filter(([key, of]) => of.length > 1 && !taken.has(key))
    .map(([, of]) => cluster("same words", of));
  // What no record has is nothing to correct.
  return [...same, ...near]
    .filter(({ spellings: of }) => of.slice(1).some(({ count }) => count > 0))
    .sort((one, other) => recordsOf(other) - recordsOf(one));
}

function cluster(how: Cluster["how"], of: readonly Spelling[]): Cluster {
  const spellings = [...of].sort(
    (one, other) => Number(other.isKnown) - Number(one.isKnown) || other.count - one.count,
  );
  return { how, spellings };
}

const recordsOf = ({ spellings }: Cluster): number =>
  spellings.reduce((sum, { count }) => sum + count, 0);

/** Keys that are a slip of the pen apart from another of their group. */
function nearGroups(keys: readonly string[]): string[][] {
  if (keys.length > MOST_COMPARED) return [];
  const sorted = [...keys].sort((one, other) => one.length - other.length);
  const group = new Map(sorted.map((key) => [key, [key]]));
  for (const [nth, key] of sorted.entries()) {
    for (let next = nth + 1; next < sorted.length; next++) {
      const other = sorted[next] ?? "";
      const slip = Math.floor(other.length / LETTERS_OF_A_SLIP);
      if (other.length - key.length > slip) break;
      if (slip > 0 && group.get(key) !== group.get(other) && distance(key, other) <= slip) {
        join(group, key, other);
      }
    }
  }
  return [...new Set(group.values())].filter((of) => of.length > 1);
}

function join(group: Map<string, string[]>, key: string, other: string): void {
  const all = [...(group.get(key) ?? []), ...(group.get(other) ?? [])];
  for (const one of all) group.set(one, all);
}
