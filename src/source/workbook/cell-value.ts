// What a cell of a workbook means, as text (ECMA-376 part 1, 18.3.1.4, 18.8.30 and 18.17.4.1).

/** How the numbers of a cell are shown, as far as it changes what they mean. */
export type NumberStyle = "number" | "date" | "time" | "date-time" | { readonly digits: number };

const MILLISECONDS_PER_DAY = 86_400_000;
/** Day 0 of serial numbers, which take 1900 for a leap year; and of workbooks from a Mac. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** Before 1 March 1900 serial numbers are off by one. */
const FIRST_RIGHT_DAY = 61;
const MOST_DAYS = 2_958_466;
/** A double has this many digits for certain; Excel shows no more. */
const DIGITS = 15;

const BUILT_IN: Readonly<Record<number, NumberStyle>> = {
  ...{ 14: "date", 15: "date", 16: "date", 17: "date", 22: "date-time" },
  ...{ 18: "time", 19: "time", 20: "time", 21: "time", 45: "time", 46: "time", 47: "time" },
  ...Object.fromEntries(
    [27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, "date"]),
  ),
  ...{ 32: "time", 33: "time", 34: "time", 35: "time", 55: "time", 56: "time" },
};

/** The style that a number format means. */
export function numberStyle(id: number, code: string | undefined): NumberStyle {
  if (code === undefined) return BUILT_IN[id] ?? "number";
  const [first = ""] = code.split(";");
  if (/^0{2,}$/.test(first)) return { digits: first.length };
  const bare = first
    .replace(/"[^"]*"|\\.|_.|\*./g, "")
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "");
  const hasDate = /[yd]/i.test(bare) || /m{3,}/i.test(bare);
  const hasTime = /[hs]/i.test(bare);
  if (hasDate) return hasTime ? "date-time" : "date";
  if (hasTime) return "time";
  return /^m+$/i.test(bare) ? "date" : "number";
}

/** A number as the cell means it: a date in ISO 8601, digits without an exponent. */
export function numberText(
  value: string,
  style: NumberStyle,
  { since1904 }: { readonly since1904: boolean },
): string {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number)) return value;
  if (typeof style === "object") return plainNumber(number).padStart(style.digits, "0");
  if (style === "number" || number < 0 || number >= MOST_DAYS) return plainNumber(number);
  return dateText(number, style, since1904);
}

function dateText(serial: number, style: NumberStyle, since1904: boolean): string {
  const days = !since1904 && serial >= 1 && serial < FIRST_RIGHT_DAY ? serial + 1 : serial;
  const epoch = since1904 ? EPOCH_1904 : EPOCH_1900;
  const instant = new Date(epoch + Math.round((days * MILLISECONDS_PER_DAY) / 1000) * 1000);
  const [day = "", clock = ""] = instant.toISOString().slice(0, 19).split("T");
  if (style === "time" && serial < 1) return clock;
  const midnight = clock === "00:00:00";
  return style === "date" && midnight ? day : `${day}T${clock}`;
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
