import { turned } from "../../../importers/convert/turned-format.ts";
import type { Decision } from "../assessment.ts";
import type { Decided } from "./choose-order.ts";
import type { DateGroup, Order } from "./date-group.ts";

/** Days in five hundred cells that a person has typed by hand do not hide what a spreadsheet did. */
const TYPED = 0.05;

/**
 * A spreadsheet reads what it can in the order of its own country, and leaves the rest as text: beside cells
 * whose day is over 12 stand others, in a layout that it writes itself, whose day never is.
 *
 * @returns the cells that may be turned, whatever their share is
 */
export function halfTurned(decided: readonly Decided[]): readonly DateGroup[] {
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
export function turnedReadings(
  group: DateGroup,
  { proven }: Decided["choice"],
): Decision["readings"] {
  const [order = group.orders.find(isCounted)] = proven;
  if (order === undefined) return [];
  const format = group.format(order);
  return [format, turned(format)].map((reading) => ({ reading, proves: 0, fits: order.fits }));
}
