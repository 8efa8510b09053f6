import { compileFormat, type FormatContext } from "../../importers/convert/date-format.ts";
import type { ReadMoment } from "../../importers/convert/moment.ts";
import type { MonthLanguage } from "../../importers/convert/month-names.ts";
import type { ColumnProfile } from "./assessment.ts";

/** Reads the day in a trimmed cell as `YYYY-MM-DD`; undefined if it names none for certain. */
export type ReadDay = (cell: string) => string | undefined;

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/;

/** Reads the days of a column as its cells prove that they are written; unproven ones are not read. */
export function dayReader({ decisions }: ColumnProfile): ReadDay {
  const format = decisions.find((one) => one.subject === "dateFormat" && one.status === "certain");
  const century = decisions.find((one) => one.subject === "centuryPivot");
  const pivot = century?.options["pivot"];
  const readers = [format?.options["format"] ?? []]
    .flat()
    .filter((one): one is string => typeof one === "string" && isReadable(one, pivot))
    .map((one) => compileFormat(one, contextOf(pivot, format?.options["language"])));
  return (cell) => isoDay(cell) ?? readWith(readers, cell);
}

/** A year of two digits is read only where the century is known. */
const isReadable = (format: string, pivot: unknown): boolean =>
  !/(?<!Y)YY(?!Y)/.test(format) || typeof pivot === "number";

/** The day is taken as it is written: zones do not matter for what is years apart. */
const contextOf = (pivot: unknown, language: unknown): FormatContext => ({
  timeZone: "UTC",
  ...(typeof pivot === "number" && { pivot }),
  ...(language !== undefined && { languages: [language].flat() as MonthLanguage[] }),
});

const readIso = compileFormat("YYYY-MM-DD", { timeZone: "UTC" });

/** Only days of the calendar: `Date.parse` takes the 30th of February for the 1st of March. */
function isoDay(cell: string): string | undefined {
  const day = ISO.exec(cell)?.[1];
  return day !== undefined && readIso(day) !== undefined ? day : undefined;
}

function readWith(readers: readonly ReadMoment[], cell: string): string | undefined {
  for (const read of readers) {
    const moment = read(cell);
    if (moment === undefined) continue;
    const two = (number: number) => String(number).padStart(2, "0");
    return `${String(moment.year).padStart(4, "0")}-${two(moment.month)}-${two(moment.day)}`;
  }
  return undefined;
}
