import type { Field } from "../define.ts";
import type { Holding } from "../define-holding.ts";
import { asciiDigits, hasOtherDigits, uncut } from "./digits.ts";
import { amountReader, NOTATION_OPTIONS, notationOf } from "./notation.ts";

const INTEGER = /^[+-]?\d{1,15}$/;

interface IntegerSettings {
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly holds?: Holding;
}

/** A whole number within bounds, written in digits. */
export function integer(settings: IntegerSettings = {}): Field<number> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = settings;
  return {
    kind: "integer",
    required: settings.required ?? false,
    holds: settings.holds,
    blank: null,
    problems: {
      "not-a-number": {
        severity: "error",
        advice:
          'Write a whole number in digits. If all are written this way, let "decimal", "group" or "symbols" in the mapping say so.',
      },
      "out-of-range": {
        severity: "error",
        advice: `Write a whole number from ${min} to ${max}.`,
      },
    },
    options: NOTATION_OPTIONS,
    compile: (options) => {
      const read = wholeReader(options);
      return (value, sink) => {
        const number = read(value);
        if (number === undefined) {
          sink.problem("not-a-number");
          return null;
        }
        if (number >= min && number <= max) return number;
        sink.problem("out-of-range");
        return null;
      };
    },
  };
}

/** Digits alone; with a notation, also `1,234`, `34.0` and `34 years`. */
function wholeReader(
  options: Readonly<Record<string, unknown>>,
): (cell: string) => number | undefined {
  // There is no minus zero.
  const plain = (written: string) => {
    const cell = hasOtherDigits(written) ? asciiDigits(written) : written;
    const digits = INTEGER.test(cell) ? cell : uncut(cell);
    return digits !== undefined && INTEGER.test(digits) ? Number(digits) || 0 : undefined;
  };
  const notation = notationOf(options);
  if (notation === undefined) return plain;
  const read = amountReader(notation, 0);
  return (cell) => {
    const amount = read(cell);
    if (amount === undefined || /[1-9]/.test(amount.rest)) return undefined;
    if (!Number.isSafeInteger(amount.minor)) return undefined;
    return (amount.negative ? -amount.minor : amount.minor) || 0;
  };
}
