/** What programs write where no day is known: the first or last day that they can hold, or that somebody thought of. */
const NEVER_LIVED = new Set([
  ...["0001-01-01", "0001-01-02", "0100-01-01", "1000-01-01", "1111-11-11", "1582-10-15"],
  ...["1601-01-01", "1700-01-01", "1753-01-01", "1800-01-01", "1800-12-28", "1840-12-31"],
  ...["1850-01-01", "1858-11-17", "1899-12-29", "1899-12-30", "1899-12-31", "1900-01-01"],
  ...["1900-01-02", "1901-01-01", "1904-01-01", "2049-12-31", "2050-12-31", "2078-12-31"],
  ...["2079-06-06", "2099-01-01", "2099-12-31", "2100-01-01", "2100-12-31", "2199-12-31"],
  ...["2222-02-22", "2999-01-01", "2999-12-31", "3000-01-01", "4712-12-31", "9999-01-01"],
  ...["9999-09-09", "9999-12-30", "9999-12-31"],
]);
/** The same, and days on which people are born. */
const ALSO_LIVED = new Set(["1970-01-01", "1980-01-01", "2000-01-01"]);
const UNIX = "1970-01-01";
/** Fewer may be true. */
const FEWEST = 3;
/** Of births, as many days are more than chance: of all cells, and of what other days have. */
const CROWD = { cells: 10, share: 0.02, times: 10, days: 10 };
const LIVED = { cells: 5, times: 5 };
/** More different days are not told apart. */
const MOST_DAYS = 60_000;
const MOST_TOLD = 5;

/** Of these, the ones that no field of days takes: their years are of no hospital. */
export const BEYOND: readonly string[] = [...NEVER_LIVED].filter(
  (day) => day < "1850" || day > "2200",
);

/** Whether nobody is born on that day, who is in a hospital: programs write it where none is known. */
export const isNeverLived = (day: string): boolean => NEVER_LIVED.has(day);

/** Days of birth lie within a lifetime: where far more share one than chance would have it, it is no birth. */
export type DaysOf = "births" | "events";

/** A day that so many cells have that it may stand for an unknown one. */
export interface PlaceholderDay {
  readonly day: string;
  readonly cells: number;
}

/** Counts the days of a column, to find those that stand for an unknown one. */
export class PlaceholderDays {
  readonly #of: DaysOf;
  readonly #days = new Map<string, number>();
  cells = 0;

  constructor(of: DaysOf) {
    this.#of = of;
  }

  /** @param day `YYYY-MM-DD` */
  add(day: string, cells = 1): void {
    this.cells += cells;
    // Of events, no other day is told.
    if (this.#of === "events" && day > "1905" && day < "2049" && day !== UNIX) return;
    const known = this.#days.get(day);
    if (known !== undefined) this.#days.set(day, known + cells);
    else if (this.#days.size < MOST_DAYS) this.#days.set(day, cells);
  }

  /** The most frequent first. */
  result(): PlaceholderDay[] {
    return [...this.#days]
      .filter(([day, count]) => this.#isPlaceholder(day, count))
      .sort(([, one], [, other]) => other - one)
      .slice(0, MOST_TOLD)
      .map(([day, cells]) => ({ day, cells }));
  }

  #isPlaceholder(day: string, count: number): boolean {
    if (NEVER_LIVED.has(day)) return count >= FEWEST;
    if (this.#of === "events") return day === UNIX && count >= FEWEST;
    // What the other days of the column have on average.
    const usual = (this.cells - count) / Math.max(1, this.#days.size - 1);
    if (ALSO_LIVED.has(day)) return count >= LIVED.cells && count > usual * LIVED.times;
    const crowded = count >= CROWD.cells && count >= this.cells * CROWD.share;
    return crowded && this.#days.size >= CROWD.days && count > usual * CROWD.times;
  }
}
