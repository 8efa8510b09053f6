import { z } from "zod";
import { minorDigits } from "../../shared/currency.ts";
import type { Convert, Field, Sink } from "../define.ts";
import {
  type Amount,
  amountReader,
  type Notation,
  notationOf,
  notationOptions,
  PLAIN,
} from "./notation.ts";

/** How an amount with more decimals than its currency has is rounded, where a mapping asks for it. */
const ROUNDINGS = ["half-up", "half-even", "down"] as const;
type Rounding = (typeof ROUNDINGS)[number];

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
    options: notationOptions({ round: z.enum(ROUNDINGS).optional() }),
    compile: (options, context) =>
      compileMoney(
        notationOf(options) ?? PLAIN,
        minorDigits(context.currency),
        options["round"] as Rounding | undefined,
      ),
  };
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
