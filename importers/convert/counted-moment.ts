import type { Moment } from "./moment.ts";
import { localMoment } from "./time-zone.ts";

/** A way to count moments: how many units a day has, and how many days after 1970-01-01 they begin. */
export interface Counting {
  readonly format: string;
  /** What is counted, and from when, in words. */
  readonly counts: string;
  readonly perDay: bigint;
  readonly from: bigint;
  /** A moment on all clocks of the world, not what one of them showed. */
  readonly isInstant: boolean;
}

const SECONDS = 86_400n;
const TICKS = SECONDS * 10_000_000n;

type Row = readonly [format: string, counts: string, perDay: bigint, from: bigint];

/** What all clocks of the world agree on. */
const INSTANTS: readonly Row[] = [
  ["epoch s", "seconds since 1970", SECONDS, 0n],
  ["epoch ms", "milliseconds since 1970", SECONDS * 1_000n, 0n],
  ["epoch us", "microseconds since 1970", SECONDS * 1_000_000n, 0n],
  ["epoch ns", "nanoseconds since 1970", SECONDS * 1_000_000_000n, 0n],
  ["apple s", "seconds since 2001, as Apple's systems count", SECONDS, 11_323n],
  ["filetime", "a hundred nanoseconds since 1601, as Windows counts", TICKS, -134_774n],
];
/** What one clock showed. */
const TICKS_OF_NET: readonly Row[] = [
  ["dotnet ticks", "a hundred nanoseconds since year 1, as .NET counts", TICKS, -719_162n],
];
/** The same, read only where a mapping says so: their numbers are like many others. */
const SAID: readonly Row[] = [
  ["epoch days", "days since 1970", 1n, 0n],
  ["julian days", "days of the Julian period, at noon", 1n, -2_440_588n],
  ["horolog", "days since 1840-12-31 and seconds, as MUMPS counts", 1n, -47_117n],
  ["sas days", "days since 1960, as SAS counts", 1n, -3_653n],
  ["sas s", "seconds since 1960, as SAS counts", SECONDS, -3_653n],
  ["stata ms", "milliseconds since 1960, as Stata counts", SECONDS * 1_000n, -3_653n],
  ["spss s", "seconds since 1582-10-14, as SPSS counts", SECONDS, -141_428n],
];

const countings = (rows: readonly Row[], isInstant: boolean): Counting[] =>
  rows.map(([format, counts, perDay, from]) => ({ format, counts, perDay, from, isInstant }));

/** Of these, a column's cells are looked at for what they may count. */
export const COUNTINGS: readonly Counting[] = [
  ...countings(INSTANTS, true),
  ...countings(TICKS_OF_NET, false),
];
const ALL: readonly Counting[] = [...COUNTINGS, ...countings(SAID, false)];

/** Behind the name of a count of instants: the day is that of Greenwich, wherever the hospital is. */
const UTC = / UTC$/;

export const withoutUtc = (format: string): string => format.replace(UTC, "");

/** What a mapping may say, for the person who wrote something else. */
export const COUNTED_FORMATS: readonly string[] = ALL.map(({ format }) => format);

/** A format that begins as one that counts, and is none: `epoch seconds`. */
export function countedFlaw(format: string): string | undefined {
  const [first] = format.split(" ");
  const alike = COUNTED_FORMATS.filter((one) => one.split(" ")[0] === first);
  return alike.length === 0 ? undefined : `"${format}" is not one of ${alike.join(", ")}`;
}

/** How a format counts moments; undefined for one that writes them. */
export function countingOf(format: string): Counting | undefined {
  const name = withoutUtc(format);
  const found = ALL.find((one) => one.format === name);
  return found?.isInstant === false && name !== format ? undefined : found;
}

/** ASP.NET writes an instant so in JSON; the zone behind it says where it was written, and changes nothing. */
export const JSON_DATE = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/;
const NUMBER = /^(-?)(\d{1,20})(?:\.(\d{1,9}))?$/;
const HOROLOG = /^(\d{1,6})(?:,(\d{1,5})(?:\.\d+)?)?$/;
const MINUTES = 1_440n;

/** Reads a count exactly, however many digits it has; undefined if the cell is none. */
export function countedReader(
  format: string,
  counted: Counting,
  timeZone: string,
): (cell: string) => Moment | undefined {
  const isLocal = counted.isInstant && !UTC.test(format);
  return (cell) => {
    const minutes = minutesOf(cell, counted);
    const moment = minutes === undefined ? undefined : momentAt(minutes);
    return moment && isLocal ? localMoment(moment, "Z", timeZone) : moment;
  };
}

/** Whole minutes since 1970. */
function minutesOf(cell: string, counted: Counting): bigint | undefined {
  if (counted.format === "horolog") return horologMinutes(cell, counted);
  const written = counted.format === "epoch ms" ? (JSON_DATE.exec(cell)?.[1] ?? cell) : cell;
  const [, sign, whole, fraction = ""] = NUMBER.exec(written) ?? [];
  if (whole === undefined) return undefined;
  const scale = 10n ** BigInt(fraction.length);
  const count = BigInt(whole + fraction) * (sign === "-" ? -1n : 1n);
  const noon = counted.format === "julian days" ? MINUTES / 2n : 0n;
  return floor(count * MINUTES, counted.perDay * scale) + counted.from * MINUTES + noon;
}

function horologMinutes(cell: string, { from }: Counting): bigint | undefined {
  const [, days, seconds = "0"] = HOROLOG.exec(cell) ?? [];
  if (days === undefined || BigInt(seconds) >= SECONDS) return undefined;
  return (BigInt(days) + from) * MINUTES + BigInt(seconds) / 60n;
}

const floor = (count: bigint, by: bigint): bigint =>
  count >= 0n || count % by === 0n ? count / by : count / by - 1n;

/** The years 1 and 9999, in minutes from 1970: a count of milliseconds read as seconds lies far behind. */
const FIRST = -719_162n * MINUTES;
const LAST = 2_932_896n * MINUTES;

function momentAt(minutes: bigint): Moment | undefined {
  if (minutes < FIRST || minutes > LAST) return undefined;
  const at = new Date(Number(minutes) * 60_000);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
  };
}
