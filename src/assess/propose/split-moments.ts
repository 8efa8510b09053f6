import type { Importer } from "../../../importers/define.ts";
import type { Candidate, Choice } from "./choice.ts";
import { ANYBODY, isSaid } from "./match-field.ts";
import type { HeaderReading } from "./read-header.ts";

/** The fields of an entity that a moment is split into: the day that it cannot do without, the time of day. */
interface MomentFields {
  readonly dayField: string;
  readonly timeField: string;
  /** Whether a record cannot do without the day: its name is enough, then, to say that a column has both. */
  readonly isNeeded: boolean;
}

/** None if the entity has no day with a time. Where no time says whose it is, the first is that of the day that is needed. */
export function momentFields(importer: Importer | undefined): MomentFields[] {
  const fields = Object.entries(importer?.fields ?? {});
  const told = fields.flatMap(([timeField, { dayField }]) =>
    dayField === undefined
      ? []
      : { dayField, timeField, isNeeded: importer?.fields[dayField]?.required === true },
  );
  if (told.length > 0) return told;
  const [timeField] = fields.find(([, { kind }]) => kind === "time") ?? [];
  const [dayField] = fields.find(([, { kind, required }]) => kind === "date" && required) ?? [];
  return dayField === undefined || timeField === undefined
    ? []
    : [{ dayField, timeField, isNeeded: true }];
}

/** A moment that is called a time is as sure as this. */
const CALLED_TIME = 0.85;

interface Moments {
  readonly fields: readonly MomentFields[];
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
export function splitMoments(choices: readonly Choice[], moments: Moments): Split {
  return moments.fields.reduce(
    ({ choices: before, passed }: Split, fields) => {
      const split = splitOne(before, fields, moments);
      return { choices: split.choices, passed: [...passed, ...split.passed] };
    },
    { choices: [...choices], passed: [] },
  );
}

interface Split {
  readonly choices: Choice[];
  readonly passed: Candidate[];
}

function splitOne(
  choices: readonly Choice[],
  fields: MomentFields,
  { isMoment, holdsMoments, haveSameDays }: Moments,
): Split {
  const { dayField, timeField, isNeeded } = fields;
  const [day, time] = [dayField, timeField].map((name) =>
    choices.find(({ field }) => field === name),
  );
  const withBoth = bothFrom(choices, fields);
  const without = (dropped: Choice) => choices.filter((choice) => choice !== dropped);
  if (time === undefined) return withBoth(day !== undefined && isMoment(day) ? day : undefined);
  if (day === undefined)
    return withBoth((isNeeded ? isMoment : holdsMoments)(time) ? time : undefined);
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
