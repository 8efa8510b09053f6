import type { Importer } from "../../../importers/define.ts";
import type { Candidate, Choice } from "./choice.ts";
import { ANYBODY, isSaid } from "./match-field.ts";
import type { HeaderReading } from "./read-header.ts";

/** The fields of an entity that a moment is split into: the day that it cannot do without, the time of day. */
interface MomentFields {
  readonly dayField: string;
  readonly timeField: string;
}

/** Undefined if the entity does not have both. */
export function momentFields(importer: Importer | undefined): MomentFields | undefined {
  const fields = Object.entries(importer?.fields ?? {});
  const [timeField] = fields.find(([, { kind }]) => kind === "time") ?? [];
  const [dayField] = fields.find(([, { kind, required }]) => kind === "date" && required) ?? [];
  return dayField === undefined || timeField === undefined ? undefined : { dayField, timeField };
}

/** A moment that is called a time is as sure as this. */
const CALLED_TIME = 0.85;

interface Moments {
  readonly fields: MomentFields | undefined;
  /** Whether a column holds a day and a time of day; by its name where its cells are not known. */
  isMoment(choice: Choice): boolean;
  /** The same by its cells alone. */
  holdsMoments(choice: Choice): boolean;
  /** Whether two columns hold the same days. */
  haveSameDays(one: Choice, other: Choice): boolean;
}

/**
 * Day and time of day come from one cell, where one holds both: the day of the admission and the time of the
 * registration are no moment.
 *
 * @returns what feeds the fields, and what does not, though its name says it
 */
export function splitMoments(
  choices: readonly Choice[],
  { fields, isMoment, holdsMoments, haveSameDays }: Moments,
): { readonly choices: Choice[]; readonly passed: Candidate[] } {
  if (fields === undefined) return { choices: [...choices], passed: [] };
  const { dayField, timeField } = fields;
  const [day, time] = [dayField, timeField].map((name) =>
    choices.find(({ field }) => field === name),
  );
  const withBoth = bothFrom(choices, fields);
  const without = (dropped: Choice) => choices.filter((choice) => choice !== dropped);
  if (time === undefined) return withBoth(day !== undefined && isMoment(day) ? day : undefined);
  if (day === undefined) return withBoth(isMoment(time) ? time : undefined);
  if (!holdsMoments(time)) return { choices: [...choices], passed: [] };
  if (!holdsMoments(day)) {
    // A day that is written twice is one.
    return haveSameDays(day, time)
      ? { choices: [...choices], passed: [] }
      : { choices: without(time), passed: [time] };
  }
  const [taken, left] = time.score > day.score ? [time, day] : [day, time];
  return { choices: bothFrom(without(left), fields)(taken).choices, passed: [left] };
}

/** Takes both fields from one column. */
const bothFrom =
  (choices: readonly Choice[], { dayField, timeField }: MomentFields) =>
  (moment: Choice | undefined) => {
    const score = moment?.field === timeField ? CALLED_TIME : moment?.score;
    const both = { field: dayField, fields: [dayField, timeField] };
    const split = choices.map((choice) =>
      choice === moment ? { ...choice, ...both, score: score ?? choice.score } : choice,
    );
    return { choices: split, passed: [] };
  };

/** Whether a header alone says that a column holds a day and a time of day. */
export function saysMoment(reading: HeaderReading | undefined): boolean {
  return reading?.meanings.has("time") === true && !isSaid("time", reading, [ANYBODY]);
}
