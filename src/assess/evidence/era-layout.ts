import {
  ERA,
  FIRST_YEAR_OF_ERA,
  inPlainSigns,
  isEraLetter,
} from "../../../importers/convert/eras.ts";
import type { Layout } from "./layout.ts";

/** No other cell is looked at for an era: they begin with a letter, or a sign that is none of ASCII, or end in a year. */
const MAY_BE_ERA = /^[MTSHR]\d|[^\p{ASCII}]/iu;
const WEEKDAY = "(\\([月火水木金土日](?:曜日?)?\\))?";
const YEAR = `(\\d{1,4}|${FIRST_YEAR_OF_ERA})`;
const ERA_FIRST = new RegExp(
  `^(${ERA})\\s*${YEAR}\\s*([-/.]|年)\\s*(\\d{1,2})\\s*(\\3|月)\\s*(\\d{1,2})\\s*(日?)${WEEKDAY}$`,
  "iu",
);
/** As forms have it that leave two boxes for each number: S550401. */
const COMPACT = new RegExp(`^(${ERA})\\d{6}$`, "iu");
const ERA_LAST = /^(.*\S)\s*(พ\.?ศ\.?|ค\.?ศ\.?)\s*(\d{4})$/u;

/**
 * The layout of a day whose year is of an era that the cell names. A letter may be a code's as well: such cells
 * are days only where the column is known to hold days.
 *
 * @param dayLayout of what is left of a cell when the era is taken off
 */
export function eraLayout(
  cell: string,
  dayLayout: (rest: string) => Layout | undefined,
): Layout | undefined {
  if (!MAY_BE_ERA.test(cell)) return undefined;
  const last = ERA_LAST.exec(cell);
  if (last !== null) return beforeEra(dayLayout(`${last[1]} ${last[3]}`), "YYYY");
  const plain = inPlainSigns(cell);
  const compact = COMPACT.exec(plain);
  if (compact !== null) return withEra(compact[1], "GYYMMDD", true);
  const first = ERA_FIRST.exec(plain);
  if (first === null) return undefined;
  const [, era, , one = "", month = "", two = "", day = "", end = "", weekday] = first;
  const order = `GY${one}{M}${two}{D}${end}${weekday === undefined ? "" : "(dddd)"}`;
  return withEra(era, order, month.length === 2 && day.length === 2);
}

function withEra(era: string | undefined, order: string, padded: boolean): Layout {
  const letter = isEraLetter(era ?? "");
  const key = letter ? `letter ${order}` : order;
  return { key, orders: [order], padded, ...(letter && { bare: true, letter: era }) };
}

function beforeEra(layout: Layout | undefined, year: string): Layout | undefined {
  if (layout === undefined || !layout.orders.every((order) => order.endsWith(year))) return;
  const orders = layout.orders.map((order) => `${order.slice(0, -year.length).trimEnd()}G${year}`);
  return { ...layout, key: `${layout.key} era`, orders };
}
