import type { Calendar } from "../../../importers/convert/calendar.ts";
import { turned } from "../../../importers/convert/turned-format.ts";
import type { Decision } from "../assessment.ts";
import { type Choice, chooseOrder, type Decided } from "./choose-order.ts";
import { type ColumnRole, isDay } from "./column-role.ts";
import { CountedMoments } from "./counted-moments.ts";
import { DateGroup, type Order } from "./date-group.ts";
import { dateLayout } from "./date-layout.ts";
import { languageOf, type NamedIn, namesOf } from "./month-language.ts";
import { OtherCalendars } from "./other-calendars.ts";

/** More layouts in one column are no dates. */
const MOST_GROUPS = 64;
/** Digits alone are days where nearly all cells of the column are. */
const NEARLY_ALL = 0.95;
/** Reads all cells of a column as days, in every order that they may be written in. */
export class DateObserver {
  readonly #asOf: string;
  readonly #groups = new Map<string, DateGroup>();
  readonly #calendar: Calendar | undefined;
  readonly #others: OtherCalendars;
  readonly #counted: CountedMoments;
  #cells = 0;

  /**
   * @param asOf `YYYY-MM-DD`: what the future is measured from
   * @param calendar that the cells are said to be of
   */
  constructor(asOf: string, calendar?: Calendar) {
    this.#asOf = asOf;
    this.#calendar = calendar;
    this.#others = new OtherCalendars(asOf);
    this.#counted = new CountedMoments(asOf);
  }

