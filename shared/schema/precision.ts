/** How much of a date is known, where that is less than the day; null where the day is. */
export const DATE_PRECISIONS = ["month", "year"] as const;
