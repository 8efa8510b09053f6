import { type Calendar, type CalendarDay, calendarReader } from "./calendar.ts";
import { COUNTED_FORMATS, countedFlaw, countedReader, countingOf } from "./counted-moment.ts";
import { dayOfEra, ERA, FIRST_YEAR_OF_ERA, inPlainSigns } from "./eras.ts";
import { EXCEL_FORMATS, excelReader, isExcelFormat } from "./excel-serial.ts";
import type { Moment, ReadMoment } from "./moment.ts";
import { type MonthLanguage, monthReader } from "./month-names.ts";
import { localMoment } from "./time-zone.ts";
import { TURNED } from "./turned-format.ts";

/** What a format needs besides itself. */
export interface FormatContext {
  /** Two-digit years up to this one are 20xx, later ones 19xx. */
  readonly pivot?: number;
  /** IANA name: where the hospital's clock hangs. */
  readonly timeZone: string;
  /** What months are called in; English unless said. */
  readonly languages?: readonly MonthLanguage[];
  /** Of its years, months and days; the Gregorian one unless said. */
  readonly calendar?: Calendar;
}

/** Thai short names have a stop within. */
const MONTH_NAME = "(?<monthName>[\\p{L}\\p{M}]+(?:\\.[\\u0E00-\\u0E7F]+)?)";

/** The parts of a format, and what each matches. */
const PARTS: Readonly<Record<string, string>> = {
  YYYY: "(?<year>\\d{4})",
  YY: "(?<shortYear>\\d{2})",
  Y: "(?<year>\\d{1,4})",
  G: `\\s*(?<era>${ERA})\\s*`,
  MMMM: MONTH_NAME,
  MMM: `${MONTH_NAME}\\.?`,
  MM: "(?<month>\\d{2})",
  M: "(?<month>\\d{1,2})",
  Do: "(?<day>\\d{1,2})(?:st|nd|rd|th|er|re|e|\\.|º|ª)?",
  DD: "(?<day>\\d{2})",
  D: "(?<day>\\d{1,2})",
  HH: "(?<hour>\\d{2})",
  H: "(?<hour>\\d{1,2})",
  hh: "(?<hour>\\d{2})",
  h: "(?<hour>\\d{1,2})",
  mm: "(?<minute>\\d{2})",
  ss: "(?<second>\\d{2})",
  SSS: "\\d{1,9}",
  A: "(?<half>[AaPp]\\.?[Mm]\\.?)",
  dddd: "[\\p{L}\\p{M}]+\\.?",
  Z: "(?<zone>Z|[+-](?:0\\d|1[0-4]):?[0-5]\\d)",
};
const TOKENS = /\[[^\]]*\]|YYYY|YY|Y|G|MMMM|MMM|MM|M|Do|DD|D|dddd|HH|H|hh|h|mm|ss|SSS|A|Z|[\s\S]/g;

/** What is wrong with a format, for the person who wrote the mapping; undefined if it is sound. */
export function formatFlaw(format: string, pivot: number | undefined): string | undefined {
  if (TURNED.test(format)) return formatFlaw(format.replace(TURNED, ""), pivot);
  if (isExcelFormat(format) || countingOf(format) !== undefined) return undefined;
  const miscounted = countedFlaw(format);
  if (miscounted !== undefined) return miscounted;
  const tokens = (format.match(TOKENS) ?? []).filter((token) => token in PARTS);
  const twice = tokens.find((token, at) => kindsOf(tokens).indexOf(kindOf(token)) !== at);
  if (twice !== undefined) return `"${format}" has ${twice} beside another part of its kind`;
  if (tokens.length === 0)
    return `"${format}" has none of ${[...Object.keys(PARTS), ...EXCEL_FORMATS, ...COUNTED_FORMATS].join(", ")}`;
  if (tokens.includes("YY") && pivot === undefined && !tokens.includes("G")) {
    return `"${format}" has a two-digit year: say with "pivot" up to which year it means 20xx`;
  }
  if (tokens.some((token) => /^h/.test(token)) && !tokens.includes("A")) {
    return `"${format}" has an hour of 12 and no A: write H or HH for an hour of 24`;
  }
  const { day, time } = formatHas(format);
  if (tokens.includes("Z") && !(day && time)) {
    return `"${format}" has a zone: only a day with a time of day can be brought to another one`;
  }
  return undefined;
}

/** Parts of one kind say the same: the day, the month, the hour. */
const kindOf = (token: string): string => token.charAt(0).replace("H", "h");
const kindsOf = (tokens: readonly string[]): string[] => tokens.map(kindOf);

/** Whether a format names a whole day, or a time of day. */
export function formatHas(format: string): { day: boolean; time: boolean } {
  if (TURNED.test(format)) return formatHas(format.replace(TURNED, ""));
  if (isExcelFormat(format) || countingOf(format) !== undefined) return { day: true, time: true };
  const tokens = new Set(format.match(TOKENS) ?? []);
  const any = (...names: string[]) => names.some((name) => tokens.has(name));
  return {
    day: any("YYYY", "YY", "Y") && any("MM", "M", "MMM", "MMMM") && any("DD", "D", "Do"),
    time: any("HH", "H", "hh", "h") && any("mm"),
  };
}

/**
 * Compiles a format of the tokens above; other characters stand for themselves, `[...]` quotes.
 * With `Z`, the cell is an instant, and the moment is the hospital's local one.
 */
