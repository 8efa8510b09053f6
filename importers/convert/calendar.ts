/** A day by its numbers. */
export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Calendars whose months are the Gregorian ones: what is to be added to their years. */
const YEARS_APART: Readonly<Record<string, number>> = {
  buddhist: -543,
  roc: 1911,
  // Its years are ours, but for those of an era, which the cell names: "G" in a format.
  japanese: 0,
};

/**
 * What a mapping may say of a field's days, by the names of Unicode CLDR: years of the Buddhist era, of the
 * Republic of China, of Japan's eras, and calendars with months of their own, which Node's Intl (ICU) knows day by day.
 */
export const CALENDARS = [
  ...["buddhist", "roc", "japanese", "persian", "islamic-umalqura", "islamic-civil"],
  ...["ethiopic", "coptic", "indian"],
] as const;
export type Calendar = string;

const DAY = 86_400_000;
/** Of the calendars of Egypt and Ethiopia: twelve months of 30 days, and one of the rest. */
const THIRTEEN = new Set(["ethiopic", "coptic"]);
const YEAR_DAYS = 365;
const MOST_STEPS = 40;
const LONGEST_MONTH = 32;

/** Finds the Gregorian day of another calendar's; undefined if that calendar has no such day. */
export function calendarReader(calendar: Calendar): (day: CalendarDay) => CalendarDay | undefined {
  const apart = YEARS_APART[calendar];
  if (apart !== undefined) {
    return ({ year, month, day }) => ({ year: year + apart, month, day });
  }
  const dayAt = dayOf(calendar);
  const months = THIRTEEN.has(calendar) ? 13 : 12;
  const known = new Map<number, Month | undefined>();
  return ({ year, month, day }) => {
    if (!(month >= 1 && month <= months)) return undefined;
    const key = year * 100 + month;
    if (!known.has(key)) known.set(key, findMonth({ year, month }, { dayAt, months }));
    const found = known.get(key);
    if (found === undefined || day < 1 || day > found.days) return undefined;
    const at = new Date((found.first + day - 1) * DAY);
    return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
  };
}

/** A month, by the day since 1970 that it begins with, and how many it has. */
interface Month {
  readonly first: number;
  readonly days: number;
}

type DayAt = (day: number) => CalendarDay;

function dayOf(calendar: Calendar): DayAt {
  const format = new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, {
    timeZone: "UTC",
    year: "numeric",
    month: "numeric",
    day: "numeric",
  });
  return (day) => {
    const parts = format.formatToParts(day * DAY);
    const number = (type: string) => Number(parts.find((part) => part.type === type)?.value);
    return { year: number("year"), month: number("month"), day: number("day") };
  };
}

/** Draws near by as many months as are missing. */
function findMonth(
  wanted: Pick<CalendarDay, "year" | "month">,
  { dayAt, months }: { readonly dayAt: DayAt; readonly months: number },
): Month | undefined {
  let at = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { year, month, day } = dayAt(at);
    const missing = (wanted.year - year) * months + (wanted.month - month);
    if (missing === 0) return monthFrom(at - day + 1, dayAt);
    // The months beside it may be of five days: their ends are looked for.
    if (missing === -1) at -= day;
    else if (missing === 1) at += monthFrom(at - day + 1, dayAt).days - day + 1;
    else at += Math.round((missing * YEAR_DAYS) / months);
  }
  return undefined;
}

function monthFrom(first: number, dayAt: DayAt): Month {
  const { month } = dayAt(first);
  let days = 1;
  while (days < LONGEST_MONTH && dayAt(first + days).month === month) days++;
  return { first, days };
}
