import { JSON_DATE } from "../../../importers/convert/counted-moment.ts";
import { asciiDigits, uncut } from "../../../importers/convert/digits.ts";
import type { CellKind } from "../assessment.ts";

// What a cell looks like by its characters alone. Cells come trimmed; nothing here knows a header.

/** What exports write where they mean nothing; compared in lower case. */
const NULL_TOKENS = new Set(
  [
    ...["null", "(null)", "<null>", "[null]", "nil", "none", "nan", "n/a", "na", "n.a.", "#n/a"],
    ...["\\n", "-", "--", "---", "–", "—", ".", "?", "??", "undefined", "(blank)", "(empty)"],
    ...["#value!", "#ref!", "#name?", "#div/0!", "#null!", "#num!"],
  ].map((token) => token.toLowerCase()),
);
const LONGEST_TOKEN = 10;

/** Whether a cell says in words or signs that it says nothing. */
export const isNullToken = (cell: string): boolean =>
  cell.length <= LONGEST_TOKEN && NULL_TOKENS.has(cell.toLowerCase());

const DIGITS = /^[+-]?\d+$/;
const GROUPED = /^[+-]?\p{Sc}?\s?\d{1,3}(?:[ ,.'\u00A0\u202F]\d{3})+(?:[.,]\d+)?\s?(?:\p{Sc}|%)?$/u;
const DECIMAL = /^[+-]?\p{Sc}?\s?[+-]?\d*[.,]?\d+\s?(?:\p{Sc}|%)?$/u;
const SCIENTIFIC = /^[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+$/;
const DAY = String.raw`(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{1,2}[- .]{1,2}\p{L}{3,12}\.?[- ,.]{1,2}\d{2,4}|\p{L}{3,12}\.? \d{1,2},? \d{4})`;
const CLOCK = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:[AaPp]\.?[Mm]\.?)?`;
const DATE = new RegExp(`^${DAY}$`, "u");
const TIME = new RegExp(`^${CLOCK}$`);
const DATE_TIME = new RegExp(
  `^${DAY}[T ,]\\s?${CLOCK}\\s?(?:Z|[+-]\\d{2}:?\\d{2}|[A-Z]{3,4})?$`,
  "u",
);
const PHONE = /^\+?[\d\s().\-/]{7,24}(?:\s?(?:x|ext\.?)\s?\d{1,6})?$/i;
const EMAIL = /^[^\s@"<>]+@[^\s@"<>]+\.[^\s@"<>]{2,}$/;
const UUID = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const BOOLEAN = /^(?:true|false|yes|no|oui|non|s[ií]|ja|nein|sim|não)$/i;
const CODE = /^(?=\S*\d)[\p{L}\d][\p{L}\d_./#:-]{0,39}$/u;
const FLAG = /^\p{Lu}{1,4}$/u;
/** Grouped as US social security numbers are: nobody is reached there. */
const GROUPED_ID = /^\d{3}-\d{2}-\d{4}$/;
/** Nobody reads on in a cell like this to find out what it is. */
const LONGEST = 64;
const FEWEST_PHONE_DIGITS = 7;
const MOST_PHONE_DIGITS = 15;

/** The look of one trimmed cell that is neither empty nor a null token. */
export function kindOf(cell: string): CellKind {
  if (cell.length > LONGEST) return "text";
  const text = asciiDigits(cell);
  if (!/\d/.test(text)) return wordKind(text);
  if (DIGITS.test(text)) return digitsKind(text);
  if (DATE.test(text)) return "date";
  if (isMoment(text)) return "dateTime";
  if (TIME.test(text)) return "time";
  if (SCIENTIFIC.test(text)) return uncut(text) === undefined ? "scientific" : "decimal";
  if (DECIMAL.test(text) || GROUPED.test(text)) return "decimal";
  if (isPhone(text)) return "phone";
  if (UUID.test(text)) return "uuid";
  if (EMAIL.test(text)) return "email";
  return CODE.test(text) ? "code" : "text";
}

const isMoment = (text: string): boolean => DATE_TIME.test(text) || JSON_DATE.test(text);

function wordKind(text: string): CellKind {
  if (BOOLEAN.test(text)) return "boolean";
  if (FLAG.test(text)) return "code";
  return EMAIL.test(text) ? "email" : "text";
}

/** Digits alone are a number, unless what stands in front of them says that nobody counts with them. */
function digitsKind(text: string): CellKind {
  const long = text.length >= 9 && text.length <= MOST_PHONE_DIGITS;
  if (text.startsWith("+") && long) return "phone";
  if (/^0\d/.test(text)) return long && text.length <= 12 ? "phone" : "code";
  return "integer";
}

function isPhone(text: string): boolean {
  if (!PHONE.test(text) || GROUPED_ID.test(text)) return false;
  const digits = text.replace(/\D/g, "").length;
  return digits >= FEWEST_PHONE_DIGITS && digits <= MOST_PHONE_DIGITS + 6;
}

/** Cells longer than this have every run shortened, not only those of letters. */
const LONG = 40;
const LONGEST_SHAPE = 60;

/** Digits, upper-case letters, and all others: of ASCII alone they are told sooner. */
const SIGNS = {
  ascii: [/\d/g, /[A-Z]/g, /[a-z]/g],
  all: [/\p{Nd}/gu, /\p{Lu}/gu, /(?!A)[\p{L}\p{M}]/gu],
} as const;
const ASCII = /^\p{ASCII}*$/u;

/**
 * The shape of a cell: `9` a digit, `A` an upper-case letter, `a` another one; more than three letters
 * of one sort are `a+`, and so are runs of digits in long cells. Other signs stand for themselves.
 */
export function shapeOf(cell: string): string {
  const long = cell.length > LONG;
  const start = long ? cell.slice(0, 4 * LONG) : cell;
  const [digit, upper, other] = ASCII.test(start) ? SIGNS.ascii : SIGNS.all;
  const shape = start
    .replace(digit, "9")
    .replace(upper, "A")
    .replace(other, "a")
    .replace(/([Aa])\1{3,}/g, "$1+")
    .replace(/\s+/g, " ");
  const short = long ? shape.replace(/9{2,}/g, "9+") : shape;
  return short.length > LONGEST_SHAPE ? `${short.slice(0, LONGEST_SHAPE)}...` : short;
}
