import type { Convert, ExactDecimal, Field } from "../define.ts";
import { isCutId } from "./digits.ts";
import { decimalReader, NOTATION_OPTIONS, type Notation, notationOf, PLAIN } from "./notation.ts";

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
          'Write the number in digits with a decimal point: 12.5. If all are written this way, let "decimal", "group" or "symbols" in the mapping say so.',
      },
      scientific: {
        severity: "error",
        advice: "A spreadsheet cut off digits of this number; get it from the legacy system again.",
      },
    },
    options: NOTATION_OPTIONS,
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

/** A bound before a number, as FHIR writes it, and what stands behind it; the whole cell where there is none. */
export function boundOf(cell: string): { readonly comparator: string; readonly rest: string } {
  const [sign = "", mark = ""] = BOUND.exec(cell) ?? [];
  return { comparator: COMPARATORS[mark.replace(/\s/g, "")] ?? "", rest: cell.slice(sign.length) };
}

/** Reads a number as exact decimal text, with all the decimals that it was written with; undefined if it is none. */
export function exactReader(notation: Notation): (number: string) => string | undefined {
  const read = decimalReader(notation);
  const readExponent = exponentReader(read);
  return (number) => {
    const exact = read(number) ?? read(withZero(number, notation)) ?? readExponent(number);
    return exact && written(exact);
  };
}

function compileDecimal(notation: Notation, takesBounds: boolean): Convert<string> {
  const read = exactReader(notation);
  return (cell, sink) => {
    const { comparator, rest } = boundOf(cell);
    if (isCutId(rest)) {
      sink.problem("scientific");
      return null;
    }
    const exact = read(rest);
    if (exact === undefined || (comparator !== "" && !takesBounds)) {
      sink.problem("not-a-number");
      return null;
    }
    if (comparator !== "") sink.companion?.(comparator);
    return exact;
  };
}

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
