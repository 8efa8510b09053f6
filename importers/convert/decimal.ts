import type { Convert, ExactDecimal, Field } from "../define.ts";
import { isCutId } from "./digits.ts";
import { decimalReader, type Notation, notationOf, notationOptions, PLAIN } from "./notation.ts";

interface DecimalSettings<Column extends string> {
  /** The column, where it is not called like the field. */
  readonly column?: Column;
  /** Where `<`, `<=`, `>=` or `>` goes; without one, a cell that has it is no number. */
  readonly comparatorColumn?: string;
  readonly required?: boolean;
}

/**
 * An exact decimal as text, with a point: `0.50` stays `0.50`, for how exactly something was measured is part of the
 * value. Nothing is rounded or converted. `<0.01` is 0.01 and its comparator, as FHIR's Quantity has it.
 */
export function decimal<const Column extends string = string>(
  settings: DecimalSettings<Column> = {},
): Field<string> & (string extends Column ? unknown : { readonly column: Column }) {
  const { column, comparatorColumn, required = false } = settings;
  return {
    kind: "decimal",
    required,
    blank: null,
    ...(column !== undefined && { column }),
    ...(comparatorColumn !== undefined && {
      companion: { column: comparatorColumn, isFilled: () => true },
    }),
    problems: {
      "not-a-number": {
        severity: "error",
        advice:
          'Write the number in digits with a decimal point, or say "decimal", "group" or "symbols" in the mapping.',
      },
      scientific: {
        severity: "error",
        advice: "A spreadsheet cut off digits of this number; get it from the legacy system again.",
      },
    },
    options: notationOptions({}),
    compile: (options) =>
      compileDecimal(notationOf(options) ?? PLAIN, comparatorColumn !== undefined),
  } as Field<string> & (string extends Column ? unknown : { readonly column: Column });
}

/** http://hl7.org/fhir/R4/valueset-quantity-comparator.html, and how else they are written. */
const COMPARATORS: Readonly<Record<string, string>> = {
  "<": "<",
  "<=": "<=",
  "=<": "<=",
  "≤": "<=",
  "⩽": "<=",
  ">": ">",
  ">=": ">=",
  "=>": ">=",
  "≥": ">=",
  "⩾": ">=",
};
const BOUND = /^(<\s*=|>\s*=|=\s*<|=\s*>|[<>≤≥⩽⩾])\s*/;

function compileDecimal(notation: Notation, takesBounds: boolean): Convert<string> {
  const read = decimalReader(notation);
  const readExponent = exponentReader(read);
  return (cell, sink) => {
    const [sign = "", mark = ""] = BOUND.exec(cell) ?? [];
    const number = cell.slice(sign.length);
    if (isCutId(number)) {
      sink.problem("scientific");
      return null;
    }
    const exact = read(number) ?? read(withZero(number, notation)) ?? readExponent(number);
    if (exact === undefined || (mark !== "" && !takesBounds)) {
      sink.problem("not-a-number");
      return null;
    }
    if (mark !== "") sink.companion?.(COMPARATORS[mark.replace(/\s/g, "")] ?? null);
    return written(exact);
  };
}

/** With all the decimals that it was written with. */
function written({ units, scale }: ExactDecimal): string {
  if (scale <= 0) return `${units * 10n ** BigInt(-scale)}`;
  const digits = `${units < 0n ? -units : units}`.padStart(scale + 1, "0");
  const number = `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return units < 0n ? `-${number}` : number;
}

/** Programs leave out the zero before the mark: `.5`. */
function withZero(number: string, { decimal }: Notation): string {
  const at = /^[+-]/.test(number) ? 1 : 0;
  return number.charAt(at) === decimal ? `${number.slice(0, at)}0${number.slice(at)}` : number;
}

const EXPONENT = /^([+-]?\d+(?:[.,]\d+)?)[eE]([+-]?\d{1,2})$/;

/** `1e-7` is how programs write what is small: its digits are all there. */
function exponentReader(
  read: (cell: string) => ExactDecimal | undefined,
): (cell: string) => ExactDecimal | undefined {
  return (cell) => {
    const [, mantissa, exponent = ""] = EXPONENT.exec(cell) ?? [];
    const exact = mantissa === undefined ? undefined : read(mantissa);
    return exact && { units: exact.units, scale: exact.scale - Number(exponent) };
  };
}
