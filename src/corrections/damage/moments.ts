import { MONTH_LANGUAGES, monthReader } from "../../../importers/convert/month-names.ts";

/** A day as a text may mean it; the year is missing in `2-Jan`. */
interface Day {
  readonly year: number | undefined;
  readonly month: number;
  readonly day: number;
}

/** A day, a time, or both, as a text may mean them. */
interface Moment {
  readonly days: readonly Day[];
  /** Seconds of the day; undefined if the text has no time. */
  readonly time: number | undefined;
  readonly hasSeconds: boolean;
}

const TIME =
  /(?:^|[\sT])(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap]\.?\s?m\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$/i;
const PARTS =
  /^(?:\p{L}+\.?,?\s+)?(\d{1,4}|\p{L}{3,}\.?)[\s./-]+(\d{1,4}|\p{L}{3,}\.?)(?:[\s./,-]+(?:de\s+)?(\d{1,4}))?\.?$/iu;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const SERIAL = /^\d{1,5}(?:[.,]\d+)?$/;
const CENTURY = 100;
const monthOf = monthReader(MONTH_LANGUAGES);
const SECONDS_PER_DAY = 86_400;
/** Day 0 of the serial numbers of spreadsheets. */
const EPOCH = Date.UTC(1899, 11, 30);

/**
 * What a spreadsheet did to a day or a time so that it is written as `now`; undefined if the two
 * cannot be one moment, or where `was` is none.
 */
export function momentDamage(was: string, now: string): string | undefined {
  const before = momentIn(was);
  if (before === undefined) return undefined;
  const after = momentIn(now) ?? serialOf(now);
  if (after === undefined || !isSameTime(before, after)) return undefined;
  if (before.days.length === 0) return after.days.length === 0 ? "time format" : undefined;
  const isOne = before.days.some((one) => after.days.some((other) => isSameDay(one, other)));
  if (isOne) return "date format";
  // `1-2` and `3-24` are no dates where they stand in ids; a spreadsheet takes them for some.
  const isNamed = /\p{L}{3}/u.test(now);
  return before.days.some((one) => after.days.some((other) => isMadeOf(one, other, isNamed)))
    ? "turned into a date"
    : undefined;
}

function isSameTime(before: Moment, after: Moment): boolean {
  // Midnight that a format added, or left out.
  if (before.time === undefined || after.time === undefined) {
    return (before.time ?? after.time ?? 0) === 0;
  }
  if (before.hasSeconds && after.hasSeconds) return before.time === after.time;
  return Math.floor(before.time / 60) === Math.floor(after.time / 60);
}

const isSameDay = (one: Day, other: Day): boolean =>
  one.month === other.month &&
  one.day === other.day &&
  one.year !== undefined &&
  one.year === other.year;

/** A day and a month that had no year, or a month and a year that had no day. */
function isMadeOf(one: Day, other: Day, isNamed: boolean): boolean {
  if (one.year !== undefined || (other.year === undefined && !isNamed)) return false;
  if (one.month !== other.month) return false;
  const isOfMonth = (year: number) => other.day === 1 && year % CENTURY === one.day % CENTURY;
  return one.day === other.day || (other.year !== undefined && isOfMonth(other.year));
}

function momentIn(text: string): Moment | undefined {
  const trimmed = text.trim();
  const found = TIME.exec(trimmed);
  const date = found === null ? trimmed : trimmed.slice(0, found.index);
  // 12.05.2024 ends as a time does.
  const days = daysIn(trimmed);
  if (days.length > 0) return { days, time: undefined, hasSeconds: false };
  if (found === null) return undefined;
  const time = secondsOf(found);
  const own = date === "" ? [] : daysIn(date.replace(/,$/, ""));
  if (time === undefined || (date !== "" && own.length === 0)) return undefined;
  return { days: own, time, hasSeconds: found[3] !== undefined };
}

function secondsOf([, hours, minutes, seconds = "0", half = ""]: RegExpExecArray) {
  const pm = /^p/i.test(half);
  const hour = half === "" ? Number(hours) : (Number(hours) % 12) + (pm ? 12 : 0);
  const [minute, second] = [Number(minutes), Number(seconds)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return (hour * 60 + minute) * 60 + second;
}

function daysIn(text: string): Day[] {
  const compact = COMPACT.exec(text);
  if (compact !== null) return possible([[compact[1], compact[2], compact[3]]]);
  const [, word, number] = /^(\p{L}{3,})(\d{1,4})$/u.exec(text) ?? [];
  if (word !== undefined) return possible([[undefined, word, number]]);
  const [, a, b, c] = PARTS.exec(text) ?? [];
  if (a === undefined || b === undefined) return [];
  if (c === undefined) {
    return possible([
      [undefined, a, b],
      [undefined, b, a],
    ]);
  }
  return possible([
    [a, b, c],
    [c, b, a],
    [c, a, b],
    [a, c, b],
  ]);
}

type Parts = readonly [
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
];

function possible(orders: readonly Parts[]): Day[] {
  return orders.flatMap(([y, m = "", d = ""]): Day[] => {
    const month = /^\d{1,2}$/.test(m) ? Number(m) : (monthOf(m) ?? 0);
    if (month < 1 || month > 12 || !/^\d+$/.test(d)) return [];
    const day = Number(d);
    // `Mar-24`: what stands in a day's place may be a year.
    if (y === undefined) return [{ year: undefined, month, day }];
    if (day < 1 || day > 31 || d.length > 2) return [];
    return yearsOf(y).map((year) => ({ year, month, day }));
  });
}

/** Two digits may be of either century. */
function yearsOf(text: string): number[] {
  if (/^\d{4}$/.test(text)) return [Number(text)];
  if (!/^\d{2}$/.test(text)) return [];
  return [19, 20].map((century) => century * CENTURY + Number(text));
}

/** A day that is shown as the number that a spreadsheet has of it. */
function serialOf(text: string): Moment | undefined {
  if (!SERIAL.test(text)) return undefined;
  const serial = Number(text.replace(",", "."));
  const whole = Math.floor(serial);
  const time = Math.round((serial - whole) * SECONDS_PER_DAY);
  if (whole === 0) return { days: [], time, hasSeconds: true };
  const date = new Date(EPOCH + whole * SECONDS_PER_DAY * 1000);
  const day = {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  };
  return { days: [day], time: time === 0 ? undefined : time, hasSeconds: true };
}
