/** How a number was read: its digits without zeros in front, and how many of them are a fraction. */
interface Decimal {
  readonly negative: boolean;
  /** Without zeros in front; a fraction has none at its end. */
  readonly digits: string;
  readonly scale: number;
}

const SCIENTIFIC = /^([+-]?)(\d)(?:[.,](\d+))?[eE]([+-]?\d{1,4})$/;
/** A double has this many digits for certain; a spreadsheet keeps no more. */
const DOUBLE_DIGITS = 15;
const MOST_EXPONENT = 400;

/**
 * What a spreadsheet did to a number so that it is written as `now`; undefined if the two are not
 * one number. It takes away zeros, signs and digits; it does not add any.
 */
export function numberDamage(was: string, now: string): string | undefined {
  const bareWas = bare(was);
  const bareNow = bare(now);
  const scientific = scientificDamage(bareWas, bareNow);
  if (scientific !== undefined) return scientific;
  const found = readings(bareNow).find((one) => readings(bareWas).some((own) => isSame(own, one)));
  if (found === undefined) return isCut(bareWas, bareNow) ? "lost digits" : undefined;
  return isAdded(bareWas, bareNow) ? undefined : kindOf(bareWas, bareNow);
}

/** Without signs of currency and blanks, which a number format brings and takes. */
const bare = (text: string): string => text.replace(/[\p{Sc}\s]/gu, "");

/** A person writes a plus or a zero in front; a spreadsheet does not. */
function isAdded(was: string, now: string): boolean {
  const zeros = (text: string) => /^[+-]?(0*)(?=\d)/.exec(text)?.[1]?.length ?? 0;
  return (now.startsWith("+") && !was.startsWith("+")) || zeros(now) > zeros(was);
}

function kindOf(was: string, now: string): string {
  if (was.startsWith("+") && !now.startsWith("+")) return "lost plus";
  if (/^[+-]?0\d/.test(was) && !/^[+-]?0\d/.test(now)) return "lost zeros";
  return "number format";
}

/** What divides a number from its fraction, and what groups its digits. */
const MARKS = [
  [".", ","],
  [",", "."],
  [".", "'"],
  [".", "’"],
] as const;

/** All that a text may mean as a number: a comma may group or divide. */
function readings(text: string): Decimal[] {
  const [, digits, power] = /^(\d{1,15})[eE]\+?(\d{1,2})$/.exec(text) ?? [];
  // An id such as 12E5 is a number to a spreadsheet.
  if (digits !== undefined) return [decimal(false, digits + "0".repeat(Number(power)), "")];
  const [, sign, body] = /^([+-]?)([\d.,'’]*\d)%?$/.exec(text) ?? [];
  if (body === undefined) return [];
  const negative = sign === "-";
  if (/^\d+$/.test(body)) return [decimal(negative, body, "")];
  return MARKS.flatMap(([mark, group]) => {
    const parts = partsOf(body, mark, group);
    return parts === undefined ? [] : [decimal(negative, parts.whole, parts.fraction)];
  });
}

function partsOf(body: string, mark: string, group: string) {
  const [whole = "", fraction, ...more] = body.split(mark);
  const isGrouped = isGroupedBy(whole, group);
  if (more.length > 0 || !(isGrouped || /^\d*$/.test(whole))) return undefined;
  const isNumber = fraction === undefined ? isGrouped : /^\d+$/.test(fraction);
  return isNumber ? { whole: whole.replaceAll(group, ""), fraction: fraction ?? "" } : undefined;
}

/** Groups of three; of two and three as in India. */
function isGroupedBy(text: string, mark: string): boolean {
  const [first = "", ...groups] = text.split(mark);
  const last = groups.at(-1);
  if (last === undefined || !/^\d{1,3}$/.test(first)) return false;
  return /^\d{3}$/.test(last) && groups.every((group) => /^\d{2,3}$/.test(group));
}

function decimal(negative: boolean, whole: string, fraction: string): Decimal {
  const kept = fraction.replace(/0+$/, "");
  const digits = `${whole}${kept}`.replace(/^0+/, "");
  return { negative: negative && digits !== "", digits, scale: digits === "" ? 0 : kept.length };
}

const isSame = (one: Decimal, other: Decimal): boolean =>
  one.negative === other.negative && one.digits === other.digits && one.scale === other.scale;

/** `1.23457E+11`: the digits that are left must be those of the number as it was. */
function scientificDamage(was: string, now: string): string | undefined {
  const [, sign = "", first = "", rest = "", power] = SCIENTIFIC.exec(now) ?? [];
  const exponent = Number(power);
  if (power === undefined || Math.abs(exponent) > MOST_EXPONENT || was === now) return undefined;
  const shown = `${first}${rest}`.replace(/0+$/, "");
  const isOne = readings(was).some(({ negative, digits, scale }) => {
    if (negative !== (sign === "-") || digits.length - scale - 1 !== exponent) return false;
    return isRounded(digits, shown);
  });
  return isOne ? "scientific notation" : undefined;
}

/** Whether the digits, cut or rounded to as many as are shown, are the shown ones. */
function isRounded(digits: string, shown: string): boolean {
  const whole = digits.replace(/0+$/, "");
  if (whole === shown) return true;
  if (shown === "") return false;
  if (digits.startsWith(shown)) return true;
  // Zeros that rounding left at the end are not shown.
  for (let length = shown.length; length <= DOUBLE_DIGITS; length++) {
    if (length >= digits.length) return false;
    const rounded = roundTo(digits, length);
    if (rounded.replace(/0+$/, "") === shown && rounded.length === length) return true;
  }
  return false;
}

function roundTo(digits: string, length: number): string {
  const kept = BigInt(digits.slice(0, length));
  return String(Number(digits[length]) >= 5 ? kept + 1n : kept);
}

/** More digits than a spreadsheet keeps: the last ones became zeros. */
function isCut(was: string, now: string): boolean {
  return readings(was).some(({ digits: own, scale, negative }) => {
    if (own.length - scale <= DOUBLE_DIGITS || scale > 0) return false;
    return readings(now).some((one) => {
      if (one.negative !== negative || one.scale > 0 || one.digits.length !== own.length) {
        return false;
      }
      if (Number(own) === Number(one.digits)) return true;
      return isRounded(own, one.digits.replace(/0+$/, ""));
    });
  });
}
