/** Whole years from a birth to a day, both ISO 8601; null if one of them is not known. */
export function ageOn(
  day: string | null | undefined,
  birth: string | null | undefined,
): number | null {
  if (day == null || birth == null) return null;
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5, 10) < birth.slice(5, 10) ? years - 1 : years;
}
