import type { Candidate } from "./choice.ts";
import type { NameFields } from "./held-fields.ts";

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
  { names, isFirstSure }: { readonly names: NameFields; readonly isFirstSure: boolean },
): readonly Candidate[] {
  const { first, last, whole } = names;
  const name = candidates.find(({ field, says }) => field === whole && says === "name");
  if (first === undefined || name === undefined || isFirstSure) return candidates;
  return candidates.filter(({ field, at }) => field !== last || Math.abs(at - name.at) <= FARTHEST);
}

/**
 * A name that stands beside a first name is the last one (French `Nom` and `Prénom`), beside a last
 * name the first one (Spanish `nombre` and `apellido`), and alone the whole one.
 */
export function settleNames(candidates: readonly Candidate[], names: NameFields): Candidate[] {
  const { first, last, whole } = names;
  const isSure = (name: string | undefined) =>
    candidates.some(({ field, score }) => field === name && score > LIKELY);
  const [hasFirst, hasLast] = [isSure(first), isSure(last)];
  if (candidates.some(({ says }) => says === WHOLE) && !hasFirst) {
    // What is called a family name beside it may be a relative's.
    return candidates.map((one) =>
      one.field === last ? { ...one, score: Math.min(one.score, UNSURE) } : one,
    );
  }
  const apart = withoutFar(candidates, { names, isFirstSure: hasFirst });
  if (apart.length < candidates.length) return settleNames(apart, names);
  if (hasFirst === hasLast || first === undefined || last === undefined) return [...candidates];
  return candidates.map((one) => {
    if (one.field !== whole || !/^(?:staff )?name$/.test(one.says)) return one;
    const field = hasFirst ? last : first;
    return { ...one, field, score: Math.min(one.score, SURE) };
  });
}
