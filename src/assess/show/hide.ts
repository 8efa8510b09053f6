import type { ColumnProfile, Decision, FileProfile, ReferenceFound } from "../assessment.ts";
import { soundsLikeKey } from "../relations/header-words.ts";
import { presentIn } from "../relations/spots.ts";
import type { FileRoles, Role } from "../roles.ts";
import type { Bar } from "./document.ts";

/** A value that fewer records have may point to one of them. */
export const FEWEST_SHOWN = 5;

/** Roles that identify a person, or lead to one. */
const IDENTIFYING: ReadonlySet<Role> = new Set<Role>([
  ...(["id", "firstName", "lastName", "fullName", "phone", "email", "birth", "death"] as const),
  ...(["address", "nationalId", "notes", "secret", "patient", "doctor"] as const),
]);
/** More different words than this may be names. */
const MOST_WORDS = 30;
const MOST_WORDS_SHARE = 0.05;
/** A number that so many records share with no other is an id. */
const MOSTLY_DIFFERENT = 0.3;
const FEWEST_DIFFERENT = 20;

/** Whether a column's values may identify a person. In doubt they do. */
export function identifies(
  column: ColumnProfile,
  { file, roles }: FileRoles,
  references: readonly ReferenceFound[],
): boolean {
  const role = roles.get(column);
  if (role !== undefined && IDENTIFYING.has(role)) return true;
  const present = presentIn(column);
  if (present === 0) return false;
  if (isKey(column, file) || leadsAway(column, file, references)) return true;
  const share = (...kinds: (keyof ColumnProfile["kinds"])[]) =>
    kinds.reduce((sum, kind) => sum + (column.kinds[kind] ?? 0), 0) / present;
  if (share("phone", "email", "uuid", "scientific") > 0.01) return true;
  if (share("time", "decimal", "boolean") > 0.95) return false;
  if (share("date", "dateTime") > 0.5) return !KNOWN_DAYS.has(role);
  if (share("integer", "decimal") > 0.95) return soundsLikeKey(column.header) || isVaried(column);
  return !isFewWords(column) || soundsLikeKey(column.header);
}

/** Days of what happened in the hospital; others may be births. */
const KNOWN_DAYS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  ...(["visited", "admitted", "discharged", "registered"] as const),
]);

const isKey = ({ header }: ColumnProfile, { keys }: FileProfile): boolean =>
  keys.some(({ columns }) => columns.length === 1 && columns[0] === header);

const leadsAway = (
  { header }: ColumnProfile,
  { file }: FileProfile,
  references: readonly ReferenceFound[],
): boolean =>
  references.some(
    (one) =>
      (one.file === file && one.column === header) ||
      (one.toFile === file && one.toColumn === header),
  );

/** Long numbers that are nearly all different; ages and fees are short. */
const isVaried = (column: ColumnProfile): boolean =>
  column.distinct.count > FEWEST_DIFFERENT &&
  column.distinct.count > MOSTLY_DIFFERENT * presentIn(column) &&
  column.lengths.max > 4;

const isFewWords = (column: ColumnProfile): boolean =>
  column.distinct.count <= MOST_WORDS &&
  column.distinct.count <= MOST_WORDS_SHARE * presentIn(column);

/** Bars that stand for fewer than five records are taken out, and with them bare ends. */
export function withoutSmall(bars: readonly Bar[]): { bars: readonly Bar[]; apart: number } {
  const kept = bars.map((bar) => (bar.count < FEWEST_SHOWN ? { ...bar, count: 0 } : bar));
  const apart = bars.reduce((sum, { count }) => sum + (count < FEWEST_SHOWN ? count : 0), 0);
  const first = kept.findIndex(({ count }) => count > 0);
  const last = kept.findLastIndex(({ count }) => count > 0);
  return { bars: first === -1 ? [] : kept.slice(first, last + 1), apart };
}

/**
 * A decision as it may be shown. Of codes and words that mean nothing, the readings are the column's
 * own values: those that fewer than five records have are left out, and with them the sentence.
 */
export function shownDecision(decision: Decision, hidden: boolean): Decision {
  if (decision.subject !== "codes" && decision.subject !== "nullTokens") return decision;
  const rare = decision.readings.filter(({ fits }) => fits < FEWEST_SHOWN);
  if (!hidden && rare.length === 0) return decision;
  const readings = hidden ? [] : decision.readings.filter((one) => !rare.includes(one));
  const evidence = hidden
    ? "its values are hidden"
    : "values of fewer than five records are hidden";
  return { ...decision, readings, evidence, options: {} };
}
