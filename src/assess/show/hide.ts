import type { ColumnProfile, Decision, FileProfile, ReferenceFound } from "../assessment.ts";
import { ofFile, toFile } from "../of-file.ts";
import { soundsLikeKey } from "../relations/header-words.ts";
import { presentIn } from "../relations/spots.ts";
import type { Role } from "../role.ts";
import type { FileRoles } from "../roles.ts";
import type { Bar } from "./document.ts";

/** A value that fewer records have may point to one of them. */
export const FEWEST_SHOWN = 5;

/** Roles that identify a person, or lead to one. */
const IDENTIFYING: ReadonlySet<Role> = new Set<Role>([
  ...(["id", "firstName", "lastName", "fullName", "phone", "email", "birth", "death"] as const),
  ...(["address", "nationalId", "notes", "secret", "person"] as const),
  ...(["reference"] as const),
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
  // Programs write the ids of a column with gaps as 1001.0.
  if (share("decimal") > 0.95 && soundsLikeKey(column.header)) return true;
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
  ofFile(references, file).some(({ column }) => column === header) ||
  toFile(references, file).some(({ toColumn }) => toColumn === header);

/** Long numbers that are nearly all different; ages and fees are short. */
const isVaried = (column: ColumnProfile): boolean =>
  column.distinct.count > FEWEST_DIFFERENT &&
  column.distinct.count > MOSTLY_DIFFERENT * presentIn(column) &&
  column.lengths.max > 4;

const isFewWords = (column: ColumnProfile): boolean =>
  column.distinct.count <= MOST_WORDS &&
  column.distinct.count <= MOST_WORDS_SHARE * presentIn(column);

/** Bars are made wider until no more than this share of the cells stands in bars too small to be shown. */
const MOST_APART = 0.1;
const FEWEST_BARS = 4;

/** Bars that stand for fewer than five records are joined with their neighbours, or taken out. */
export function withoutSmall(bars: readonly Bar[]): { bars: readonly Bar[]; apart: number } {
  const all = bars.reduce((sum, { count }) => sum + count, 0);
  let joined = bars;
  while (tooSmall(joined) > all * MOST_APART && joined.length >= 2 * FEWEST_BARS) {
    joined = inPairs(joined);
  }
  const kept = joined.flatMap((bar) => {
    if (!isSmall(bar) || bar.count === 0) return [bar];
    // A bar of one number would still name it.
    return NUMBER.test(bar.label) ? [] : [{ ...bar, count: 0 }];
  });
  const first = kept.findIndex(({ count }) => count > 0);
  const last = kept.findLastIndex(({ count }) => count > 0);
  return { bars: first === -1 ? [] : kept.slice(first, last + 1), apart: tooSmall(joined) };
}

const NUMBER = /^-?\d+(?:\.\d+)?$/;

const isSmall = ({ count }: Bar): boolean => count < FEWEST_SHOWN;

const tooSmall = (bars: readonly Bar[]): number =>
  bars.filter(isSmall).reduce((sum, { count }) => sum + count, 0);

function inPairs(bars: readonly Bar[]): Bar[] {
  return bars.flatMap((bar, at) => {
    if (at % 2 === 1) return [];
    const next = bars[at + 1];
    if (next === undefined) return [bar];
    return [{ label: span(bar.label, next.label), count: bar.count + next.count }];
  });
}

/** `0 to 5` and `5 to 10` are `0 to 10`. */
const span = (one: string, other: string): string =>
  `${one.split(" to ")[0]} to ${other.split(" to ").at(-1)}`;

/**
 * A decision as it may be shown: of the codes that a mapping would list, those that the column is shown
 * with; of what they mean, what five records or more mean. The other decisions say formats, and words of
 * which it is known that they mean nothing.
 *
 * @param shown the values of the column that may be seen
 */
export function shownDecision(decision: Decision, shown: ReadonlySet<string>): Decision {
  if (decision.subject !== "codes") return decision;
  const codes = Object.entries(decision.options["codes"] ?? {});
  const kept = Object.fromEntries(codes.filter(([code]) => shown.has(code)));
  const options = codes.length === 0 ? decision.options : { ...decision.options, codes: kept };
  const readings = decision.readings.filter(({ fits }) => fits === 0 || fits >= FEWEST_SHOWN);
  if (readings.length === decision.readings.length) return { ...decision, options };
  const parts = [
    ...readings.map(({ reading, proves }) => `${proves} mean ${reading}`),
    "fewer than five mean something else",
    ...(decision.undecided > 0 ? [`${decision.undecided} undecided`] : []),
    ...(decision.unread > 0 ? [`${decision.unread} have an unknown code`] : []),
  ];
  return { ...decision, options, readings, evidence: parts.join(", ") };
}
