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
