import type { DbValue } from "../../database.ts";
import type { PairedColumn, ServerType } from "../../target-server.ts";
import { Refusal } from "./refusal.ts";

/**
 * Turns a field of `COPY ... TO STDOUT` in its text format into what the shadow keeps. The session writes dates in
 * ISO style, moments in UTC, bytes in hexadecimal and floating numbers with all of their digits.
 *
 * @throws Refusal if the shadow has no place for it
 */
export type ReadValue = (field: string) => DbValue;

/** Finds what reads the values of a column. */
export const readerFor = (column: PairedColumn): ReadValue => READERS[column.type](column);

const READERS: Readonly<Record<ServerType, (column: PairedColumn) => ReadValue>> = {
  text: () => unescaped,
  varchar: () => unescaped,
  enum: () => unescaped,
  json: () => unescaped,
  jsonb: ({ kept }) => (kept === "blob" ? readScalar : unescaped),
  // Blanks at the end come from the server, and mean nothing.
  bpchar: ({ limits }) =>
    limits === undefined ? unescaped : (field) => unescaped(field).replace(/ +$/, ""),
  uuid: () => (field) => field,
  date: () => readDate,
  time: () => readTime,
  timestamp: () => readTimestamp,
  timestamptz: momentReader,
  bool: () => (field) => (field === "t" ? 1 : 0),
  int2: () => Number,
  int4: () => Number,
  int8: () => readInteger,
  numeric: numericReader,
  float4: () => readFloat,
  float8: () => readFloat,
  // Two backslashes, as the first one is escaped, and an x.
  bytea: () => (field) => Buffer.from(field.slice(3), "hex"),
};

const ESCAPES: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** https://www.postgresql.org/docs/current/sql-copy.html, Text Format. */
const unescaped = (field: string): string =>
  field.includes("\\")
    ? field.replace(/\\(.)/gs, (_, escaped: string) => ESCAPES[escaped] ?? escaped)
    : field;

/** A text or a whole number that stands as JSON. */
function readScalar(field: string): string | number {
  const value: unknown = JSON.parse(unescaped(field));
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new Refusal("it is neither a text nor a whole number that is known exactly");
}

const DAY = "YYYY-MM-DD".length;
const TO_SECONDS = "HH:MM:SS".length;
const TO_MINUTES = "HH:MM".length;
const BLANK = 0x20;

/** Years before our era, after 9999, and infinity are written longer or shorter. */
const CURE = "Correct the row, or set it to NULL: years 0001 to 9999 can be kept.";

function readDate(field: string): string {
  if (field.length !== DAY)
    throw new Refusal("it is infinite, or no day of the years 1 to 9999", CURE);
  return field;
}

/** Seconds where there are any, as the fields of the importers write it. */
const readTime = (field: string): string =>
  field.length === TO_SECONDS && field.endsWith(":00") ? field.slice(0, TO_MINUTES) : field;

function checkMoment(field: string): void {
  // Behind what is before our era stands `BC`.
  if (field.charCodeAt(DAY) !== BLANK || field.endsWith("C")) {
    throw new Refusal("it is infinite, or no moment of the years 1 to 9999", CURE);
  }
}

function readTimestamp(field: string): string {
  checkMoment(field);
  return `${field.slice(0, DAY)}T${field.slice(DAY + 1)}`;
}

const UTC = "+00";
const TO_FRACTION = DAY + 1 + TO_SECONDS;
const MILLISECONDS = ".000";
const MICROSECONDS = ".000000";

/** ISO 8601 in UTC, milliseconds always, microseconds where there are any. */
function momentReader(): ReadValue {
  let last = "";
  let text = "";
  return (field) => {
    // One after the other, rows were often made at one moment.
    if (field === last) return text;
    checkMoment(field);
    const fraction = field.slice(TO_FRACTION, -UTC.length);
    const wide = fraction.length > MILLISECONDS.length ? MICROSECONDS : MILLISECONDS;
    const digits = fraction + wide.slice(fraction.length);
    text = `${field.slice(0, DAY)}T${field.slice(DAY + 1, TO_FRACTION)}${digits}Z`;
    last = field;
    return text;
  };
}

/** Whole numbers of eight bytes. */
const INT64 = 64;

function readInteger(field: string): number | bigint {
  const number = Number(field);
  if (Number.isSafeInteger(number)) return number;
  const exact = BigInt(field);
  if (BigInt.asIntN(INT64, exact) !== exact)
    throw new Refusal("it is larger than SQLite's integers");
  return exact;
}

function numericReader({ kept, limits }: PairedColumn): ReadValue {
  if (kept === "integer") {
    return (field) => {
      if (field === "NaN") throw new Refusal("it is NaN");
      return readInteger(field);
    };
  }
  // Where the column says how many decimals there are, zeros at the end say nothing.
  if ((limits?.scale ?? 0) <= 0) return (field) => field;
  return (field) => (field.includes(".") ? field.replace(/\.?0+$/, "") : field);
}

function readFloat(field: string): number {
  const number = Number(field);
  if (Number.isNaN(number)) throw new Refusal("it is NaN");
  // SQLite knows one zero.
  return number + 0;
}