export function compileFormat(format: string, context: FormatContext): ReadMoment {
  if (format === "YYYY-MM-DD" && context.calendar === undefined) return readIsoDate;
  if (TURNED.test(format)) return exchanging(compileFormat(format.replace(TURNED, ""), context));
  if (isExcelFormat(format)) return excelReader(format);
  const counted = countingOf(format);
  if (counted !== undefined) return countedReader(format, counted, context.timeZone);
  const ofEra = hasEra(format);
  const tokens = (ofEra ? inPlainSigns(format) : format).match(TOKENS) ?? [];
  const patterns = ofEra ? { ...PARTS, ...PARTS_OF_ERA } : PARTS;
  const pattern = tokens.map(
    (token: string) =>
      patterns[token] ?? literal(token.startsWith("[") ? token.slice(1, -1) : token),
  );
  const shape = new RegExp(`^${pattern.join("")}$`, "u");
  const { languages = ["en"], calendar } = context;
  const toDay = calendar === undefined ? undefined : calendarReader(calendar);
  const reading = { ...context, monthOf: monthReader(languages, calendar), toDay };
  return (cell) => {
    const found = shape.exec(ofEra ? inPlainSigns(cell) : cell)?.groups;
    return found && momentFrom(found, reading);
  };
}

const hasEra = (format: string): boolean => (format.match(TOKENS) ?? []).some((one) => one === "G");

/** Beside an era, years may be called first, and forms leave room around the marks. */
const PARTS_OF_ERA: Readonly<Record<string, string>> = {
  Y: `(?<year>\\d{1,4}|${FIRST_YEAR_OF_ERA})`,
  YY: `(?<year>\\d{2}|${FIRST_YEAR_OF_ERA})`,
  ...Object.fromEntries([...".-/年月日"].map((mark) => [mark, `\\s*[${mark}]\\s*`])),
};

/** What a spreadsheet took for 3 April was 4 March; a day over 12 it cannot have taken for a month. */
function exchanging(read: ReadMoment): ReadMoment {
  return (cell) => {
    const found = read(cell);
    const moment = found && { ...found, month: found.day, day: found.month };
    return moment && isRealDay(moment) ? moment : undefined;
  };
}

interface Reading extends FormatContext {
  readonly monthOf: (name: string) => number | undefined;
  /** Undefined for days of our own calendar. */
  readonly toDay: ToDay | undefined;
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

function momentFrom(
  found: Record<string, string | undefined>,
  context: Reading,
): Moment | undefined {
  const month =
    found["monthName"] === undefined
      ? Number(found["month"] ?? 1)
      : context.monthOf(found["monthName"]);
  const hour = clockHour(found["hour"], found["half"]);
  const minute = Number(found["minute"] ?? 0);
  const second = Number(found["second"] ?? 0);
  if (month === undefined || hour === undefined || minute > 59 || second > 59) return undefined;
  const year = wholeYear(found, context);
  const written = { year, month, day: Number(found["day"] ?? 1), hour, minute };
  const toDay = toDayOf(found["era"], context);
  const moment = toDay === undefined ? written : converted(written, toDay);
  if (moment === undefined || !isRealDay(moment)) return undefined;
  return found["zone"] === undefined
    ? moment
    : localMoment(moment, found["zone"], context.timeZone);
}

/** An era tells its calendar, whatever the mapping says of days without one. */
const toDayOf = (era: string | undefined, { toDay }: Reading): ToDay | undefined =>
  era === undefined ? toDay : (day) => dayOfEra(era, day);

/** Where years of two digits are of: those of a calendar up to the pivot. */
const CENTURIES: Readonly<Record<string, number>> = {
  buddhist: 2500,
  persian: 1400,
  "islamic-umalqura": 1400,
  "islamic-civil": 1400,
  roc: 100,
};

function wholeYear(
  found: Record<string, string | undefined>,
  { pivot = 0, calendar }: Reading,
): number {
  if (found["year"] === FIRST_YEAR_OF_ERA) return 1;
  if (found["shortYear"] === undefined) return Number(found["year"] ?? 2000);
  const short = Number(found["shortYear"]);
  const century = CENTURIES[calendar ?? ""] ?? 2000;
  return short <= pivot ? century + short : century - 100 + short;
}

function clockHour(written: string | undefined, half: string | undefined): number | undefined {
  const hour = Number(written ?? 0);
  if (half === undefined) return hour <= 23 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  const afternoon = half.charAt(0).toLowerCase() === "p";
  return (hour % 12) + (afternoon ? 12 : 0);
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

type ToDay = (day: CalendarDay) => CalendarDay | undefined;

function converted(written: Moment, toDay: ToDay): Moment | undefined {
  const { year, month, day } = toDay(written) ?? {};
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return { year, month, day, hour: written.hour, minute: written.minute };
}

function isRealDay({ year, month, day }: CalendarDay): boolean {
  // Said so that NaN is none.
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1)) return false;
  if (month !== 2) return day <= (DAYS[month - 1] ?? 0);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= (leap ? 29 : 28);
}

/** ISO dates are nearly all dates there are: read without a regular expression. */
function readIsoDate(cell: string): Moment | undefined {
  if (cell.length !== 10 || cell[4] !== "-" || cell[7] !== "-") return undefined;
  const year = digits(cell, 0, 4);
  const month = digits(cell, 5, 7);
  const day = digits(cell, 8, 10);
  const moment = { year, month, day, hour: 0, minute: 0 };
  return isRealDay(moment) ? moment : undefined;
}

/** The number that stands there; NaN if anything but ASCII digits does. */
function digits(text: string, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}
