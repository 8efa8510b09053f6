import {
  ERA,
  FIRST_YEAR_OF_ERA,
  inPlainSigns,
  isEraLetter,
} from "../../../importers/convert/eras.ts";
import type { Layout } from "./layout.ts";

const TIME =
  /^(\d{1,2})(:|h)(\d{2})(?:(:)(\d{2})(?:([.,])\d{1,9})?)?( ?[AaPp]\.?[Mm]\.?)?( ?(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d))?$/;
const BARE_TIME = /^(\d{1,2})([:.h])(\d{2})(?:\2(\d{2})(?:([.,])\d{1,9})?)?( ?[AaPp]\.?[Mm]\.?)?$/;
const JOINT = /(T|,? +)(?=\d{1,2}[:h]\d{2})/;
const YEAR_FIRST = /^\d{4}([-/. ]|年)(\d{1,2})(\1|月)(\d{1,2})(日?)$/;
/** Years of the Republic of China have three digits, from 2011 on. */
const SHORT_YEAR_FIRST = /^\d{3}([-/.]|年)(\d{1,2})(\1|月)(\d{1,2})(日?)$/;
const YEAR_LAST = /^(\d{1,2})([-/. ]|\. )(\d{1,2})\2(\d{4}|\d{2})\.?$/;
const WEEKDAY = /^([\p{L}\p{M}]{2,12}\.?)(,? +)(?=[\p{L}\p{M}\d])/u;
const ORDINAL = "(?:st|nd|rd|th|er|re|º|ª|\\.)";
const GAP = "([-/. ,]{1,2}| de | of | d')";
/** Thai short names have a stop within. */
const NAME = "([\\p{L}\\p{M}]+(?:\\.[\\u0E00-\\u0E7F]+)?)(\\.?)";
const DAY_NAME = new RegExp(`^(\\d{1,2})(${ORDINAL}?)${GAP}${NAME}${GAP}(\\d{4}|\\d{2})$`, "u");
const NAME_DAY = new RegExp(`^${NAME}${GAP}(\\d{1,2})(${ORDINAL}?)${GAP}(\\d{4}|\\d{2})$`, "u");
const YEAR_NAME = new RegExp(`^(\\d{4})${GAP}${NAME}${GAP}(\\d{1,2})$`, "u");
const DIGITS = /^\d+$/;
const SERIAL = /^[1-9]\d{4}(?:\.\d+)?$/;
const SHORTEST = 5;
const LONGEST = 48;

/** The layout of a cell that may be a day, with a time of day or without; nothing for any other. */
export function dateLayout(cell: string): Layout | undefined {
  if (cell.length < SHORTEST || cell.length > LONGEST) return undefined;
  if (SERIAL.test(cell)) return bare("serial", ["ExcelSerial", "ExcelSerial1904"]);
  if (DIGITS.test(cell)) return compactLayout(cell.length);
  const joint = JOINT.exec(cell);
  if (joint === null) return dayLayout(cell);
  const day = dayLayout(cell.slice(0, joint.index));
  const time = timePart(cell.slice(joint.index + (joint[1]?.length ?? 0)), TIME);
  if (day === undefined || time === undefined) return undefined;
  return {
    ...day,
    key: `${day.key}${joint[1]}${time.format}`,
    orders: day.orders.map((order) => `${order}${quoted(joint[1] ?? "")}${time.format}`),
    padded: day.padded && time.padded,
  };
}

/** The layout of a cell that is a time of day alone. */
export function timeLayout(cell: string): Layout | undefined {
  const time = timePart(cell, BARE_TIME);
  if (time === undefined) return undefined;
  return { key: time.format, orders: [time.format], padded: time.padded };
}

function timePart(text: string, shape: RegExp): { format: string; padded: boolean } | undefined {
  const found = shape.exec(text);
  if (found === null) return undefined;
  const half = /( ?)[AaPp]\.?[Mm]\.?/.exec(text);
  const hour = half === null ? "{H}" : "{h}";
  const mark = quoted(found[2] ?? "");
  const seconds = /\d{1,2}[:.]\d{2}[:.]\d{2}/.test(text) ? `${mark}ss` : "";
  const fraction = /[.,](?=\d{1,9}(?:\D|$))/.exec(text.slice(SECONDS_END));
  const parts = seconds !== "" && fraction !== null ? `${fraction[0]}SSS` : "";
  const zone = /( ?)(?:Z|[+-]\d{2}:?\d{2})$/.exec(text);
  const format = `${hour}${mark}mm${seconds}${parts}${half ? `${half[1]}A` : ""}${zone ? `${zone[1]}Z` : ""}`;
  return { format, padded: found[1]?.length === 2 };
}

/** Where the fraction of a second may begin at the earliest: `h:mm:ss`. */
const SECONDS_END = 7;

function dayLayout(cell: string): Layout | undefined {
  return plainLayout(cell) ?? weekdayLayout(cell) ?? eraLayout(cell);
}

function plainLayout(cell: string): Layout | undefined {
  return numericLayout(cell) ?? namedLayout(cell);
}

