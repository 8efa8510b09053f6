import type { Calendar } from "../../../importers/convert/calendar.ts";
import { CALENDARS_WITH_NAMES } from "../../../importers/convert/month-names.ts";
import { withoutOrder } from "../across/candidates.ts";
import type { Decision } from "../assessment.ts";
import { chooseOrder } from "./choose-order.ts";
import { type ColumnRole, isDay } from "./column-role.ts";
import { DateGroup } from "./date-group.ts";
import type { Layout } from "./layout.ts";
import { languageOf, namesOf } from "./month-language.ts";

/** By calendar, the years that its days of our last two centuries have. */
const YEARS: readonly (readonly [calendar: Calendar, name: string, from: number, to: number])[] = [
  ["buddhist", "of the Buddhist era", 2393, 2660],
  ["persian", "of the Persian calendar", 1229, 1479],
  ["islamic-umalqura", "of the Islamic calendar", 1266, 1510],
  ["roc", "of the Republic of China", 20, 150],
  // Its years might be ours: the names of its months tell.
  ["ethiopic", "of the Ethiopian calendar", 1842, 2150],
];
const TOLD_BY_NAMES = new Set(["ethiopic"]);
const WHOLE_YEAR = /(?<!\d)\d{4}(?!\d)|^\d{4}(?=\d{4}$)|^\d{3}(?=\D)/;
/** Fewer are slips of the pen. */
const SHARE = 0.05;
/** An appointment is made for at most as many days, as numbers of their kind. */
const AHEAD = 20_000;

interface Context {
  readonly role: ColumnRole | undefined;
  readonly asOf: string;
}

/** Reads what is no day of our calendar as days of others. */
export class OtherCalendars {
  readonly #asOf: string;
  readonly #groups = new Map<Calendar, Map<string, DateGroup>>();

  constructor(asOf: string) {
    this.#asOf = asOf;
  }

  /** @param cell that is no day of our calendar */
  add(cell: string, layout: Layout): void {
    const year = Number(WHOLE_YEAR.exec(cell)?.[0] ?? Number.NaN);
    const calendars = YEARS.filter(([, , from, to]) => year >= from && year <= to);
    for (const [calendar] of calendars) {
      if (layout.month === undefined && TOLD_BY_NAMES.has(calendar)) continue;
      const groups = this.#groups.get(calendar) ?? new Map<string, DateGroup>();
      this.#groups.set(calendar, groups);
      const group = groups.get(layout.key) ?? new DateGroup(layout, this.#asOf, calendar);
      groups.set(layout.key, group);
      group.add(cell, layout);
    }
  }

  /**
   * What calendar the days may be of; nothing if they are of ours.
   *
   * @param ours cells that are a day of our calendar
   * @param cells all of them
   */
  result(context: Context, { ours, cells }: { ours: number; cells: number }): Decision[] {
    const found = this.#possible(context);
    const read = Math.max(0, ...found.map(({ read: count }) => count));
    if (read === 0 || read < ours * SHARE) return [];
    if (!isDay(context.role) && (read + ours) * 2 < cells) return [];
    const best = found.filter((one) => one.read === read);
    const ways = best.flatMap(({ calendar, formats, language }) =>
      formats.map((format) => ({ format, calendar, ...language })),
    );
    const names = best.map(({ name }) => name).join(" or ");
    const beside = ours > 0 ? `, ${ours} of the Gregorian calendar` : "";
    return [
      {
        subject: "calendar",
        status: "undecided",
        options: {},
        ways,
        readings: best.map(({ calendar }) => ({ reading: calendar, proves: 0, fits: read })),
        undecided: read,
        unread: cells - read - ours,
        evidence: `${read} years are ${names}${beside}: say "format" and "calendar"`,
      },
    ];
  }

  /** Those whose days do not lie far in the future, by how many they read. */
  #possible({ role, asOf }: Context) {
    const last = Number(asOf.replaceAll("-", "")) + (role === "date" ? AHEAD : 0);
    return YEARS.flatMap(([calendar, name]) => {
      const groups = [...(this.#groups.get(calendar)?.values() ?? [])];
      const early = groups.filter(({ orders }) =>
        orders.some(({ fits, latest }) => fits > 0 && latest <= last),
      );
      const read = early.reduce((sum, { cells, unread }) => sum + cells - unread, 0);
      if (read === 0) return [];
      const names = early.flatMap((group) => [...group.names.keys()]);
      const language = CALENDARS_WITH_NAMES.has(calendar) ? {} : languageOf(namesOf(names));
      return [{ calendar, name, read, language, formats: formatsOf(early, { role, asOf }) }];
    });
  }
}

/** What may be said of the format: for one layout each order that is open, for several the likeliest of each. */
function formatsOf(groups: readonly DateGroup[], context: Context): (string | string[])[] {
  const open = groups
    .filter(({ cells, unread }) => cells > unread)
    .map((group) => chooseOrder(group, context).open.map((order) => group.format(order)));
  const [only, ...others] = open;
  if (only !== undefined && others.length === 0) return only;
  const likeliest = open.flatMap(([format]) => format ?? []);
  return [likeliest.filter((one, at) => shapes(likeliest).indexOf(withoutOrder(one)) === at)];
}

const shapes = (formats: readonly string[]): string[] => formats.map(withoutOrder);
