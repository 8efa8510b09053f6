import type { Moment } from "./moment.ts";

/** What a mapping's format calls the days that Excel counts, by the two ways that it has. */
export const EXCEL_FORMATS = ["ExcelSerial", "ExcelSerial1904"] as const;

/** Five digits reach the year 2173; six may be a day written YYMMDD. */
const SERIAL = /^\d{1,5}(?:\.\d+)?$/;
const DAY = 86_400_000;
const MINUTE = 60_000;
/** Day 0 of each system: of the first, one day before its day 1, from its March 1900 on. */
const FROM_1900 = Date.UTC(1899, 11, 30);
const FROM_1904 = Date.UTC(1904, 0, 1);
/** Excel's 29 February 1900, which never was: Lotus 1-2-3 took 1900 for a leap year. */
const NO_DAY = 60;

/** Whether a format counts days instead of writing them. */
export const isExcelFormat = (format: string): boolean =>
  (EXCEL_FORMATS as readonly string[]).includes(format);

/**
 * Reads a number of days, and its fraction as a time of day, to the nearest minute. In the system of
 * 1900 day 1 is 1 January 1900, and day 60 is no day (Microsoft, "Excel incorrectly assumes that the
 * year 1900 is a leap year"); in that of 1904 day 0 is 1 January 1904.
 */
export function excelReader(format: string): (cell: string) => Moment | undefined {
  const from1904 = format === "ExcelSerial1904";
  return (cell) => {
    if (!SERIAL.test(cell)) return undefined;
    const number = Number(cell);
    const whole = Math.floor(number);
    if (!from1904 && whole === NO_DAY) return undefined;
    const early = !from1904 && whole < NO_DAY && whole > 0 ? DAY : 0;
    const start = (from1904 ? FROM_1904 : FROM_1900) + early;
    const minutes = Math.round((number - whole) * (DAY / MINUTE));
    const at = new Date(start + whole * DAY + minutes * MINUTE);
    return {
      year: at.getUTCFullYear(),
      month: at.getUTCMonth() + 1,
      day: at.getUTCDate(),
      hour: at.getUTCHours(),
      minute: at.getUTCMinutes(),
    };
  };
}
