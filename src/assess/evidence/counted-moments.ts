import { COUNTINGS, type Counting, JSON_DATE } from "../../../importers/convert/counted-moment.ts";
import type { Decision } from "../assessment.ts";
import { type ColumnRole, isDay } from "./column-role.ts";

/** Births and records of people who are looked after today lie behind it. */
const FIRST_DAY = Date.UTC(1880, 0, 1) / 86_400_000;
/** Of a column whose role nobody knows yet. */
const LAST_DAY = Date.UTC(2100, 0, 1) / 86_400_000;
/** Appointments are made for as many days ahead. */
const AHEAD = 1_100;
/** Days that Excel counts, 1927 to 2064. */
const [FIRST_SERIAL, LAST_SERIAL] = [10_000, 60_000];
/** As many cells are to be counts of one kind; others are placeholders and slips of the pen. */
const NEARLY_ALL = 0.8;
/** Milliseconds read as microseconds all lie within days of 1970: so near are none of a hospital. */
const NEAR_ZERO = 60;
const NUMBER = /^-?\d{5,19}(?:\.\d{1,9})?$/;
/** A part of a day that a number of so many digits does not tell from none. */
const EXACT = 1e-7;

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;

interface Counted {
  readonly counting: Counting;
  readonly perDay: number;
  readonly from: number;
  fits: number;
  midnights: number;
  first: number;
  last: number;
}

/** Looks at cells that are numbers for what moments they may count: a day in each way of counting. */
export class CountedMoments {
  readonly #latest: number;
  readonly #ways: readonly Counted[] = COUNTINGS.map((counting) => {
    return {
      counting,
      perDay: Number(counting.perDay),
      from: Number(counting.from),
      fits: 0,
      midnights: 0,
      first: Number.POSITIVE_INFINITY,
      last: Number.NEGATIVE_INFINITY,
    };
  });

  /** @param asOf `YYYY-MM-DD`: what the future is measured from */
  constructor(asOf: string) {
    this.#latest = Date.parse(asOf) / 86_400_000 + 1;
  }

  /** @param cell that may be anything with a digit */
  add(cell: string): void {
    const isNumber = NUMBER.test(cell) || cell === "0";
    const inJson = isNumber || isDigit(cell.charCodeAt(0)) ? null : JSON_DATE.exec(cell);
    if (!isNumber && inJson === null) return;
    const count = Number(inJson?.[1] ?? cell);
    for (const way of this.#ways) {
      if (inJson === null || way.counting.format === "epoch ms") this.#take(way, count);
    }
  }

  #take(way: Counted, count: number): void {
    const days = count / way.perDay + way.from;
    if (!(days >= FIRST_DAY && days <= this.#latest + AHEAD)) return;
    way.fits++;
    if (Math.abs(days - Math.round(days)) < EXACT) way.midnights++;
    if (days < way.first) way.first = days;
    if (days > way.last) way.last = days;
  }

  /**
   * What nearly all cells may count, the likeliest first; undefined if the column is not known to hold days.
   *
   * @param read cells that are written days
   * @param cells all of them
   */
  result(role: ColumnRole | undefined, { read, cells }: { read: number; cells: number }) {
    if (!isDay(role)) return [];
    const latest = this.#latest + (role === "date" ? AHEAD : 0);
    const fitting = this.#ways
      .filter(({ fits, last }) => fits > 0 && fits >= cells * NEARLY_ALL && last <= latest)
      .filter(({ first, last, from }) => first < from - NEAR_ZERO || last > from + NEAR_ZERO)
      .sort((one, other) => other.last - other.first - (one.last - one.first));
    const most = Math.max(...fitting.map(({ fits }) => fits));
    const ways = fitting.filter(({ fits }) => fits === most);
    const [best] = ways;
    return best === undefined || read * 2 > best.fits ? [] : [decide(ways, best, cells)];
  }
}

function decide(ways: readonly Counted[], best: Counted, cells: number): Decision {
  const rivals = ways.length > 1;
  const isDayOfUtc = best.midnights === best.fits;
  const settled = !rivals && (isDayOfUtc || !best.counting.isInstant);
  const formats = ways.flatMap((way) => formatsOf(way));
  return {
    subject: "dateFormat",
    status: settled ? "certain" : "undecided",
    readings: ways.map(({ counting, fits }) => {
      return { reading: counting.format, proves: rivals ? 0 : fits, fits };
    }),
    undecided: settled ? 0 : best.fits,
    unread: cells - best.fits,
    evidence: sentence(ways, { rivals, isDayOfUtc, unread: cells - best.fits }),
    options: settled ? { format: formats[0] } : {},
    ways: formats.map((format) => ({ format })),
  };
}

/** Midnights of Greenwich are days that somebody counted; other instants are the day of some place. */
function formatsOf({ counting, midnights, fits }: Counted): string[] {
  const { format, isInstant } = counting;
  if (!isInstant) return [format];
  return midnights === fits ? [`${format} UTC`, format] : [format, `${format} UTC`];
}

interface Known {
  readonly rivals: boolean;
  readonly isDayOfUtc: boolean;
  readonly unread: number;
}

function sentence(ways: readonly Counted[], { rivals, isDayOfUtc, unread }: Known): string {
  const read = ways.map(
    ({ counting, fits, first, last }) =>
      `${fits} may count ${counting.counts}: ${dayAt(first)} to ${dayAt(last)}`,
  );
  const [best] = ways;
  const beside = isDayOfUtc
    ? "all at midnight in UTC"
    : `${best?.midnights ?? 0} at midnight in UTC: a day is that of the hospital's time zone, or with "UTC" behind the format that of UTC`;
  if (unread > 0) read.push(`${unread} cannot be read as a day`);
  return [...read, ...(rivals || best?.counting.isInstant ? [beside] : [])].join("; ");
}

/** Whether all numbers from one to another may count moments that a hospital has records of. */
export function mayCount(least: number, most: number): boolean {
  if (least >= FIRST_SERIAL && most <= LAST_SERIAL) return true;
  return COUNTINGS.some(({ perDay, from }) => {
    const [first, last] = [least, most].map((count) => count / Number(perDay) + Number(from));
    const isNear = Math.abs((last ?? 0) - Number(from)) <= NEAR_ZERO;
    return (first ?? 0) >= FIRST_DAY && (last ?? 0) <= LAST_DAY && !isNear;
  });
}

/** Whether such numbers have a time of day: not all of them one and the same, as midnights of a place have. */
export function mayCountClocks(least: number, most: number): boolean {
  if (!mayCount(least, most)) return false;
  const counting = COUNTINGS.find(({ perDay, from }) => {
    const days = most / Number(perDay) + Number(from);
    return days > Number(from) + NEAR_ZERO && days <= LAST_DAY;
  });
  const perDay = Number(counting?.perDay ?? 1n);
  return least % perDay !== most % perDay;
}

const dayAt = (days: number): string =>
  new Date(Math.floor(days) * 86_400_000).toISOString().slice(0, 10);
