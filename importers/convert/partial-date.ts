import { compileFormat, type FormatContext } from "./date-format.ts";
import type { Moment, ReadMoment } from "./moment.ts";

// Dates of which less than the day is known: `1965`, `03/1965`, `1965-00-00`, `about 1965`.

/** How much of it is known. */
export type DatePrecision = "month" | "year";

/** The first day that a date can be, and how much of it is known; undefined for the whole day. */
interface PartialDate {
  readonly moment: Moment;
  readonly precision: DatePrecision | undefined;
  /** The cell says that it is not exact. */
  readonly isAbout: boolean;
}

/** Calendars whose years and months are ours; a year of another one has days of two of ours. */
const ALIKE = new Set([undefined, "buddhist", "roc", "japanese"]);

/** Reads such dates, however the whole ones of the column are written; undefined for all else. */
export function partialReader(
  formats: readonly string[],
  context: FormatContext,
): (cell: string) => PartialDate | undefined {
  if (!ALIKE.has(context.calendar)) return () => undefined;
  // Compiled when the first cell needs it: most columns have none.
  let readers: readonly Reader[] | undefined;
  return (cell) => {
    readers ??= [...wholeReaders(formats, context), ...readersOf(formats, context)];
    const bare = withoutAbout(cell);
    const isAbout = bare !== cell;
    const text = bare.replace(UNKNOWN_PART, "00");
    for (const { read, precision } of readers) {
      if (precision === undefined && !isAbout) continue;
      const moment = read(text);
      if (moment !== undefined && moment.year > 0) return { moment, precision, isAbout };
    }
    return undefined;
  };
}

/** How much of a day a format names; undefined for the whole day. */
export function precisionOf(format: string): DatePrecision | undefined {
  if (!WRITTEN_YEAR.test(format) || DAY.test(format)) return undefined;
  return MONTH.test(format) ? "month" : "year";
}

const WRITTEN_YEAR = /Y/;
const DAY = /D/;
const MONTH = /M/;

interface Reader {
  readonly read: ReadMoment;
  readonly precision: DatePrecision | undefined;
}

const wholeReaders = (formats: readonly string[], context: FormatContext): Reader[] =>
  formats.map((format) => ({ read: compileFormat(format, context), precision: undefined }));

const MONTHS = [
  ...["M/YYYY", "M-YYYY", "M.YYYY", "YYYY/M", "YYYY-M", "YYYY.M"],
  ...["MMM YYYY", "MMM-YYYY", "MMM, YYYY", "MMM/YYYY", "YYYY MMM", "YYYY-MMM", "MMM [de] YYYY"],
];
const YEARS = ["YYYY", "YYYY[.0]"];

function readersOf(formats: readonly string[], context: FormatContext): Reader[] {
  const written = formats.filter((format) => WRITTEN_YEAR.test(format) && DAY.test(format));
  const ofMonth = [...written.flatMap((one) => zeroed(one, DAY_TOKEN)), ...MONTHS];
  if (written.includes("YYYYMMDD")) ofMonth.push("YYYYMM");
  const noDays = written.flatMap((one) => zeroed(one, DAY_TOKEN));
  const ofYear = [...noDays.flatMap((one) => zeroed(one, MONTH_TOKEN)), ...YEARS];
  const compiled = (list: readonly string[], precision: DatePrecision) =>
    [...new Set(list)].map((one) => ({ read: compileFormat(one, context), precision }));
  return [...compiled(ofMonth, "month"), ...compiled(ofYear, "year")];
}

const DAY_TOKEN = /\[[^\]]*\]|DD|Do|D/g;
const MONTH_TOKEN = /\[[^\]]*\]|MM(?!M)|M(?!M)/g;

/** The format with zeros in a part's place: `[00]/MM/YYYY`, of D or M also with one. */
function zeroed(format: string, token: RegExp): string[] {
  const put = (short: string) =>
    format.replace(token, (part) => {
      if (part.startsWith("[")) return part;
      return part.length === 2 && part !== "Do" ? "[00]" : short;
    });
  return [...new Set([put("[00]"), put("[0]")])].filter((one) => one !== format);
}

/** Parts that a form leaves open: `1965-XX-XX`, `??/??/1965`. */
const UNKNOWN_PART = /(?<![\p{L}\d])(?:XX|xx|UU|\?\?|__|--)(?![\p{L}\d])/gu;

const ABOUT_WORDS = [
  ...["about", "abt", "approximately", "approx", "around", "circa", "ca", "c", "est", "estimated"],
  ...["etwa", "ungefähr", "ungef", "um", "geschätzt", "environ", "env", "vers", "aproximadamente"],
  ...["aprox", "alrededor de", "hacia", "cerca de", "por volta de", "circa il", "intorno al"],
  ...[
    "omstreeks",
    "ongeveer",
    "około",
    "ok",
    "около",
    "примерно",
    "yaklaşık",
    "sekitar",
    "kira-kira",
  ],
  ...["حوالي", "تقريبا", "حدود", "约", "約", "大约"],
].sort((one, other) => other.length - one.length);
const ABOUT = new RegExp(`^(?:[~≈±]|(?:${ABOUT_WORDS.join("|")})(?:\\.|(?=[\\s\\d])))\\s*`, "iu");
const ABOUT_BEHIND =
  /\s*(?:(?<=\d)\?|\((?:about|approx|approximately|est|estimated|circa|ca|aprox|env|\?)\.?\)|頃|左右)$/iu;

/** `about 1965`, `1965?`, `1965 (est.)` without what says so. */
const withoutAbout = (cell: string): string => cell.replace(ABOUT, "").replace(ABOUT_BEHIND, "");
