import type { Calendar } from "../../../importers/convert/calendar.ts";
import { compileFormat } from "../../../importers/convert/date-format.ts";
import type { Moment, ReadMoment } from "../../../importers/convert/moment.ts";
import {
  CALENDARS_WITH_NAMES,
  MONTH_LANGUAGES,
  type MonthLanguage,
  monthReader,
} from "../../../importers/convert/month-names.ts";
import { spell } from "./date-layout.ts";
import type { Layout } from "./layout.ts";

/** What converters take: other years are slips of the pen. */
const FIRST_YEAR = 1850;
const LAST_YEAR = 2199;
/** So that 29 February is a day of each short year that may have one. */
const LEAP_PIVOT = 99;
const DIFFERENT_NAMES = 200;
const LAST_MONTH = 12;

/** One way to read a group of cells. */
export interface Order {
  /** With placeholders for the widths. */
  readonly order: string;
  /** Cells that can be read so at all. */
  fits: number;
  /** Cells that can be read in no other way. */
  proves: number;
  /** Of the cells that fit several, those that would lie after the day of the run. */
  future: number;
  /** By two-digit year, the cells that can be read so. */
  readonly years: Int32Array;
  /** Cells whose day of the month is over 12. */
  late: number;
  /** The last day, as a number. */
  latest: number;
}

/** Cells of one layout: what they can be read as, and how many prove what. */
export class DateGroup {
  readonly key: string;
  readonly bare: boolean;
  readonly orders: readonly Order[];
  readonly names = new Map<string, number>();
  /** Of eras, those that a letter names. */
  readonly letters = new Set<string>();
  cells = 0;
  /** Cells that are a day in several orders, and not the same day. */
  undecided = 0;
  /** Cells that are no real day in any order. */
  unread = 0;
  padded = true;
  readonly #asOf: number;
  readonly #calendar: Calendar | undefined;
  readonly #yearFirst: boolean;
  readonly #readers: readonly ReadMoment[];
  readonly #byLanguage = new Map<MonthLanguage, ReadMoment>();

  /** @param calendar of its years, months and days, where it is another than ours */
  constructor(layout: Layout, asOf: string, calendar?: Calendar) {
    this.key = layout.key;
    this.bare = layout.bare ?? false;
    this.orders = layout.orders.map((order) => {
      return {
        order,
        fits: 0,
        proves: 0,
        future: 0,
        years: new Int32Array(100),
        late: 0,
        latest: 0,
      };
    });
    this.#calendar = calendar;
    this.#readers = layout.orders.map((order) => readerOf(order, ["en"], calendar));
    this.#yearFirst = !this.bare && /^(?:dddd\W+)?YYYY/.test(layout.orders[0] ?? "");
    this.#asOf = Number(asOf.replaceAll("-", ""));
  }

  /** A mapping's format, for one of the orders. */
  format({ order }: Order): string {
    return spell(order, this.padded);
  }

  /** @returns whether it is a day in any order */
  add(cell: string, layout: Layout): boolean {
    this.cells++;
    const days = this.#days(cell, layout.month);
    const fitting = days.filter((day) => day !== 0);
    if (fitting.length === 0) {
      this.unread++;
      return false;
    }
    this.padded &&= layout.padded;
    if (layout.letter !== undefined) this.letters.add(layout.letter.toUpperCase());
    const alike = fitting.every((day) => day === fitting[0]);
    if (!alike) this.undecided++;
    for (const [at, order] of this.orders.entries()) {
      const day = days[at] ?? 0;
      if (day === 0) continue;
      count(order, day, { alone: fitting.length === 1, future: !alike && day > this.#asOf });
    }
    return true;
  }

  /** By order the day as a number, 20240305; 0 if the cell is none. */
  #days(cell: string, month: string | undefined): number[] {
    const readers = month === undefined ? this.#readers : this.#named(month);
    const days = readers.map((read) => dayNumber(read(cell)));
    // ISO 8601: where the year stands first the month follows, unless no day comes of it.
    if (this.#yearFirst && days[0] !== 0) return days.slice(0, 1);
    return days;
  }

  #named(month: string): readonly ReadMoment[] {
    const ofCalendar = CALENDARS_WITH_NAMES.has(this.#calendar ?? "");
    const language = ofCalendar ? "en" : knowing(month);
    if (language === undefined) return [];
    if (this.names.has(month) || this.names.size < DIFFERENT_NAMES) {
      this.names.set(month, (this.names.get(month) ?? 0) + 1);
    }
    let reader = this.#byLanguage.get(language);
    if (reader === undefined) {
      reader = readerOf(this.orders[0]?.order ?? "", [language], this.#calendar);
      this.#byLanguage.set(language, reader);
    }
    return [reader];
  }
}

/** A day as a number, 20240305; 0 if there is none that converters take. */
function dayNumber(found: Moment | undefined): number {
  if (found === undefined || found.year < FIRST_YEAR || found.year > LAST_YEAR) return 0;
  return found.year * 10_000 + found.month * 100 + found.day;
}

let readers: (readonly [MonthLanguage, ReturnType<typeof monthReader>])[] | undefined;

function knowing(month: string): MonthLanguage | undefined {
  readers ??= MONTH_LANGUAGES.map((language) => [language, monthReader([language])] as const);
  return readers.find(([, read]) => read(month) !== undefined)?.[0];
}

function readerOf(
  order: string,
  languages: readonly MonthLanguage[],
  calendar: Calendar | undefined,
): ReadMoment {
  const context = { pivot: LEAP_PIVOT, timeZone: "UTC", languages };
  return compileFormat(spell(order, false), { ...context, ...(calendar && { calendar }) });
}

interface Found {
  readonly alone: boolean;
  readonly future: boolean;
}

function count(order: Order, day: number, { alone, future }: Found): void {
  order.fits++;
  if (alone) order.proves++;
  if (future) order.future++;
  const year = Math.floor(day / 10_000) % 100;
  order.years[year] = (order.years[year] ?? 0) + 1;
  if (day % 100 > LAST_MONTH) order.late++;
  order.latest = Math.max(order.latest, day);
}
