import { currenciesOf } from "../shared/currency-signs.ts";

// What rules of several entities say alike.

/** ISO days compare as text; an unknown day is not after anything. */
export function isAfter(day: string | null | undefined, other: string | null | undefined): boolean {
  return day != null && other != null && day > other;
}

/** A day and a time of day that may not be known: of one day, both times must be. */
export interface LocalMoment {
  readonly day: string | null | undefined;
  readonly time: string | null | undefined;
}

export function isMomentAfter(one: LocalMoment, other: LocalMoment): boolean {
  return one.day === other.day ? isAfter(one.time, other.time) : isAfter(one.day, other.day);
}

/** What a parent carries, where that is a text. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

/** Whether a record says that its amounts are of another currency than the mapping's, in which they are stored. */
export function isOtherCurrency(
  recorded: string | null | undefined,
  stored: string | null | undefined,
): boolean {
  if (recorded == null || stored == null) return false;
  return currenciesOf(recorded)?.includes(stored) !== true;
}
