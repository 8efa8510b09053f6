import type { Facts } from "../define.ts";

type Day = string | null | undefined;

/** ISO days compare as text; an unknown day is not after anything. */
export const isAfter = (day: Day, other: Day): boolean =>
  day != null && other != null && day > other;

/** Whether a day lies before the birth of the patient that the record names. */
export function isBeforeBirth(day: Day, { parents }: Facts): boolean {
  const born = parents["patient"]?.["dateOfBirth"];
  return typeof born === "string" && isAfter(born, day);
}

/** The last day that a date can be, of which less than the day is known; to be compared with days, not to be stored. */
export function lastDay(day: Day, precision: string | null | undefined): Day {
  if (day == null || precision == null) return day;
  return precision === "year" ? `${day.slice(0, 4)}-12-31` : `${day.slice(0, 7)}-31`;
}
