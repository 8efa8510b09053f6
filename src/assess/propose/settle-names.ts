import type { Candidate } from "./choose-columns.ts";
import type { EntityWords } from "./vocabulary.ts";

const SURE = 0.97;
const LIKELY = 0.8;
const UNSURE = 0.6;
/** What a column is said to be that is called the name of whose table it is, and holds several words throughout. */
export const WHOLE = "whole name";

/**
 * A name that stands beside a first name is the last one (French `Nom` and `Prénom`), beside a last
 * name the first one (Spanish `nombre` and `apellido`), and alone the whole one.
 */
export function settleNames(candidates: readonly Candidate[], words: EntityWords): Candidate[] {
  const best = (field: string) =>
    Math.max(0, ...candidates.filter((one) => one.field === field).map(({ score }) => score));
  if (candidates.some(({ says }) => says === WHOLE) && best("firstName") <= LIKELY) {
    // What is called a family name beside it may be a relative's.
    return candidates.map((one) =>
      one.field === "lastName" ? { ...one, score: Math.min(one.score, UNSURE) } : one,
    );
  }
  const hasFirst = best("firstName") > LIKELY;
  const hasLast = best("lastName") > LIKELY;
  if (hasFirst === hasLast || !("firstName" in words.fields)) return [...candidates];
  return candidates.map((one) => {
    if (one.field !== "fullName" || !/^(?:staff )?name$/.test(one.says)) return one;
    const field = hasFirst ? "lastName" : "firstName";
    return { ...one, field, score: Math.min(one.score, SURE) };
  });
}
