import { z } from "zod";
import type { Convert, Field, FieldContext, Problem, Sink } from "../define.ts";
import type { Holding } from "../define-holding.ts";
import { byFile, saidIn } from "./by-file.ts";
import { CALENDARS, type Calendar } from "./calendar.ts";
import { compileFormat, formatFlaw, formatHas } from "./date-format.ts";
import { asciiDigits, hasOtherDigits } from "./digits.ts";
import type { Moment } from "./moment.ts";
import { MONTH_LANGUAGES, type MonthLanguage } from "./month-names.ts";
import { partialReader, precisionOf } from "./partial-date.ts";
import { UNHEARD } from "./unheard.ts";

/** Years outside are slips of the pen or placeholders: `0022`, `2922`. */
const FIRST_YEAR = 1850;
const LAST_YEAR = 2199;

interface DateSettings {
  readonly required?: boolean;
  readonly holds?: Holding;
}

interface DaySettings<Column extends string> extends DateSettings {
  /** Where the day goes, if not into the column of the field's name. */
  readonly column?: Column;
  /** What is stored of `YYYY-MM-DD`, where the column holds moments: `${day} 12:00:00`. */
  readonly stored?: (day: string) => string;
  /**
   * Where it says how much is known of a date: `month` or `year`, null for the whole day. Without it, `1965` is no
   * date.
   */
  readonly precisionColumn?: string;
}

const TIME_LEFT_OUT: Problem = {
  severity: "warning",
  advice:
    "The cell has a time of day, and the field a day alone: the day was imported. Map the column to a time as well, where the entity has one.",
};

const APPROXIMATE = {
  severity: "warning",
  advice:
    "The cell says that the date is not exact (about 1965). It was imported as far as it is written; the cell is kept with this record.",
} as const;

/**
 * A calendar day, stored as `YYYY-MM-DD` (ISO 8601). Where less is known of it, the first day that it can be, and
 * beside it how much is known.
 */
export function date<const Column extends string = string>(
  settings: DaySettings<Column> = {},
): DayField<Column> {
  const { precisionColumn, column, stored } = settings;
  const isPartial = precisionColumn !== undefined;
  return {
    kind: "date",
    usual: "YYYY-MM-DD",
    required: settings.required ?? false,
    holds: settings.holds,
    blank: null,
    ...(isPartial && { companion: { column: precisionColumn, isFilled: () => true } }),
    problems: {
      ...(isPartial && { approximate: APPROXIMATE }),
      "time-left-out": TIME_LEFT_OUT,
      "not-a-date": {
        severity: "error",
        advice:
          'Write a real day in the format that the mapping says (YYYY-MM-DD unless "format").',
      },
      ambiguous: {
        severity: "error",
        advice: 'The cell fits several of the mapping\'s formats; leave one in "format".',
      },
      "out-of-range": {
        severity: "error",
        advice: `Write a year from ${FIRST_YEAR} to ${LAST_YEAR}. Years about 2560 are of the Buddhist era, about 1400 of the Persian or Islamic calendar, about 110 of the Republic of China: say "format" and "calendar" in the mapping. A day that stands for an unknown one: list it under "unknownDays".`,
      },
    },
    options: isPartial ? PARTIAL_DAY_OPTIONS : DAY_OPTIONS,
    ...(column !== undefined && { column }),
    compile: (options, context) => {
      const read = compileDate(formatsOf(options, usualDays(options)), context, isPartial);
      return stored === undefined ? read : storing(read, stored);
    },
    nothing: unknownDays,
  } as DayField<Column>;
}

/** What the compiler knows of a day that has a column of its own. */
type DayField<Column extends string> = Field<string> &
  (string extends Column ? unknown : { readonly column: Column });

function storing(read: Convert<string>, stored: (day: string) => string): Convert<string> {
  return (cell, sink) => {
    const day = read(cell, sink);
    return day === null ? null : stored(day);
  };
}

