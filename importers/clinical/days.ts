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
