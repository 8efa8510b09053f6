import { currenciesOf } from "../shared/currency-signs.ts";
import { reference } from "./convert/reference.ts";
import type { Facts } from "./define.ts";

// What rules of several entities say alike.

/** The patient whose record it is, with the days of birth and death that its own are compared with. */
export const ofPatient = () =>
  reference("patients", {
    label: "patient",
    required: true,
    owner: true,
    carry: ["dateOfBirth", "dateOfDeath", "dateOfDeathPrecision"],
  });

/** Whether what a record names is another patient's than its own. */
export function isOfAnotherPatient(label: string, { parents, idOf }: Facts): boolean {
  const [theirs, own] = [textOf(parents[label]?.["patientId"]), idOf?.("patient")];
  return theirs !== undefined && own !== undefined && theirs !== own;
}

type Day = string | null | undefined;

/** ISO days compare as text; an unknown day is not after anything. */
export const isAfter = (day: Day, other: Day): boolean =>
  day != null && other != null && day > other;

/** Whether a day lies before the birth of the patient that the record names. */
export function isBeforeBirth(day: Day, { parents }: Facts): boolean {
  return isAfter(textOf(parents["patient"]?.["dateOfBirth"]), day);
}

/** Whether a day lies after the death of the patient that the record names, for certain. */
export function isAfterDeath(day: Day, { parents }: Facts): boolean {
  const { dateOfDeath, dateOfDeathPrecision } = parents["patient"] ?? {};
  if (dateOfDeath == null) return false;
  return isAfter(day, lastDay(textOf(dateOfDeath), textOf(dateOfDeathPrecision)));
}

/** The last day that a date can be, of which less than the day is known; to be compared with days, not to be stored. */
export function lastDay(day: Day, precision: string | null | undefined): Day {
  if (day == null || precision == null) return day;
  return precision === "year" ? `${day.slice(0, 4)}-12-31` : `${day.slice(0, 7)}-31`;
}

/** A day and a time of day that may not be known: of one day, both times must be. */
export interface LocalMoment {
  readonly day: Day;
  readonly time: string | null | undefined;
}

export function isMomentAfter(one: LocalMoment, other: LocalMoment): boolean {
  return one.day === other.day ? isAfter(one.time, other.time) : isAfter(one.day, other.day);
}

/** What a parent carries, where that is a text. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

/** Whether a record says that its amounts are of another currency than the mapping's, in which they are stored. */
/** ISO 4217 */
const NO_CURRENCY = "XXX";

export function isOtherCurrency(
  recorded: string | null | undefined,
  stored: string | null | undefined,
): boolean {
  // As long as nobody has said the currency, none is another one.
  if (recorded == null || stored == null || stored === NO_CURRENCY) return false;
  return currenciesOf(recorded)?.includes(stored) !== true;
}