/** Where the year stands first, the month follows in every country that counts so. */
const YEAR_FIRST = ["YYYY-M-D", "YYYY/M/D", "YYYY.M.D"];
/** And where it stands last, the day stands first: cells that may prove otherwise are asked about. */
const YEAR_LAST = ["D/M/YYYY", "D-M-YYYY", "D.M.YYYY"];
const OF_ERAS = ["GY年M月D日", "GY-M-D", "GY/M/D", "GY.M.D"];
/** What a calendar's days are written like, unless the mapping says it. */
const USUAL_OF: Readonly<Record<string, readonly string[]>> = {
  japanese: [...OF_ERAS, "GYYMMDD", "YYYY年M月D日", ...YEAR_FIRST],
  roc: [...OF_ERAS, "Y年M月D日", "Y-M-D", "Y/M/D", "Y.M.D"],
};

/** What a field of days reads whose mapping says no format. */
export function usualDays({ calendar }: Readonly<Record<string, unknown>>): readonly string[] {
  const [said] = saidIn<Calendar>(calendar);
  return said === undefined ? ["YYYY-MM-DD"] : (USUAL_OF[said] ?? [...YEAR_FIRST, ...YEAR_LAST]);
}

interface TimeSettings extends DateSettings {
  /** The field that has its day, where an entity has several moments. */
  readonly dayField?: string;
}

/** A time of day, stored as `HH:MM`, the hospital's local time. */
export function time({ dayField, required = false }: TimeSettings = {}): Field<string> {
  return {
    kind: "time",
    usual: "HH:mm or HH:mm:ss",
    required,
    ...(dayField !== undefined && { dayField }),
    blank: null,
    problems: {
      "not-a-time": {
        severity: "error",
        advice: 'Write a time in the format that the mapping says (HH:MM unless "format").',
      },
      ambiguous: {
        severity: "error",
        advice: 'The cell fits several of the mapping\'s formats; leave one in "format".',
      },
    },
    options: TIME_OPTIONS,
    compile: (options, context) =>
      compileMoments(formatsOf(options, ["HH:mm", "HH:mm:ss"]), context, {
        none: "not-a-time",
        write: ({ hour, minute }) => `${two(hour)}:${two(minute)}`,
      }),
  };
}

/** Days that stand for an unknown one, however a cell writes them, and whatever year they are of. */
function unknownDays(
  options: Readonly<Record<string, unknown>>,
  context: FieldContext,
): ((text: string) => boolean) | undefined {
  const days = new Set(saidIn<string>(options["unknownDays"]));
  if (days.size === 0) return undefined;
  const read = compileMoments(formatsOf(options, usualDays(options)), context, {
    none: "not-a-date",
    write: isoDay,
  });
  return (text) => days.has(read(text, UNHEARD) ?? "");
}

interface Formats {
  readonly formats: readonly string[];
  readonly pivot?: number;
  readonly languages?: readonly MonthLanguage[];
  readonly calendar?: Calendar;
}

function formatOptions(part: "day" | "part of a day" | "time"): z.ZodObject {
  const options = z.object({
    /** One format, or several that no cell can be read by two ways; or each file's. */
    format: byFile(z.union([z.string(), z.array(z.string()).min(1)])).optional(),
    /** Two-digit years up to this one are 20xx. */
    pivot: byFile(z.int().min(0).max(99)).optional(),
    /** What months are called in, ISO 639-1: one language, or several. */
    language: byFile(
      z.union([z.enum(MONTH_LANGUAGES), z.array(z.enum(MONTH_LANGUAGES)).min(1)]),
    ).optional(),
    /** Of the days, where it is not the Gregorian one. */
    calendar: byFile(z.enum(CALENDARS)).optional(),
    ...(part !== "time" && {
      /** Days that stand for an unknown one; an empty list says that all are meant. */
      unknownDays: z.array(z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "is not YYYY-MM-DD")).optional(),
    }),
  });
  return options.superRefine((value, context) => {
    const { formats, pivot } = formatsOf(value, []);
    for (const format of formats) {
      const flaw =
        formatFlaw(format, pivot) ??
        (names(format, part) ? undefined : `"${format}" does not name a ${part}`);
      if (flaw) context.addIssue({ code: "custom", path: ["format"], message: flaw });
    }
  });
}

// Made once: there are hundreds of fields.
const DAY_OPTIONS = formatOptions("day");
const PARTIAL_DAY_OPTIONS = formatOptions("part of a day");
const TIME_OPTIONS = formatOptions("time");