function numericLayout(cell: string): Layout | undefined {
  const first = YEAR_FIRST.exec(cell);
  if (first !== null) {
    const [, one = "", month = "", two = "", day = "", end = ""] = first;
    const orders = [`YYYY${one}{M}${two}{D}${end}`, `YYYY${one}{D}${two}{M}${end}`];
    return { key: `Y${one}n${two}n`, orders, padded: month.length === 2 && day.length === 2 };
  }
  const short = SHORT_YEAR_FIRST.exec(cell);
  if (short !== null) {
    const [, mark = "", month = "", two = "", day = "", end = ""] = short;
    const padded = month.length === 2 && day.length === 2;
    return { key: `yyy${mark}n${two}n`, orders: [`Y${mark}{M}${two}{D}${end}`], padded };
  }
  const last = YEAR_LAST.exec(cell);
  if (last === null) return undefined;
  const [, one = "", mark = "", two = "", year = ""] = last;
  const stop = cell.endsWith(".") ? "." : "";
  const padded = one.length === 2 && two.length === 2;
  const join = (...parts: string[]) => parts.join(mark) + stop;
  if (year.length === 4) {
    const orders = [join("{D}", "{M}", "YYYY"), join("{M}", "{D}", "YYYY")];
    return { key: `n${mark}n${mark}Y${stop}`, orders, padded };
  }
  const orders = [join("{D}", "{M}", "YY"), join("{M}", "{D}", "YY")];
  // The year stands first in East Asia and Hungary; a first number of one digit is none.
  orders.push(join("YY", "{M}", "{D}"));
  return { key: `n${mark}n${mark}y${stop}`, orders, padded };
}

function namedLayout(cell: string): Layout | undefined {
  const dayFirst = DAY_NAME.exec(cell);
  if (dayFirst !== null) {
    const [, day = "", ordinal, one = "", month = "", , two = "", year = ""] = dayFirst;
    const order = [dayToken(ordinal), quoted(one), "MMM", quoted(two), yearToken(year)];
    return named(order.join(""), { month, padded: day.length === 2 });
  }
  const nameFirst = NAME_DAY.exec(cell);
  if (nameFirst !== null) {
    const [, month = "", , one = "", day = "", ordinal, two = "", year = ""] = nameFirst;
    const order = ["MMM", quoted(one), dayToken(ordinal), quoted(two), yearToken(year)];
    return named(order.join(""), { month, padded: day.length === 2 });
  }
  const yearFirst = YEAR_NAME.exec(cell);
  if (yearFirst === null) return undefined;
  const [, , one = "", month = "", , two = "", day = ""] = yearFirst;
  const order = ["YYYY", quoted(one), "MMM", quoted(two), "{D}"].join("");
  return named(order, { month, padded: day.length === 2 });
}

/** Who writes months in Thai counts years of the Buddhist era: two digits of one are none of ours. */
const THAI = /[\u0E00-\u0E7F]/;

function named(order: string, more: Pick<Layout, "month" | "padded">): Layout | undefined {
  if (!order.includes("YYYY") && THAI.test(more.month ?? "")) return undefined;
  return { key: order, orders: [order], ...more };
}
const dayToken = (ordinal: string | undefined): string => (ordinal ? "Do" : "{D}");
const yearToken = (year: string): string => (year.length === 4 ? "YYYY" : "YY");

function weekdayLayout(cell: string): Layout | undefined {
  const found = WEEKDAY.exec(cell);
  if (found === null) return undefined;
  const [whole, , gap = ""] = found;
  const rest = cell.slice(whole.length);
  const day = numericLayout(rest) ?? namedLayout(rest);
  if (day === undefined) return undefined;
  const orders = day.orders.map((order) => `dddd${gap}${order}`);
  return { ...day, key: `dddd${gap}${day.key}`, orders };
}

function compactLayout(length: number): Layout | undefined {
  if (length === 14) return bare("14 digits", ["YYYYMMDDHHmmss"]);
  if (length === 8) return bare("8 digits", ["YYYYMMDD", "DDMMYYYY", "MMDDYYYY"]);
  if (length === 6) return bare("6 digits", ["YYMMDD", "DDMMYY", "MMDDYY"]);
  return undefined;
}

const bare = (key: string, orders: readonly string[]): Layout => {
  return { key, orders, padded: true, bare: true };
};

/** Letters of a format that are no parts of it stand in brackets. */
const quoted = (text: string): string =>
  text !== "T" && /[A-Za-z]/.test(text) ? `[${text}]` : text;

/** The format that a mapping says: two digits where all cells have them. */
export function spell(order: string, padded: boolean): string {
  const widths = padded ? ["DD", "MM", "HH", "hh"] : ["D", "M", "H", "h"];
  return ["{D}", "{M}", "{H}", "{h}"].reduce(
    (format, token, at) => format.replace(token, widths[at] ?? ""),
    order,
  );
}

/** No other cell is looked at for an era: they begin with a letter, or a sign that is none of ASCII, or end in a year. */
const MAY_BE_ERA = /^[MTSHR]\d|[^\p{ASCII}]/iu;
const ERA_WEEKDAY = "(\\([月火水木金土日](?:曜日?)?\\))?";
const YEAR = `(\\d{1,4}|${FIRST_YEAR_OF_ERA})`;
const ERA_FIRST = new RegExp(
  `^(${ERA})\\s*${YEAR}\\s*([-/.]|年)\\s*(\\d{1,2})\\s*(\\3|月)\\s*(\\d{1,2})\\s*(日?)${ERA_WEEKDAY}$`,
  "iu",
);
/** As forms have it that leave two boxes for each number: S550401. */
const COMPACT = new RegExp(`^(${ERA})\\d{6}$`, "iu");
const ERA_LAST = /^(.*\S)\s*(พ\.?ศ\.?|ค\.?ศ\.?)\s*(\d{4})$/u;

/**
 * The layout of a day whose year is of an era that the cell names. A letter may be a code's as well: such cells
 * are days only where the column is known to hold days.
 */
function eraLayout(cell: string): Layout | undefined {
  if (!MAY_BE_ERA.test(cell)) return undefined;
  const last = ERA_LAST.exec(cell);
  if (last !== null) return beforeEra(plainLayout(`${last[1]} ${last[3]}`), "YYYY");
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
