// Digits as exports write them: in other scripts, or cut off by a spreadsheet.

/** Where the tens of digits begin that exports are written with: Arabic, Persian, Devanagari, ... */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xff10];

const ASCII_DIGIT = /\d/;
const DIGIT = /\p{Nd}/gu;
const ANY_DIGIT = /\p{Nd}/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant.
const ASCII = /^[\x00-\x7f]*$/;

/** The same with digits of other scripts, and Arabic marks of numbers, written as ASCII. */
export function asciiDigits(text: string): string {
  if (ASCII.test(text)) return text;
  return text
    .replaceAll("٬", ",")
    .replaceAll("٫", ".")
    .replace(DIGIT, (digit) => {
      const code = digit.charCodeAt(0);
      const zero = ZEROS.find((start) => code >= start && code < start + 10);
      return zero === undefined ? digit : String(code - zero);
    });
}

/** Whether a text has digits, and none of ASCII. */
export const hasOtherDigits = (text: string): boolean =>
  !ASCII_DIGIT.test(text) && !ASCII.test(text) && ANY_DIGIT.test(text);

/** A spreadsheet's number format: the digits after the sixth or so are lost. */
const SCIENTIFIC = /^[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+$/;
/** The same as a spreadsheet writes it; `12E5` may well be an id. */
const SPREADSHEET = /^\d(?:[.,]\d+)?E\+\d{2,}$/;

const WHOLE = /^([+-]?)(\d+)(?:[.,](\d+))?[eE]\+?(\d{1,2})$/;

/** The whole number that is written so with all its digits, `3.0e1` say; undefined if some may be cut. */
export function uncut(text: string): string | undefined {
  const [, sign = "", whole = "", fraction = "", exponent = ""] = WHOLE.exec(text) ?? [];
  const moved = Number(exponent);
  if (whole === "" || moved > fraction.length || /[1-9]/.test(fraction.slice(moved)))
    return undefined;
  return `${sign}${whole}${fraction.slice(0, moved)}`;
}

export const isScientific = (text: string): boolean => SCIENTIFIC.test(text);

/** The finding on an id that a spreadsheet has cut. */
export const SCIENTIFIC_ID = {
  severity: "error",
  advice: "A spreadsheet cut off digits of this id; get it from the legacy system again.",
  fixed: true,
} as const;

export const isCutId = (text: string): boolean => SPREADSHEET.test(text);
