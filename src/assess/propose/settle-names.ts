import type { EntityWords } from "../../../importers/define-vocabulary.ts";
import type { Candidate } from "./choice.ts";

const SURE = 0.97;
const LIKELY = 0.8;
const UNSURE = 0.6;
/** What a column is said to be that is called the name of whose table it is, and holds several words throughout. */
export const WHOLE = "whole name";

/** The parts of a name stand side by side. */
const FARTHEST = 4;

/** A family name far from a name of the patient's (`nm_pasien`) that has no first one is somebody else's. */
function withoutFar(
  candidates: readonly Candidate[],
  { best, hasParts }: { readonly best: (field: string) => number; readonly hasParts: boolean },
): readonly Candidate[] {
  const name = candidates.find(({ field, says }) => field === "fullName" && says === "name");
  if (!hasParts || name === undefined || best("firstName") > LIKELY) return candidates;
  return candidates.filter(
    ({ field, at }) => field !== "lastName" || Math.abs(at - name.at) <= FARTHEST,
  );
}

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
  const apart = new Set(withoutFar(candidates, { best, hasParts: "firstName" in words.fields }));
  if (apart.size < candidates.length) return settleNames([...apart], words);
  const hasFirst = best("firstName") > LIKELY;
  const hasLast = best("lastName") > LIKELY;
  if (hasFirst === hasLast || !("firstName" in words.fields)) return [...candidates];
  return candidates.map((one) => {
    if (one.field !== "fullName" || !/^(?:staff )?name$/.test(one.says)) return one;
    const field = hasFirst ? "lastName" : "firstName";
    return { ...one, field, score: Math.min(one.score, SURE) };
  });
}
