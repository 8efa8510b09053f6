import type { EntityWords } from "../../../importers/define-vocabulary.ts";
import type { Candidate, Choice } from "./choice.ts";
import { composeAddress } from "./compose-address.ts";
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
  words: EntityWords,
  weigh: (candidate: Candidate) => Candidate,
): { choices: Choice[]; passed: Candidate[] } {
  const byHeader = readings.flatMap((reading, at) =>
    matchFields(reading, words).map((match) => weigh({ at, ...match, why: whyOf(match.says) })),
  );
  const candidates = settleNames(byHeader, words)
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
  const address = composeAddress(readings, words, columns);
  return { choices: composeNames([...choices, ...address], words), passed };
}

/** Where an entity has one name, it is put together of a first and a last one. */
function composeNames(choices: readonly Choice[], { composed }: EntityWords): Choice[] {
  const names = composed.fullName;
  if (names === undefined) return [...choices];
  const parts = [names.first, names.last].flatMap((field) =>
    choices.filter((choice) => choice.field === field),
  );
  const rest = choices.filter((choice) => !parts.includes(choice));
  const whole = rest.find(({ field }) => field === "fullName");
  const several = parts.length > 1;
  // `Arzt` may be anything of a doctor; first and last names are what they say.
  if (whole !== undefined && !(several && whole.score < SURE_NAME)) return rest;
  const together = parts.map(
    (choice, at): Choice => ({
      ...choice,
      field: "fullName",
      ...(several && { part: at + 1, why: `${choice.why}; the name is joined from both` }),
    }),
  );
  return [...rest.filter((one) => one !== whole), ...together];
}

const SURE_NAME = 0.8;

const whyOf = (says: string): string => `its name says ${says.replaceAll("#", "id")}`;
