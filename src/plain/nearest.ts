import { closest, distance } from "fastest-levenshtein";

/** Farther apart than this share of their length, two names are not a slip of the pen. */
const SLIP = 0.4;

/** The name among those known that this one was probably meant to be. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const plain = new Map(known.map((one) => [plainName(one), one]));
  const found = closest(plainName(name), [...plain.keys()]);
  const far = distance(plainName(name), found) / Math.max(name.length, found.length);
  const meant = far <= SLIP ? plain.get(found) : undefined;
  // Whoever wrote this very name is not helped by hearing it.
  return meant === name ? undefined : meant;
}

/** Letter case and separators do not tell names apart here. */
const plainName = (name: string): string => name.toLowerCase().replace(/[\s_.-]+/g, "");

/** The nearest name in words, for the end of a message. */
export function nearestHint(name: string, known: readonly string[]): string {
  const found = nearest(name, known);
  return found === undefined ? "" : ` (nearest: "${found}")`;
}
