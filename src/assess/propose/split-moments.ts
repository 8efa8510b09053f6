import type { Candidate, Choice } from "./choice.ts";
import { isSaid } from "./match-field.ts";
import type { HeaderReading } from "./read-header.ts";

const DAY = "visitDate";
const TIME = "visitTime";
/** A moment that is called a time is as sure as this. */
const CALLED_TIME = 0.85;

interface Moments {
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
  { isMoment, holdsMoments, haveSameDays }: Moments,
): { readonly choices: Choice[]; readonly passed: Candidate[] } {
  const [day, time] = [DAY, TIME].map((name) => choices.find(({ field }) => field === name));
  const without = (dropped: Choice) => choices.filter((choice) => choice !== dropped);
  if (time === undefined)
    return withBoth(choices, day !== undefined && isMoment(day) ? day : undefined);
  if (day === undefined) return withBoth(choices, isMoment(time) ? time : undefined);
  if (!holdsMoments(time)) return { choices: [...choices], passed: [] };
  if (!holdsMoments(day)) {
    // A day that is written twice is one.
    return haveSameDays(day, time)
      ? { choices: [...choices], passed: [] }
      : { choices: without(time), passed: [time] };
  }
  const [taken, left] = time.score > day.score ? [time, day] : [day, time];
  return { choices: withBoth(without(left), taken).choices, passed: [left] };
}

function withBoth(choices: readonly Choice[], moment: Choice | undefined) {
  const score = moment?.field === TIME ? CALLED_TIME : moment?.score;
  const split = choices.map((choice) =>
    choice === moment
      ? { ...choice, field: DAY, fields: [DAY, TIME], score: score ?? choice.score }
      : choice,
  );
  return { choices: split, passed: [] };
}

/** Whether a header alone says that a column holds a day and a time of day. */
export function saysMoment(reading: HeaderReading | undefined): boolean {
  return reading?.meanings.has("time") === true && !isSaid("time", reading, "");
}
