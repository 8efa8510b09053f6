/** Which part of a person's name a field takes. */
export const PARTS = ["without title", "given names", "family name"] as const;
export type Part = (typeof PARTS)[number];

/** What stands in front of names and is none, in the languages that exports are written in. */
const TITLES = new Set(
  `dr dra drs drg dott dottssa doc doctor prof profa professor pd med mr mrs ms miss mx sir md mbbs rev
  herr frau mme mlle sr sra srta dona bayan sayın shri smt kumari д-р др проф г-н г-жа دکتر
  الدكتور الدكتورة پروفسور`.split(/\s+/),
);

const plain = (word: string): string => word.toLowerCase().replace(/[.,]/g, "");

/** Whether a name begins with a title: `Dr. Jane Smith`. */
export const hasTitle = (name: string): boolean =>
  untitled(words(name)).length < words(name).length;

/**
 * Takes a part of a person's name. The family name is what stands before a comma, else the last word; the
 * given names are the rest. A name of one word has no given names.
 */
export function partOfName(name: string, part: Part): string {
  const [before = "", behind] = name.split(/\s*,\s*/, 2);
  if (part === "without title") return untitled(words(name)).join(" ");
  if (behind !== undefined) {
    return (part === "family name" ? untitled(words(before)) : untitled(words(behind))).join(" ");
  }
  const all = untitled(words(name));
  return part === "family name" ? (all.at(-1) ?? "") : all.slice(0, -1).join(" ");
}

const words = (name: string): string[] => name.trim().split(/\s+/);

/** A name that is nothing but titles stays what it is. */
function untitled(all: readonly string[]): string[] {
  const first = all.findIndex((word) => !TITLES.has(plain(word)));
  return first === -1 ? [...all] : all.slice(first);
}
