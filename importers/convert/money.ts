import { z } from "zod";
import { minorDigits } from "../../shared/currency.ts";
import { currenciesOf } from "../../shared/currency-signs.ts";
import type { Convert, Field, Problem, Sink } from "../define.ts";
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
  /** Where the amount goes. */
  readonly column: Column;
  /** Where the ISO 4217 code goes, if anywhere. */
  readonly currencyColumn?: string;
  /** Whether an amount below nothing is a mistake, or as good as any: a refund. */
  readonly belowNothing?: "mistake" | "sound";
  /** How it is stored: as an integer of minor units, or in whole ones in a REAL column. */
  readonly stored?: "minor units" | "whole units";
}

// Made once: there are hundreds of fields.
const OPTIONS = notationOptions({ round: z.enum(ROUNDINGS).optional() });

/**
 * An exact amount of the mapping's currency; no floating point on the way. In whole units, what is stored is
 * the number nearest to it, which is written with the same digits.
 */
export function money<const Column extends string>(
  settings: MoneySettings<Column>,
): Field<number> & { readonly column: Column } {
  const { stored = "minor units", currencyColumn, belowNothing = "mistake" } = settings;
  return {
    kind: "money",
    required: settings.required ?? false,
    blank: null,
    column: settings.column,
    ...(currencyColumn !== undefined && { currencyColumn }),
    ...(stored === "whole units" && { wholeUnits: true, compileText: compileWholeText }),
    problems: {
      "not-money": {
        severity: "error",
        advice:
          'Write the amount in digits with a decimal point: 250.00. If all are written this way, let "decimal", "group" or "symbols" in the mapping say so.',
      },
      "other-currency": {
        severity: "error",
        advice:
          'The symbol beside the amount belongs to a different currency than the mapping\'s. Correct "currency" there, or import these records with a mapping of their own.',
      },
      "too-many-decimals": {
        severity: "error",
        advice:
          'The currency has fewer decimals. Write the amount with fewer, or let "round" in the mapping say how all are rounded.',
      },
      ...(belowNothing === "mistake" && { negative: NEGATIVE }),
      "out-of-range": {
        severity: "error",
        advice: "The amount is too large to be right. Correct it.",
      },
    },
    options: OPTIONS,
    compile(options, { currency }) {
      const minor = compileMinor(options, currency);
      return stored === "minor units" ? minor : inWholeUnits(minor, minorDigits(currency));
    },
  };
}

const NEGATIVE: Problem = {
  severity: "error",
  advice:
    "The amount is below zero: correct the sign. If such amounts are meant, lower this rule in the mapping.",
};

const compileMinor = (options: Readonly<Record<string, unknown>>, currency: string) =>
  compileMoney(notationOf(options) ?? PLAIN, currency, options["round"] as Rounding | undefined);

/** In whole units to the last digit. */
const compileWholeText: NonNullable<Field["compileText"]> = (options, { currency }) => {
  const read = compileMinor(options, currency);
  const scale = minorDigits(currency);
  return (cell, sink) => {
    const minor = read(cell, sink);
    return minor === null ? null : inDigits(minor, scale);
  };
};

function inDigits(minor: number, scale: number): string {
  const digits = String(Math.abs(minor)).padStart(scale + 1, "0");
  const at = digits.length - scale;
  const sign = minor < 0 ? "-" : "";
  return sign + digits.slice(0, at) + (scale === 0 ? "" : `.${digits.slice(at)}`);
}

/** Both are whole numbers that a double holds exactly: their quotient is the double nearest to the amount. */
function inWholeUnits(read: Convert<number>, digits: number): Convert<number> {
  const units = 10 ** digits;
  return (cell, sink) => {
    const minor = read(cell, sink);
    return minor === null ? null : minor / units;
  };
}

function compileMoney(
  notation: Notation,
  currency: string,
  round: Rounding | undefined,
): Convert<number> {
  const digits = minorDigits(currency);
  const readAmount = amountReader(notation, digits);
  const isForeign = foreignReader(notation, currency);
  return (cell, sink) => {
    const amount = readAmount(cell);
    if (amount === undefined) return refuse(sink, "not-money");
    if (isForeign?.(cell) === true) return refuse(sink, "other-currency");
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

/** Which amounts have a sign that the mapping lists, and that its currency does not have; undefined if none can. */
function foreignReader(
  notation: Notation,
  currency: string,
): ((cell: string) => boolean) | undefined {
  if (currency === NO_CURRENCY) return undefined;
  const own = notation.symbols.filter(
    (symbol) => currenciesOf(symbol.trim())?.includes(currency) !== false,
  );
  if (own.length === notation.symbols.length) return undefined;
  const read = amountReader({ ...notation, symbols: own }, minorDigits(currency));
  return (cell) => read(cell) === undefined;
}

/** ISO 4217 for no currency: what a mapping says as long as nobody has said it. */
const NO_CURRENCY = "XXX";

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
