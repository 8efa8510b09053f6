import { asciiDigits } from "../../../importers/convert/digits.ts";
import { type Bucket, spread } from "./spread.ts";

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/;
const YEAR_LAST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)/;
const ANY_YEAR = /(?<!\d)(\d{4})(?!\d)/;
const MONTHS_IN = { month: 1, year: 12, decade: 120, century: 1200 };

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days as one way of reading finds them. */
class Days {
  readonly months = new Map<number, number>();
  least: string | undefined;
  greatest: string | undefined;
  read = 0;

  /** What names no month is left out. */
  see({ year, month, day }: Parts, times: number): void {
    if (month < 1 || month > 12 || day < 1 || day > 31) return;
    const at = year * 12 + month - 1;
    this.months.set(at, (this.months.get(at) ?? 0) + times);
    const written = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
    if (this.least === undefined || written < this.least) this.least = written;
    if (this.greatest === undefined || written > this.greatest) this.greatest = written;
    this.read += times;
  }
}

const pad = (number: number, width: number): string => String(number).padStart(width, "0");

/**
 * The first, the last and the spread of the days in a column. Where the cells leave open whether the
 * day or the month comes first, only years are shown. Two-digit years are not: they need a pivot.
 */
export class DaySpread {
  readonly #iso = new Days();
  readonly #dayFirst = new Days();
  readonly #monthFirst = new Days();
  /** Cells that name a month, or whose order is open: by year alone. */
  readonly #years = new Map<number, number>();
  #named = 0;

  see(cell: string, times: number): void {
    const text = asciiDigits(cell);
    const iso = YEAR_FIRST.exec(text);
    if (iso !== null) {
      this.#iso.see({ year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) }, times);
      this.#addYear(Number(iso[1]), times);
      return;
    }
    const last = YEAR_LAST.exec(text);
    if (last !== null) {
      const [one, other, year] = [Number(last[1]), Number(last[2]), Number(last[3])];
      this.#dayFirst.see({ year, month: other, day: one }, times);
      this.#monthFirst.see({ year, month: one, day: other }, times);
      this.#addYear(year, times);
      return;
    }
    const year = ANY_YEAR.exec(text)?.[1];
    if (year === undefined) return;
    this.#named += times;
    this.#addYear(Number(year), times);
  }

  #addYear(year: number, times: number): void {
    this.#years.set(year, (this.#years.get(year) ?? 0) + times);
  }

  /** Whole days where the order is proven; else years. */
  range(): { least: string | null; greatest: string | null } {
    const days = this.#decided();
    const years = [...this.#years.keys()].sort((one, other) => one - other);
    const [first, last] = [years[0], years.at(-1)];
    if (days === undefined) {
      return {
        least: first === undefined ? null : pad(first, 4),
        greatest: last === undefined ? null : pad(last, 4),
      };
    }
    const ends = days
      .flatMap(({ least, greatest }) => [least, greatest])
      .filter((end) => end !== undefined)
      .sort();
    return { least: ends[0] ?? null, greatest: ends.at(-1) ?? null };
  }

  buckets(): readonly Bucket[] {
    const { month, year, decade, century } = MONTHS_IN;
    const days = this.#decided();
    const months = new Map<number, number>();
    if (days === undefined) {
      for (const [at, count] of this.#years) months.set(at * year, count);
    }
    for (const each of days ?? []) {
      for (const [at, count] of each.months) months.set(at, (months.get(at) ?? 0) + count);
    }
    const steps = days === undefined ? [year, decade, century] : [month, year, decade, century];
    const finest = days === undefined ? year : month;
    return spread(months, {
      steps,
      label: monthLabel,
      mark: (start) => monthLabel(start, finest),
    });
  }

  /** The readings that hold together; undefined if the order of day and month is open. */
  #decided(): readonly Days[] | undefined {
    if (this.#named > 0) return undefined;
    const [byDay, byMonth] = [this.#dayFirst.read, this.#monthFirst.read];
    if (byDay === 0 && byMonth === 0) return [this.#iso];
    if (byDay === byMonth) return undefined;
    return [this.#iso, byDay > byMonth ? this.#dayFirst : this.#monthFirst];
  }
}

function monthLabel(start: number, step: number): string {
  const year = pad(Math.floor(start / 12), 4);
  if (step === MONTHS_IN.month) return `${year}-${pad((start % 12) + 1, 2)}`;
  return step === MONTHS_IN.year ? year : `${year}s`;
}
