import type { EntityWords, Vocabulary } from "../../../importers/define-vocabulary.ts";
import type { EntityMatch } from "./choose-entity.ts";
import { exactly } from "./read-header.ts";
import type { TableReading } from "./read-table.ts";
import { profileOf } from "./whole-profile.ts";

// What a table's name and its own id say of what it holds.

const CALLED_SO = { alone: 3, among: 2 };
const CALLED_OTHERWISE = 0.7;

/** The meaning that says that a column is the entity's own, and what its words say besides. */
export function wordsOf(match: EntityMatch, { entities }: Vocabulary) {
  const words = entities.find(({ entity }) => entity === match.entity);
  const { owner = "", also = [], within = [], exact = false } = words ?? {};
  return { own: owner, also, within, exact };
}

export const ownerOf = (match: EntityMatch, vocabulary: Vocabulary): string =>
  wordsOf(match, vocabulary).own;

/** Whether the file's name says that a table is an entity's, and nothing else. */
export function isCalled(
  table: TableReading,
  {
    owner,
    also = [],
    within = [],
    exact,
  }: Pick<EntityWords, "owner" | "also" | "within" | "exact">,
): boolean {
  const { meanings } = exact ? exactly(table.stem) : table.stem;
  const owners = [owner, ...also];
  return (
    owners.some((one) => meanings.has(one)) &&
    [...meanings].every((one) => [...owners, ...within].includes(one) || DECORATION.has(one))
  );
}

/** What a file's name says besides: `patient_list`, `doctor_data_2024`, `visit_history`. */
const DECORATION = new Set(["id", "number", "date", "year", "status", "hospital", "history"]);

/** The file's name and its first id say too what it holds. */
export function asCalled(
  match: EntityMatch,
  table: TableReading,
  vocabulary: Vocabulary,
): EntityMatch {
  const { otherTables } = vocabulary;
  const { own, also, within } = wordsOf(match, vocabulary);
  const { meanings } = table.stem;
  const owners = [own, ...also];
  const isOwn = owners.some((one) => meanings.has(one));
  const stem = [...meanings].filter((meaning) => !(isOwn && within.includes(meaning)));
  const others = stem.map((one) => (owners.includes(one) ? 0 : (otherTables[one] ?? 0)));
  const isAlone = stem.every((one) => owners.includes(one) || DECORATION.has(one));
  const named = !isOwn ? 0 : isAlone ? CALLED_SO.alone : CALLED_SO.among;
  const treated = isTreatment(table) ? HALF : 1;
  const otherwise = others.reduce((sum, each) => sum + each, 0) * CALLED_OTHERWISE * treated;
  const foreign =
    named > 0 && isOfStaff(table) ? 0 : foreignKey(table, vocabulary, owners) * treated;
  return { ...match, points: match.points + named - otherwise - foreign };
}

/** A treatment by a doctor on a day for what a patient has is a visit, unless it is of a medicine. */
function isTreatment(table: TableReading): boolean {
  const { patient, doctor, day, says } = profileOf(table);
  return patient && doctor && day && says("diagnosis", "complaint") && !says("medicine");
}

const HALF = 0.5;

/** Patients and doctors who log in may be known by their user's id, doctors by that of their post. */
const isOfStaff = ({ readings, own }: TableReading): boolean =>
  own !== undefined && ["user", "staff"].some((one) => readings[own]?.meanings.has(one));

/** A table whose own id is a bill's holds bills. */
function foreignKey(
  { readings, own }: TableReading,
  { entities, otherTables }: Vocabulary,
  owners: readonly string[],
): number {
  const key = own === undefined ? undefined : readings[own];
  if (key === undefined || owners.some((one) => key.meanings.has(one))) return 0;
  const isPeoples = (one: string) => otherTables[one] === undefined && key.meanings.has(one);
  if (entities.some((one) => isPeoples(one.owner))) return 0;
  // Acts of care are not prescribed by the table that writes them down.
  if (key.meanings.has("care")) return 0;
  return Math.max(0, ...[...key.meanings].map((meaning) => otherTables[meaning] ?? 0));
}
