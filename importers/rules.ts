import { currenciesOf } from "../shared/currency-signs.ts";
import { reference } from "./convert/reference.ts";
import type { Facts } from "./define.ts";

// What rules of several entities say alike.

/** The days of whoever a record is of that its own are compared with. */
const LIFE = ["dateOfBirth", "dateOfDeath", "dateOfDeathPrecision"] as const;

const whose = (entity: string, label: string) =>
  reference(entity, { label, required: true, owner: true, carry: LIFE });

/** The patient whose record it is. */
export const ofPatient = () => whose("patients", "patient");

/** The person whose record it is. */
export const ofPerson = () => whose("persons", "person");

/** Whether what a record names is another patient's than its own. */
export function isOfAnotherPatient(label: string, { parents, idOf }: Facts): boolean {
  const [theirs, own] = [textOf(parents[label]?.["patientId"]), idOf?.("patient")];
  return theirs !== undefined && own !== undefined && theirs !== own;
}

type Day = string | null | undefined;

/** ISO days compare as text; an unknown day is not after anything. */
export const isAfter = (day: Day, other: Day): boolean =>
  day != null && other != null && day > other;

/** Whether a day lies before the birth of the patient, or of the person, that the record names. */
export function isBeforeBirth(day: Day, { parents }: Facts): boolean {
  return isAfter(textOf((parents["patient"] ?? parents["person"])?.["dateOfBirth"]), day);
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

interface LifeDays {
  readonly dateOfBirth?: Day;
  readonly dateOfDeath?: Day;
  readonly dateOfDeathPrecision?: string | null | undefined;
  readonly registrationDate?: Day;
}

/**
 * What the days of somebody's life cannot be.
 *
 * @param who as the advice calls them: `patient`
 */
export const lifeRules = (who: string) =>
  [
    {
      code: "dateOfBirth.future",
      severity: "error",
      fields: ["dateOfBirth"],
      advice: "The birth date is after the day of the run. Correct the date.",
      broken: (row: LifeDays, { asOf }: Facts) => isAfter(row.dateOfBirth, asOf),
    },
    {
      code: "dateOfDeath.future",
      severity: "error",
      fields: ["dateOfDeath"],
      advice: "The date of death is after the day of the run. Correct the date.",
      broken: (row: LifeDays, { asOf }: Facts) => isAfter(row.dateOfDeath, asOf),
    },
    {
      code: "dateOfDeath.before-birth",
      severity: "error",
      fields: ["dateOfDeath", "dateOfBirth"],
      advice: `The ${who} died before birth. Correct one of the two dates.`,
      broken: (row: LifeDays) =>
        isAfter(row.dateOfBirth, lastDay(row.dateOfDeath, row.dateOfDeathPrecision)),
    },
    {
      code: "registrationDate.future",
      severity: "warning",
      fields: ["registrationDate"],
      advice: "The registration date is after the day of the run. Check the date.",
      broken: (row: LifeDays, { asOf }: Facts) => isAfter(row.registrationDate, asOf),
    },
  ] as const;

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

/** ISO 4217 */
const NO_CURRENCY = "XXX";

/** Whether a record says that its amounts are of another currency than the mapping's, in which they are stored. */
export function isOtherCurrency(
  recorded: string | null | undefined,
  stored: string | null | undefined,
): boolean {
  // As long as nobody has said the currency, none is another one.
  if (recorded == null || stored == null || stored === NO_CURRENCY) return false;
  return currenciesOf(recorded)?.includes(stored) !== true;
}
