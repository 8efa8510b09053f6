import { type DigitMask, digitMask, masked } from "./digit-mask.ts";

// What a cell of a workbook means, as text (ECMA-376 part 1, 18.3.1.4, 18.8.30 and 18.17.4.1).

/** How the numbers of a cell are shown, as far as it changes what they mean. */
export type NumberStyle = "number" | "date" | "time" | "date-time" | "duration" | DigitMask;

const MILLISECONDS_PER_DAY = 86_400_000;
/** Day 0 of serial numbers, which take 1900 for a leap year; and of workbooks from a Mac. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** Before 1 March 1900 serial numbers are off by one. */
const FIRST_RIGHT_DAY = 61;
const NO_DAY = 60;
const MOST_DAYS = 2_958_466;
/** A double has this many digits for certain; Excel shows no more. */
const DIGITS = 15;

const BUILT_IN: Readonly<Record<number, NumberStyle>> = {
  14: "date",
  15: "date",
  16: "date",
  17: "date",
  22: "date-time",
  18: "time",
  19: "time",
  20: "time",
  21: "time",
  45: "time",
  47: "time",
  ...Object.fromEntries(
    [27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, "date"]),
  ),
  46: "duration",
  32: "time",
  33: "time",
  34: "time",
  35: "time",
  55: "time",
  56: "time",
};

/** The style that a number format means. */
export function numberStyle(id: number, code: string | undefined): NumberStyle {
  if (code === undefined) return BUILT_IN[id] ?? "number";
  const mask = digitMask(code);
  if (mask !== undefined) return mask;
  const [first = ""] = code.split(";");
  const bare = first
    .replace(/"[^"]*"|\\.|_.|\*.|General/gi, "")
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "");
  if (/\[(?:h+|m+|s+)\]/i.test(bare)) return "duration";
  const hasDate = /[yd]/i.test(bare) || /m{3,}/i.test(bare);
  const hasTime = /[hs]/i.test(bare);
  if (hasDate) return hasTime ? "date-time" : "date";
  if (hasTime) return "time";
  return /^m+$/i.test(bare) ? "date" : "number";
}

/** A whole number as it is written; what is no number is taken as it stands. */
const WHOLE = /^-?\d+$/;

/** A number as the cell means it: a date in ISO 8601, digits without an exponent. */
export function numberText(
  value: string,
  style: NumberStyle,
  { since1904 }: { readonly since1904: boolean },
): string {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number)) return value;
  // A double has no room for the last digits of a long one.
  const plain = WHOLE.test(value) ? value : plainNumber(number);
  if (typeof style === "object") return WHOLE.test(plain) ? masked(plain, style) : plain;
  if (style === "number" || number < 0 || number >= MOST_DAYS) return plain;
  if (style === "duration") return durationText(number);
  // In a calendar that begins with day 1, day 0 is no day; and it has a 29 February 1900 that never was.
  if (style !== "time" && number < 1 && !since1904) return number === 0 ? plain : clockOf(number);
  if (Math.floor(number) === NO_DAY && !since1904) return "1900-02-29";
  return dateText(number, style, since1904);
}

function dateText(serial: number, style: NumberStyle, since1904: boolean): string {
  if (style === "time" && serial < 1) return clockOf(serial);
  const days = !since1904 && serial >= 1 && serial < FIRST_RIGHT_DAY ? serial + 1 : serial;
  const [day = "", clock = ""] = momentOf(days, since1904).split("T");
  const midnight = clock === "00:00:00";
  return style === "date" && midnight ? day : `${day}T${clock}`;
}

function momentOf(days: number, since1904: boolean): string {
  const epoch = since1904 ? EPOCH_1904 : EPOCH_1900;
  const instant = new Date(epoch + Math.round((days * MILLISECONDS_PER_DAY) / 1000) * 1000);
  return instant.toISOString().slice(0, 19);
}

const clockOf = (day: number): string => momentOf(day, false).slice(11);

/** Hours, minutes and seconds that may be more than a day has. */
function durationText(days: number): string {
  const seconds = Math.round((days * MILLISECONDS_PER_DAY) / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return [hours, minutes, seconds % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** Without an exponent, and without what the last bits of a double add. */
export function plainNumber(number: number): string {
  const rounded = Number(number.toPrecision(DIGITS));
  if (Number.isInteger(rounded)) return BigInt(rounded).toString();
  const text = String(rounded);
  const [, sign = "", digits = "", fraction = "", exponent = "0"] =
    /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text) ?? [];
  if (digits === "") return text;
  return `${sign}0.${"0".repeat(Number(exponent) - 1)}${digits}${fraction}`;
}

/** Characters that XML cannot hold are written `_x000D_` (ECMA-376 part 1, 22.4.2.4). */
export function unescapeText(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
