import type { Limits } from "../../target-server.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { Refusal } from "./refusal.ts";

// How the server sends a number (numeric.c, numeric_send): four digits in two bytes, the place of the first four,
// the sign, and how many decimals are shown.

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,6}))?$/i;
const GROUP = 4;

const NEGATIVE = 0x4000;

/** What has no digits: its sign, and what stands where the decimals would. */
const SPECIAL: Readonly<Record<string, readonly [sign: number, decimals: number]>> = {
  NaN: [0xc000, 0],
  Infinity: [0xd000, 0x20],
  "-Infinity": [0xf000, 0x20],
};

/** The most decimals, and the most digits before them, that a number without a modifier has. */
const MOST_DECIMALS = 16_383;
const MOST_WHOLE = 131_072;

/** @param text digits, with a point or an exponent or without; `NaN`, `Infinity`, `-Infinity` */
export function writeNumeric(text: string, out: ByteWriter, limits: Limits | undefined): void {
  const special = SPECIAL[text];
  if (special !== undefined) {
    if (limits !== undefined && text !== "NaN") throw new Refusal("it is infinite");
    writeHead(out, [0, 0, ...special]);
    return;
  }
  const { sign, whole, fraction } = fitted(parse(text), limits);
  const groups = groupsOf(whole, fraction);
  const isZero = groups.digits.length === 0;
  const head = [groups.digits.length, isZero ? 0 : groups.weight, isZero ? 0 : sign];
  writeHead(out, [...head, fraction.length]);
  for (const digits of groups.digits) out.int16(digits);
}

function writeHead(out: ByteWriter, parts: readonly number[]): void {
  // As the sign has no sign of its own.
  for (const part of parts) out.int16((part << 16) >> 16);
}

interface Decimal {
  readonly sign: number;
  /** Digits without leading zeros. */
  readonly whole: string;
  readonly fraction: string;
}

function parse(text: string): Decimal {
  const [, sign, before = "", after = "", power = "0"] = DECIMAL.exec(text) ?? [];
  if (sign === undefined || before + after === "") throw new Refusal("it is no number");
  const point = before.length + Number(power);
  const digits = (before + after).padStart(before.length + after.length - Math.min(point, 0), "0");
  const at = Math.max(point, 0);
  const padded = digits.padEnd(at, "0");
  const whole = padded.slice(0, at).replace(/^0+/, "");
  const fraction = padded.slice(at);
  if (whole.length > MOST_WHOLE || fraction.length > MOST_DECIMALS) {
    throw new Refusal("it has more digits than a numeric can have");
  }
  return { sign: sign === "-" ? NEGATIVE : 0, whole, fraction };
}

/** The number with the decimals of its column: the server would round it, and say nothing. */
function fitted(number: Decimal, limits: Limits | undefined): Decimal {
  const { precision, scale = 0 } = limits ?? {};
  if (precision === undefined) return number;
  const { sign, whole, fraction } = number;
  const decimals = Math.max(scale, 0);
  const lost = fraction.slice(decimals) + (scale < 0 ? whole.slice(scale) : "");
  if (/[1-9]/.test(lost)) throw new Refusal(`it has more than ${scale} decimals`);
  const most = precision - scale;
  // With a scale above the precision, the first decimals have to be zeros as well.
  if (whole.length > Math.max(most, 0) || /[1-9]/.test(fraction.slice(0, Math.max(-most, 0)))) {
    throw new Refusal("it is larger than its column's numbers");
  }
  return { sign, whole, fraction: fraction.slice(0, decimals).padEnd(decimals, "0") };
}

/** Groups of four digits, none of zeros at either end. */
function groupsOf(whole: string, fraction: string): { digits: number[]; weight: number } {
  const left = whole.padStart(Math.ceil(whole.length / GROUP) * GROUP, "0");
  const right = fraction.padEnd(Math.ceil(fraction.length / GROUP) * GROUP, "0");
  const all = left + right;
  const digits: number[] = [];
  for (let at = 0; at < all.length; at += GROUP) digits.push(Number(all.slice(at, at + GROUP)));
  let weight = left.length / GROUP - 1;
  let first = 0;
  while (digits[first] === 0) first++;
  weight -= first;
  let end = digits.length;
  while (end > first && digits[end - 1] === 0) end--;
  return { digits: digits.slice(first, end), weight };
}
