import type { Candidate, Choice } from "./choice.ts";
import { composeAddress } from "./compose-address.ts";
import { type KnownEntity, type NameFields, nameFields } from "./held-fields.ts";
import { matchFields } from "./match-field.ts";
import type { HeaderReading } from "./read-header.ts";
import { settleNames } from "./settle-names.ts";

/** Below it nothing is said of a column. */
export const LEAST = 0.55;

/**
 * Gives each field the column that suits it best, and each column to one field.
 *
 * @param weigh says how sure a column is when its cells are looked at too
 */
export function chooseColumns(
  readings: readonly HeaderReading[],
  known: KnownEntity,
  weigh: (candidate: Candidate) => Candidate,
): { choices: Choice[]; passed: Candidate[] } {
  const names = nameFields(known);
  const matching = { words: known.words, whole: names.whole };
  const byHeader = readings.flatMap((reading, at) =>
    matchFields(reading, matching).map((match) => weigh({ at, ...match, why: whyOf(match.says) })),
  );
  const candidates = settleNames(byHeader, partsIn(known, names))
    .filter(({ score }) => score >= LEAST)
    .sort((one, other) => other.score - one.score || one.at - other.at);
  const fields = new Set<string>();
  const columns = new Set<number>();
  const choices: Choice[] = [];
  const passed: Candidate[] = [];
  for (const candidate of candidates) {
    if (fields.has(candidate.field) || columns.has(candidate.at)) {
      passed.push(candidate);
      continue;
    }
    fields.add(candidate.field);
    columns.add(candidate.at);
    choices.push(candidate);
  }
  const address = composeAddress(readings, known, columns);
  const all = [...choices, ...address];
  return { choices: known.words.composed.fullName ? composeNames(all, names) : all, passed };
}

/** Parts that no header is known for are not looked for. */
const partsIn = ({ words: { fields } }: KnownEntity, names: NameFields): NameFields =>
  names.first !== undefined && names.first in fields ? names : { ...names, first: undefined };

/** Where an entity has one name, it is put together of a first and a last one. */
function composeNames(
  choices: readonly Choice[],
  { first, last, whole: name }: NameFields,
): Choice[] {
  if (name === undefined) return [...choices];
  const parts = [first, last].flatMap((field) =>
    choices.filter((choice) => choice.field === field),
  );
  const rest = choices.filter((choice) => !parts.includes(choice));
  const whole = rest.find(({ field }) => field === name);
  const several = parts.length > 1;
  // `Arzt` may be anything of a doctor; first and last names are what they say.
  if (whole !== undefined && !(several && whole.score < SURE_NAME)) return rest;
  const together = parts.map(
    (choice, at): Choice => ({
      ...choice,
      field: name,
      ...(several && { part: at + 1, why: `${choice.why}; the name is joined from both` }),
    }),
  );
  return [...rest.filter((one) => one !== whole), ...together];
}

const SURE_NAME = 0.8;

const whyOf = (says: string): string => `its name says ${says.replaceAll("#", "id")}`;
