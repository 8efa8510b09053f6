import { z } from "zod";
import type { ExactDecimal } from "../define.ts";
import { ANY_FILE, byFile, isByFile, saidFor, saidIn } from "./by-file.ts";
import { asciiDigits, hasOtherDigits } from "./digits.ts";

// How numbers are written: `1.234,50 EUR`.

/** The marks of a number, and what stands beside it. */
export interface Notation {
  readonly decimal: string;
  readonly group: string | undefined;
  /** What stands before or after the digits. */
  readonly symbols: readonly string[];
  /** How an amount below nothing is written, besides with a minus in front. */
  readonly negative?: Negative | undefined;
}

const NEGATIVES = ["parentheses", "trailing-minus"] as const;
type Negative = (typeof NEGATIVES)[number];

/** A decimal point, and nothing besides. */
export const PLAIN: Notation = { decimal: ".", group: undefined, symbols: [] };

/** What a mapping may say about how numbers are written, with what else the field takes. */
export function notationOptions<Shape extends z.ZodRawShape>(more: Shape): z.ZodObject {
  const options = z.object({
    /** The decimal mark; a point unless said. */
    decimal: byFile(z.enum([".", ","])).optional(),
    /** The mark between thousands; none unless said. */
    group: byFile(z.enum([",", ".", " ", "'"])).optional(),
    /** What stands before and behind the digits: `["Rs.", "₹", "/-"]`. */
    symbols: z.array(z.string().regex(/^\D+$/, "has a digit")).optional(),
    /** `(500.00)` or `500.00-` is one below nothing. */
    negative: byFile(z.enum(NEGATIVES)).optional(),
    ...more,
  });
  return options.superRefine((written, context) => {
    if (!hasOneMarkForTwo(written)) return;
    // 1.234 would be a thousand, and 1.23 one.
    const message = 'is the decimal mark too: say the other one with "decimal"';
    context.addIssue({ code: "custom", path: ["group"], message });
  });
}

/** What a mapping may say about how numbers are written. */
export const NOTATION_OPTIONS = notationOptions({});

/** Whether the mark between thousands is the decimal mark too, in any file. */
function hasOneMarkForTwo({ decimal, group }: Readonly<Record<string, unknown>>): boolean {
  const files = [decimal, group].flatMap((said) => (isByFile(said) ? Object.keys(said) : []));
  return [...files, ANY_FILE].some((file) => {
    const mark = saidFor(group, file);
    return mark !== undefined && mark === (saidFor(decimal, file) ?? PLAIN.decimal);
  });
}

/** What a mapping says about it; undefined if it says nothing. */
export function notationOf(options: Readonly<Record<string, unknown>>): Notation | undefined {
  const [decimal] = saidIn<string>(options["decimal"]);
  const [group] = saidIn<string>(options["group"]);
  const [negative] = saidIn<Negative>(options["negative"]);
  const { symbols } = options as Partial<Notation>;
  if ([decimal, group, symbols, negative].every((said) => said === undefined)) return undefined;
  return { decimal: decimal ?? PLAIN.decimal, group, symbols: symbols ?? [], negative };
}

/** An amount as written: `-12.345` rupees are 1234 minor units, `5` left over, negative. */
export interface Amount {
  readonly minor: number;
  /** The decimals that the currency does not have. */
  readonly rest: string;
  readonly digits: number;
  readonly negative: boolean;
}

/** Compiles a notation, for a currency or measure of so many decimals. */
export function amountReader(
  notation: Notation,
  digits: number,
): (cell: string) => Amount | undefined {
  const find = numberFinder(notation);
  const { group } = notation;
  return (cell) => {
    const found = find(cell);
    if (found === null) return undefined;
    const [, sign, written = "", fraction = ""] = found;
    const whole = group === undefined ? written : written.replace(/\D/g, "");
    const minor = Number(whole + fraction.slice(0, digits).padEnd(digits, "0"));
    return { minor, rest: fraction.slice(digits), digits, negative: sign === "-" };
  };
}

/** Compiles a notation, for numbers of any length: units times ten to the power of minus the scale. */
export function decimalReader(notation: Notation): (cell: string) => ExactDecimal | undefined {
  const find = numberFinder(notation);
  return (cell) => {
    const found = find(cell);
    if (found === null) return undefined;
    const [, sign, whole = "", fraction = ""] = found;
    const units = BigInt(whole.replace(/\D/g, "") + fraction);
    return { units: sign === "-" ? -units : units, scale: fraction.length };
  };
}

/** Finds sign, whole part and decimals of a number; null if a cell holds something else. */
function numberFinder(notation: Notation): (cell: string) => RegExpExecArray | null {
  const shape = amountShape(notation);
  const { negative } = notation;
  // The longest first: "Rs." before "Rs".
  const symbols = notation.symbols.toSorted((one, other) => other.length - one.length);
  return (cell) => {
    const ascii = hasOtherDigits(cell) ? asciiDigits(cell) : cell;
    const text = minusInFront(ascii, negative);
    const bare = symbols.length === 0 ? text : withoutSymbols(text, symbols);
    return shape.exec(bare === text ? bare : minusInFront(bare, negative));
  };
}

/** What a mark between thousands is written as: French has narrow blanks, Swiss a curved apostrophe. */
const GROUP_MARKS: Readonly<Record<string, string>> = {
  ",": ",",
  ".": "\\.",
  " ": "[ \u00A0\u202F]",
  "'": "['\u2019]",
};

function amountShape({ decimal, group }: Notation): RegExp {
  const mark = decimal === "." ? "\\." : ",";
  const between = group === undefined ? undefined : GROUP_MARKS[group];
  // Indian grouping has pairs above the first three digits: 12,34,567.
  const whole =
    between === undefined ? "\\d+" : `\\d+|\\d{1,3}(?:${between}\\d{2,3})*${between}\\d{3}`;
  return new RegExp(`^([+-]?)(${whole})(?:${mark}(\\d+))?$`);
}

const ENCLOSED = /^\((.+)\)$/;
const MINUS_BEHIND = /^([^-]+)-$/;

function minusInFront(cell: string, negative: Negative | undefined): string {
  if (negative === undefined) return cell;
  const amount = (negative === "parentheses" ? ENCLOSED : MINUS_BEHIND).exec(cell)?.[1];
  return amount === undefined ? cell : `-${amount.trim()}`;
}

/** Takes the symbols off both ends, however many there are; a sign may stand before them. */
function withoutSymbols(cell: string, symbols: readonly string[]): string {
  const signed = cell.startsWith("-") || cell.startsWith("+");
  const text = signed ? cell.slice(1).trimStart() : cell;
  const plain = withoutEnds(text, symbols);
  return signed && /^\d/.test(plain) ? cell.charAt(0) + plain : signed ? cell : plain;
}

/** One in front, and behind it words and marks too: `Rs 500/- only`. */
function withoutEnds(cell: string, symbols: readonly string[]): string {
  const before = symbols.find((symbol) => cell.startsWith(symbol)) ?? "";
  let text = cell.slice(before.length).trimStart();
  for (let most = MOST_BEHIND; most > 0; most--) {
    const after = symbols.find((symbol) => text.endsWith(symbol));
    if (after === undefined) break;
    text = text.slice(0, -after.length).trimEnd();
  }
  return text;
}

const MOST_BEHIND = 3;
