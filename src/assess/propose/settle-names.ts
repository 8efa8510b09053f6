import type { Candidate } from "./choose-columns.ts";
import type { EntityWords } from "./vocabulary.ts";

const SURE = 0.97;
const LIKELY = 0.8;

/**
 * A name that stands beside a first name is the last one (French `Nom` and `Prénom`), beside a last
 * name the first one (Spanish `nombre` and `apellido`), and alone the whole one.
 */
export function settleNames(candidates: readonly Candidate[], words: EntityWords): Candidate[] {
  const best = (field: string) =>
    Math.max(0, ...candidates.filter((one) => one.field === field).map(({ score }) => score));
  const hasFirst = best("firstName") > LIKELY;
  const hasLast = best("lastName") > LIKELY;
  if (hasFirst === hasLast || !("firstName" in words.fields)) return [...candidates];
  return candidates.map((one) => {
    if (one.field !== "fullName" || !/^(?:staff )?name$/.test(one.says)) return one;
    const field = hasFirst ? "lastName" : "firstName";
    return { ...one, field, score: Math.min(one.score, SURE) };
  });
}
