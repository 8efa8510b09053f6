import { z } from "zod";
import { minorDigits } from "../../shared/currency.ts";
import type { Convert, Field, Sink } from "../define.ts";

/** How an amount with more decimals than its currency has is rounded, where a mapping asks for it. */
const ROUNDINGS = ["half-up", "half-even", "down"] as const;
type Rounding = (typeof ROUNDINGS)[number];
const DECIMAL = ".";

interface MoneySettings<Column extends string> {
  readonly required?: boolean;
  /** Where the integer minor units go. */
  readonly column: Column;
  /** Where the ISO 4217 code goes. */
  readonly currencyColumn: string;
}

/** An exact amount, in integer minor units of the mapping's currency; no floating point on the way. */
export function money<const Column extends string>(
  settings: MoneySettings<Column>,
): Field<number> & { readonly column: Column } {
  return {
    kind: "money",
    required: settings.required ?? false,
    blank: null,
    column: settings.column,
    currencyColumn: settings.currencyColumn,
    problems: {
      "not-money": {
        severity: "error",
        advice:
          'Write the amount in digits with a decimal point, or say "decimal", "group" or "symbols" in the mapping.',
      },
      "too-many-decimals": {
        severity: "error",
        advice: 'The currency has fewer decimals. Correct the cell, or say "round" in the mapping.',
      },
      negative: {
        severity: "error",
        advice: "Correct the sign, or lower this rule in the mapping.",
      },
      "out-of-range": {
        severity: "error",
        advice: "Correct the amount: it is too large to be one.",
      },
    },
    options: moneyOptions(),
    compile: (options, context) =>
      compileMoney(
        {
          decimal: (options["decimal"] as string | undefined) ?? DECIMAL,
          group: options["group"] as string | undefined,
          symbols: (options["symbols"] as string[] | undefined) ?? [],
        },
        minorDigits(context.currency),
        options["round"] as Rounding | undefined,
      ),
  };
}

function moneyOptions(): z.ZodObject {
  const options = z.object({
    /** The decimal mark; a point unless said. */
    decimal: z.enum([".", ","]).optional(),
    /** The mark between thousands; none unless said. */
    group: z.enum([",", ".", " ", "'"]).optional(),
    /** What stands before or after the digits: `["Rs.", "₹"]`. */
    symbols: z.array(z.string().regex(/^\D+$/, "has a digit")).optional(),
    round: z.enum(ROUNDINGS).optional(),
  });
  return options.superRefine(({ decimal = DECIMAL, group }, context) => {
    if (group !== decimal) return;
    // 1.234 would be a thousand, and 1.23 one.
    const message = 'is the decimal mark too: say the other one with "decimal"';
    context.addIssue({ code: "custom", path: ["group"], message });
  });
}

interface Notation {
  readonly decimal: string;
  readonly group: string | undefined;
  readonly symbols: readonly string[];
}

function compileMoney(
  notation: Notation,
  digits: number,
  round: Rounding | undefined,
): Convert<number> {
  const readAmount = amountReader(notation, digits);
  return (cell, sink) => {
    const amount = readAmount(cell);
    if (amount === undefined) return refuse(sink, "not-money");
    const { minor, rest, negative } = amount;
    if (minor >= Number.MAX_SAFE_INTEGER) return refuse(sink, "out-of-range");
    const exact = !hasValue(rest);
    if (negative && (minor > 0 || !exact)) sink.problem("negative");
    if (exact) return signed(amount, minor);
    return round === undefined
      ? refuse(sink, "too-many-decimals")
      : roundAmount(amount, round, sink);
  };
}

/** An amount as written: `-12.345` rupees are 1234 minor units, `5` left over, negative. */
interface Amount {
  readonly minor: number;
  /** The decimals that the currency does not have. */
  readonly rest: string;
  readonly digits: number;
  readonly negative: boolean;
}

function amountReader(notation: Notation, digits: number): (cell: string) => Amount | undefined {
  const shape = amountShape(notation);
  const { group } = notation;
  // The longest first: "Rs." before "Rs".
  const symbols = notation.symbols.toSorted((one, other) => other.length - one.length);
  return (cell) => {
    const found = shape.exec(withoutSymbols(cell, symbols));
    if (found === null) return undefined;
    const [, sign, written = "", fraction = ""] = found;
    const whole = group === undefined ? written : written.replace(/\D/g, "");
    const minor = Number(whole + fraction.slice(0, digits).padEnd(digits, "0"));
    return { minor, rest: fraction.slice(digits), digits, negative: sign === "-" };
  };
}

/** There is no minus zero. */
const signed = ({ negative }: Amount, minor: number): number =>
  negative && minor > 0 ? -minor : minor;

const hasValue = (rest: string): boolean => /[1-9]/.test(rest);

function refuse(sink: Sink, problem: string): null {
  sink.problem(problem);
  return null;
}

function roundAmount(amount: Amount, round: Rounding, sink: Sink): number {
  const { minor, rest, digits, negative } = amount;
  const up = roundsUp(amount, round);
  const away = up ? BigInt(rest) - 10n ** BigInt(rest.length) : BigInt(rest);
  sink.rounded({ units: negative ? -away : away, scale: digits + rest.length });
  return signed(amount, up ? minor + 1 : minor);
}

function roundsUp({ minor, rest }: Amount, round: Rounding): boolean {
  if (round === "down") return false;
  const first = rest.charCodeAt(0) - 48;
  if (first !== 5 || hasValue(rest.slice(1)) || round === "half-up") return first >= 5;
  return minor % 2 === 1;
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

function withoutSymbols(cell: string, symbols: readonly string[]): string {
  for (const symbol of symbols) {
    if (cell.startsWith(symbol)) return cell.slice(symbol.length).trimStart();
    if (cell.endsWith(symbol)) return cell.slice(0, -symbol.length).trimEnd();
  }
  return cell;
}
