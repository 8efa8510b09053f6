import type { ColumnProfile, FileProfile } from "../assessment.ts";
import { isNullToken, kindOf } from "../profile/cell-look.ts";
import { dayReader } from "../read-day.ts";
import { presentIn } from "../relations/spots.ts";
import type { Role } from "../role.ts";
import type { FileRoles } from "../roles.ts";
import { PhoneWatch } from "./phone-watch.ts";
import { CellWatch, type Watch } from "./watch.ts";

const LOST_LETTER = /\p{L}\?+\p{L}|\uFFFD/u;
const MARKUP =
  /&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,5}|#x[\da-f]{2,5});|<\/?(?:br|p|b|i|div|span)\b/i;
/** What stands for an unknown day, whatever separates its parts. */
const PLACEHOLDER_DAY = placeholderDay();
const WHOLE_DAY = /^\D?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})$/;
/** The legacy system's field is full where so many texts end at the same length. */
const FEWEST_CUT = 10;
const SHARE_CUT = 0.005;
const SHORTEST_CUT = 20;

interface At {
  readonly file: FileProfile;
  readonly column: ColumnProfile;
}

/** The first or the last day of such a year, the year first or last, day and month in either order. */
function placeholderDay(): RegExp {
  const year = "(?:0000|0001|1753|1800|1899|1900|2999|9999)";
  const [first, last] = ["0?[01]", "3[01]"];
  const monthFirst = `(?:${first}|12)\\D(?:${first}|${last})`;
  const dayFirst = `(?:${first}|${last})\\D(?:${first}|12)`;
  return new RegExp(
    `^(?:${year}\\D${monthFirst}|(?:${monthFirst}|${dayFirst})\\D${year})(?:\\D.*)?$|^1970-01-01(?:[T ]00:00.*)?$`,
  );
}

/** What is to be looked for in the cells of one column, by what its profile says of them. */
export function cellWatches(
  { file, roles }: FileRoles,
  column: ColumnProfile,
  asOf: string,
): Watch[] {
  const at = { file, column };
  const role = roles.get(column);
  return [
    ...(column.nullTokens.length > 0 ? [new CellWatch(at, "null.as-text", isNullToken)] : []),
    ...textWatches(at),
    ...dayWatches(at, role, asOf),
    ...numberWatches(at, role),
    ...(role === "phone" ? [new PhoneWatch(at)] : []),
    ...(role === "email" ? [new CellWatch(at, "email.malformed", isNoEmail)] : []),
  ];
}

const isNoEmail = (cell: string): boolean => !isNullToken(cell) && kindOf(cell) !== "email";

const share = ({ kinds }: ColumnProfile, kind: keyof ColumnProfile["kinds"]): number =>
  kinds[kind] ?? 0;

function textWatches(at: At): Watch[] {
  const { column } = at;
  if (share(column, "text") === 0) return [];
  const { atLongest, max } = column.lengths;
  const cut = max >= SHORTEST_CUT && atLongest >= FEWEST_CUT && isPiledUp(column);
  return [
    new CellWatch(at, "text.lost-letters", (cell) => LOST_LETTER.test(cell)),
    new CellWatch(at, "text.markup", (cell) => MARKUP.test(cell)),
    ...(cut ? [new CellWatch(at, "text.cut", (cell) => cell.length === max)] : []),
  ];
}

/** Different texts of one and the same greatest length, far more than a little shorter ones. */
function isPiledUp(column: ColumnProfile): boolean {
  const { lengths, distinct, shapes, frequent } = column;
  const { atLongest, nearLongest, min, max } = lengths;
  const common = frequent.some(({ value, count }) => value.length === max && count > atLongest / 2);
  const oneShape = shapes.length === 1 || min === max;
  const many = atLongest >= presentIn(column) * SHARE_CUT && atLongest > 2 * nearLongest;
  return !common && !oneShape && distinct.count > FEWEST_CUT && many;
}

function dayWatches(at: At, role: Role | undefined, asOf: string): Watch[] {
  const { column } = at;
  const days = share(column, "date") + share(column, "dateTime");
  if (days < presentIn(column) / 2) return [];
  const read = dayReader(column);
  const impossible = (cell: string) => WHOLE_DAY.test(cell) && isNoDay(cell, read);
  return [
    new CellWatch(at, "date.placeholder", (cell) => PLACEHOLDER_DAY.test(cell)),
    new CellWatch(at, "date.impossible", impossible),
    ...(role === "birth"
      ? [new CellWatch(at, "birth.future", (cell) => (read(cell) ?? "") > asOf)]
      : []),
  ];
}

/** No order of its parts makes a day of the calendar of it. */
function isNoDay(cell: string, read: (cell: string) => string | undefined): boolean {
  if (PLACEHOLDER_DAY.test(cell) || read(cell) !== undefined) return false;
  const parts = cell.match(/\d+/g)?.map(Number) ?? [];
  const [one = 0, two = 0, three = 0] = parts;
  const yearFirst = /^\D?\d{4}/.test(cell);
  const [year, rest] = yearFirst ? [one, [two, three]] : [three, [one, two]];
  const [first = 0, second = 0] = rest;
  return !isDay(year, first, second) && !isDay(year, second, first);
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

function numberWatches(at: At, role: Role | undefined): Watch[] {
  const { column } = at;
  const scientific = share(column, "scientific");
  // A column of measured values may well be written so.
  const measured = scientific > 0 && share(column, "decimal") > scientific && role !== "id";
  return [
    ...(scientific > 0 && !measured
      ? [new CellWatch(at, "number.scientific", (cell) => kindOf(cell) === "scientific")]
      : []),
    ...(role === "age" ? [new CellWatch(at, "age.out-of-range", isNoAge)] : []),
  ];
}

const isNoAge = (cell: string): boolean =>
  /^-?\d+(?:[.,]\d+)?$/.test(cell) && (Number.parseInt(cell, 10) > 120 || cell.startsWith("-"));