const names = (format: string, part: "day" | "part of a day" | "time"): boolean =>
  part === "part of a day"
    ? formatHas(format).day || precisionOf(format) !== undefined
    : formatHas(format)[part];

/** Where files differ and it is not known which one is meant, whatever is said for any of them. */
function formatsOf(options: Readonly<Record<string, unknown>>, usual: readonly string[]): Formats {
  const formats = saidIn<string>(options["format"]);
  const [pivot] = saidIn<number>(options["pivot"]);
  const languages = saidIn<MonthLanguage>(options["language"]);
  const [calendar] = saidIn<Calendar>(options["calendar"]);
  return {
    formats: formats.length === 0 ? usual : formats,
    ...(pivot !== undefined && { pivot }),
    ...(languages.length > 0 && { languages }),
    ...(calendar !== undefined && { calendar }),
  };
}

interface Writing {
  /** The problem where no format fits. */
  readonly none: string;
  write(moment: Moment): string;
  /** What is made of a cell that no format fits. */
  otherwise?(cell: string, sink: Sink): string | undefined;
  /** Hears of the format that fits. */
  fits?(format: string, sink: Sink): void;
}

function compileDate(formats: Formats, context: FieldContext, isPartial: boolean): Convert<string> {
  const hasTime = formats.formats.some((format) => formatHas(format).time);
  let leavesOut = false;
  const read = compileMoments(formats, context, {
    none: "not-a-date",
    write: (moment) => {
      leavesOut = moment.hour !== 0 || moment.minute !== 0;
      return isoDay(moment);
    },
    ...(isPartial && partialWriting(formats, context)),
  });
  const iso = formats.formats.length === 1 && formats.formats[0] === "YYYY-MM-DD";
  const plain = iso && formats.calendar === undefined;
  return (cell, sink) => {
    leavesOut = false;
    const day = read(cell, sink);
    if (day === null) return null;
    if (leavesOut && hasTime && context.timeIsKept !== true) sink.problem("time-left-out");
    const year = Number(day.slice(0, 4));
    if (year >= FIRST_YEAR && year <= LAST_YEAR) return plain && day === cell ? cell : day;
    sink.companion?.(null);
    sink.problem("out-of-range");
    return null;
  };
}

/** What is done with dates of which less than the day is known. */
function partialWriting(
  { formats, ...rest }: Formats,
  { timeZone }: FieldContext,
): Pick<Writing, "otherwise" | "fits"> {
  const read = partialReader(formats, { ...rest, timeZone });
  const precisions = new Map(formats.map((format) => [format, precisionOf(format)]));
  const isWhole = [...precisions.values()].every((one) => one === undefined);
  return {
    otherwise(cell, sink) {
      const found = read(cell);
      if (found === undefined) return undefined;
      if (found.isAbout) sink.problem("approximate");
      if (found.precision !== undefined) sink.companion?.(found.precision);
      return isoDay(found.moment);
    },
    ...(!isWhole && {
      fits: (format: string, sink: Sink) => {
        const precision = precisions.get(format);
        if (precision !== undefined) sink.companion?.(precision);
      },
    }),
  };
}

function compileMoments(
  formats: Formats,
  context: FieldContext,
  writing: Writing,
): Convert<string> {
  const { formats: written, ...rest } = formats;
  const readers = written.map((format) => ({
    format,
    read: compileFormat(format, { ...rest, timeZone: context.timeZone }),
  }));
  return (written, sink) => {
    const cell = hasOtherDigits(written) ? asciiDigits(written) : written;
    let found: string | null = null;
    for (const { format, read } of readers) {
      const moment = read(cell);
      const day = moment && writing.write(moment);
      if (day === undefined || day === found) continue;
      if (found !== null) {
        sink.companion?.(null);
        sink.problem("ambiguous");
        return null;
      }
      found = day;
      writing.fits?.(format, sink);
    }
    return found ?? orElse(cell, sink, writing);
  };
}

function orElse(cell: string, sink: Sink, { none, otherwise }: Writing): string | null {
  const other = otherwise?.(cell, sink) ?? null;
  if (other === null) sink.problem(none);
  return other;
}

const two = (number: number): string => (number < 10 ? `0${number}` : `${number}`);

function isoDay({ year, month, day }: Moment): string {
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}