  /**
   * @param cell trimmed, and neither empty nor a null token
   * @param hasDigit others are read as nothing of the kind
   */
  add(cell: string, hasDigit = true): void {
    this.#cells++;
    if (!hasDigit && !YEAR_IN_WORDS.test(cell)) return;
    this.#counted.add(cell);
    const layout = dateLayout(cell);
    if (layout === undefined) return;
    let group = this.#groups.get(layout.key);
    if (group === undefined) {
      if (this.#groups.size >= MOST_GROUPS) return;
      group = new DateGroup(layout, this.#asOf, this.#calendar);
      this.#groups.set(layout.key, group);
    }
    const isDay = group.add(cell, layout);
    if (!isDay && this.#calendar === undefined) this.#others.add(cell, layout);
  }

  /** What the cells prove; undefined if the column holds no days. */
  result(role?: ColumnRole): Decision[] {
    const groups = this.#daysAmong(role).filter(({ cells, unread }) => cells > unread);
    const read = groups.reduce((sum, { cells, unread }) => sum + cells - unread, 0);
    const other = this.#others.result(
      { role, asOf: this.#asOf },
      { ours: read, cells: this.#cells },
    );
    // A day of another calendar without marks, 25400113, is a number too.
    const written = Math.max(read, ...other.map(({ undecided }) => undecided));
    const counted = this.#counted.result(role, { read: written, cells: this.#cells });
    if (counted.length > 0) return counted;
    if (other.length > 0) return other;
    if (this.#cells === 0 || (!isDay(role) && (read === 0 || read * 2 < this.#cells))) return [];
    const context = { role, asOf: this.#asOf };
    const letters = areEras(groups);
    const decided = groups.map((group) => {
      const choice = chooseOrder(group, context);
      const isOpen = group.letters.size > 0 && !letters;
      return { group, choice: isOpen ? { ...choice, proven: [], because: LETTER } : choice };
    });
    const named = namesOf(groups.flatMap(({ names }) => [...names.keys()]));
    const format = decideFormat(decided, { named, unread: this.#cells - read });
    const years = shortYears(decided);
    return years === undefined ? [format] : [format, decideCentury(years, context)];
  }

  /** What the cells count, where the column is known to hold moments. */
  counted(): Decision[] {
    return this.#counted.result("date", { read: 0, cells: this.#cells });
  }

  /** What is digits alone is a day where the column is known to hold days, or evidently does. */
  #daysAmong(role: ColumnRole | undefined): DateGroup[] {
    const groups = [...this.#groups.values()];
    if (isDay(role) || groups.some(({ bare }) => !bare)) return groups;
    return groups.filter(
      ({ key, orders }) =>
        /^(?:8|14) /.test(key) && orders.some(({ fits }) => fits >= this.#cells * NEARLY_ALL),
    );
  }
}

/** A column that knows several letters of eras, or names of them, means eras; one letter may be a code's. */
function areEras(groups: readonly DateGroup[]): boolean {
  const letters = new Set(groups.flatMap((group) => [...group.letters]));
  return letters.size > 1 || groups.some(({ key }) => key.startsWith("G"));
}

/** Days may be written in words of Japan and China alone: 昭和五十五年. */
const YEAR_IN_WORDS = /年/;
const LETTER = "a letter that may stand for an era";

interface Rest {
  readonly named: NamedIn;
  readonly unread: number;
}

function decideFormat(decided: readonly Decided[], { named, unread }: Rest): Decision {
  const open = decided.filter(({ choice }) => choice.proven.length === 0);
  const turned = halfTurned(decided);
  const told = decided.length > 0 && open.length === 0;
  const certain = told && turned.length === 0 && named.rivals.length === 0;
  const formats = decided.flatMap(({ group, choice }) =>
    choice.proven.map((order) => group.format(order)),
  );
  return {
    subject: "dateFormat",
    status: certain ? "certain" : "undecided",
    readings: decided.flatMap(({ group, choice }) =>
      turned.includes(group) ? turnedReadings(group, choice) : readingsOf(group, choice),
    ),
    undecided: decided.reduce((sum, { group }) => sum + group.undecided, 0),
    unread,
    evidence: sentence(decided, { named, unread, turned }),
    // The languages are known also where the order is not.
    options: { ...(certain && { format: formatOf(formats) }), ...languageOf(named) },
    ...(turned.length > 0 && { turned: turned.reduce((sum, { cells }) => sum + cells, 0) }),
  };
}

const formatOf = (formats: readonly string[]): unknown =>
  formats.length === 1 ? formats[0] : formats;

/** Orders that do not come into question, and fit no better than those that do, are left out. */
function readingsOf(group: DateGroup, { open, proven }: Choice): Decision["readings"] {
  const shown = group.orders.filter((order) => open.includes(order) || order.proves > 0);
  const rivals = proven.length > 0 ? group.orders.filter(isRival) : [];
  return [...new Set([...open, ...shown, ...rivals])].map((order) => {
    // Any day of ISO 8601 is one of it, and none with a day over 12 is one of another order.
    const isIso = open.length > 1 && order === group.orders[0] && order.order.startsWith("YYYY");
    const proves = isIso ? order.late : order.proves;
    return { reading: group.format(order), proves, fits: order.fits };
  });
}

/** Year, day, month is an order that nobody is asked about. */
const isRival = ({ order, fits }: Order): boolean => fits > 0 && !order.startsWith("YYYY");

function sentence(
  decided: readonly Decided[],
  { named, unread, turned }: Rest & { readonly turned: readonly DateGroup[] },
): string {
  const parts = decided.map(({ group, choice }) => {
    const counts = readingsOf(group, choice).map(
      ({ reading, proves }) => `${proves} prove ${reading}`,
    );
    const left = group.undecided > 0 ? `, ${group.undecided} undecided` : "";
    return `${counts.join(", ")}${left}${choice.because ? ` (${choice.because})` : ""}`;
  });
  if (parts.length === 0) parts.push("no cell can be read as a day");
  else if (unread > 0) parts.push(`${unread} cannot be read as a day`);
  if (named.languages.some((language) => language !== "en")) {
    parts.push(`languages with these month names: ${named.languages.join(", ")}`);
  }
  if (named.rivals.length > 0)
    parts.push(`in ${named.rivals.join(", ")} they are different months`);
  if (turned.length > 0) parts.push(TURNED);
  return parts.join("; ");
}

const TURNED = "a spreadsheet seems to have swapped day and month in cells whose day is 12 or less";

/** By two-digit year, how many cells have it; undefined if years are written in full. */
function shortYears(decided: readonly Decided[]): Int32Array | undefined {
  const orders = decided.flatMap(({ choice }) => choice.proven.slice(0, 1));
  const short = orders.filter(({ order }) => /YY/.test(order) && !/YYYY/.test(order));
  if (short.length === 0) return undefined;
  const years = new Int32Array(100);
  for (const order of short) {
    for (const [year, count] of order.years.entries()) years[year] = (years[year] ?? 0) + count;
  }
  return years;
}

/** Days in five hundred cells that a person has typed by hand do not hide what a spreadsheet did. */
const TYPED = 0.05;

/**
 * A spreadsheet reads what it can in the order of its own country, and leaves the rest as text: beside cells
 * whose day is over 12 stand others, in a layout that it writes itself, whose day never is.
 *
 * @returns the cells that may be turned, whatever their share is
 */
function halfTurned(decided: readonly Decided[]): readonly DateGroup[] {
  const found = decided.flatMap(({ group, choice: { proven } }) => {
    const [order = group.orders.find(isCounted)] = proven;
    return order === undefined || proven.length > 1 || order.fits === 0 ? [] : [{ group, order }];
  });
  const left = found.filter(({ order }) => !isSpreadsheets(order));
  const stayed = sum(left, ({ fits }) => fits);
  if (stayed === 0 || sum(left, ({ fits, late }) => fits - late) > stayed * TYPED) return [];
  return found
    .filter(({ order }) => isSpreadsheets(order) && order.late <= order.fits * TYPED)
    .map(({ group }) => group);
}

const sum = (found: readonly { readonly order: Order }[], of: (order: Order) => number): number =>
  found.reduce((total, { order }) => total + of(order), 0);

const isCounted = ({ order }: Order): boolean => order.startsWith("ExcelSerial");

/** The order of day and month is that of the layout, not of a country. */
const isSpreadsheets = (order: Order): boolean =>
  isCounted(order) || /^(?:dddd\W+)?YYYY|MMM/.test(order.order);

/** As they stand, or as they were before a spreadsheet turned them: neither is proven. */
function turnedReadings(group: DateGroup, { proven }: Decided["choice"]): Decision["readings"] {
  const [order = group.orders.find(isCounted)] = proven;
  if (order === undefined) return [];
  const format = group.format(order);
  return [format, turned(format)].map((reading) => ({ reading, proves: 0, fits: order.fits }));
}

/** No hospital kept records on computers before. */
const FIRST_RECORDS = 50;

/**
 * Decides up to which two-digit year the century is this one.
 *
 * @param years by two-digit year, how many cells have it
 * @param asOf `YYYY-MM-DD`
 */
function decideCentury(
  years: Int32Array,
  { role, asOf }: { readonly role: ColumnRole | undefined; readonly asOf: string },
): Decision {
  const now = Number(asOf.slice(2, 4));
  const between = (from: number, to: number) =>
    years.slice(from, to).reduce((sum, count) => sum + count, 0);
  const all = between(0, 100);
  const upToNow = between(0, now + 1);
  const records = role === "past" || role === "date";
  // A year that is neither past nor of the time of computers may be an appointment's.
  const gap = role === "past" ? between(now + 1, FIRST_RECORDS) : 0;
  const open = role === undefined ? all : role === "birth" ? upToNow : gap;
  const ahead = role === "date" ? between(now + 1, FIRST_RECORDS) : 0;
  const young = records ? upToNow + ahead : 0;
  const old = role === undefined ? 0 : all - upToNow - ahead - gap;
  const last = ahead > 0 ? FIRST_RECORDS - 1 : now;
  return {
    subject: "centuryPivot",
    status: open === 0 ? "certain" : "undecided",
    readings: [
      { reading: "19YY", proves: old, fits: old + open },
      { reading: "20YY", proves: young, fits: young + open },
    ],
    undecided: open,
    unread: 0,
    evidence: `of ${all} two-digit years ${old} can only be 19YY, ${young} only 20YY, ${open} can be either`,
    options: open === 0 ? { pivot: last } : {},
  };
}
