import { COMPARATORS } from "../../shared/schema/observation.ts";
import type { Convert, Field } from "../define.ts";
import { boundOf, exactReader } from "./decimal.ts";
import { asciiDigits, isCutId } from "./digits.ts";
import { flagsOff, interpretationOf } from "./interpretation.ts";
import { type Notation, notationOf, notationOptions, PLAIN } from "./notation.ts";
import { isUnit } from "./units.ts";

// What was measured, in one cell: `<0.01`, `5,4 mmol/L`, `12.5 H*`, `negative`, `1:160`, `+++`. The cell is kept as it was;
// beside it its number, where all of it can be read.

/** What a cell says beside its text; null is what it does not say. */
export interface Measured {
  /** Exact decimal text, with a point. */
  readonly number: string | null;
  readonly comparator: string | null;
  /** As written. */
  readonly unit: string | null;
  /** As written. */
  readonly flag: string | null;
}

interface MeasuredSettings<Column extends string> {
  /** Where the cell goes, as it was. */
  readonly column: Column;
  /** Where its parts go: `complete` takes them apart with `measuredParts`. */
  readonly numberColumn: string;
}

/** A cell with something that was measured. Nothing of it is rounded, converted or lost. */
export function measured<const Column extends string>(
  settings: MeasuredSettings<Column>,
): Field<string> & { readonly column: Column } {
  const { column, numberColumn } = settings;
  return {
    kind: "measured",
    required: false,
    holds: "notes",
    hasWords: true,
    blank: null,
    column,
    companion: { column: numberColumn, isFilled: () => true },
    problems: {
      "not-a-number": {
        severity: "warning",
        advice:
          'The number can be read in two ways, or not at all. The cell was imported as text. Set "decimal" and "group" in the mapping.',
      },
      scientific: {
        severity: "warning",
        advice:
          "A spreadsheet cut off digits of this number. The cell was imported as text: get it from the legacy system again.",
      },
      "unknown-flag": {
        severity: "warning",
        advice:
          "It is not known what the flag beside the number says. It was imported as written, without an interpretation: check it.",
      },
      mixed: {
        severity: "warning",
        advice:
          "The cell begins with a number and goes on with what is no unit. It was imported as text, without a number: check it.",
      },
    },
    options: notationOptions({}),
    compile: (options) => compileMeasured(notationOf(options) ?? PLAIN),
  };
}

const SEPARATOR = "\t";

/** Takes apart what `measured` has put into the number's column; a plain number is one too. */
export function measuredParts(written: string | null | undefined): Measured {
  const [number, comparator, unit, flag] = (written ?? "").split(SEPARATOR);
  return {
    number: number || null,
    comparator: comparator || null,
    unit: unit || null,
    flag: flag || null,
  };
}

/** What columns a measured value has in a table. */
interface ValueColumns {
  valueText?: string | null | undefined;
  valueNumber?: string | null | undefined;
  comparator?: Comparator | null | undefined;
  unit?: string | null | undefined;
}

/**
 * Fills a row with the parts of its value. A comparator and a unit that have columns of their own count; a number that
 * comes alone is the text, too.
 *
 * @returns the flag that stands in the cell
 */
export function completeValue(row: ValueColumns): string | null {
  const { number, comparator, unit, flag } = measuredParts(row.valueNumber);
  const own = row.unit?.toUpperCase();
  row.valueNumber = number;
  row.comparator ??= isComparator(comparator) ? comparator : null;
  row.unit ??= unit;
  if (number !== null) row.valueText ??= `${row.comparator ?? ""}${number}`;
  if (flag === null || !flag.startsWith(EITHER)) return flag;
  // A letter that may be a unit is none where another unit is named.
  const letter = flag.slice(EITHER.length);
  return own === undefined || own === letter ? null : letter;
}

/** Whether a value ends with a letter that may be its unit or a flag, and nothing says which. */
export const isUnitOrFlag = ({ valueText, unit }: ValueColumns): boolean =>
  unit == null && valueText != null && ENDS_WITH_LETTER.test(valueText);

/** Whether a cell names a unit, and not the one that is said beside it. */
export function namesOtherUnit(
  text: string | null | undefined,
  unit: string | null | undefined,
): boolean {
  if (text == null || unit == null) return false;
  const { rest } = boundOf(flagsOff(text).text);
  const behind = rest.replace(GROUPED_RUN, "").trim();
  if (behind === "" || behind === rest || LETTER.test(behind) || !isUnit(behind)) return false;
  return behind.toLowerCase() !== unit.toLowerCase();
}

type Comparator = (typeof COMPARATORS)[number];
const isComparator = (text: string | null): text is Comparator =>
  (COMPARATORS as readonly (string | null)[]).includes(text);

function compileMeasured(notation: Notation): Convert<string> {
  const read = exactReader(notation);
  const run = notation.group === " " ? GROUPED_RUN : RUN;
  return (cell, sink) => {
    const { text, flag } = flagsOff(asciiDigits(cell));
    const { comparator, rest } = boundOf(text);
    const number = run.exec(rest)?.[0];
    if (number === undefined) return cell;
    const behind = behindNumber(rest, number);
    const exact = isCutId(number) ? undefined : read(number);
    const problem = problemOf(number, exact, behind);
    if (problem !== undefined) sink.problem(problem);
    if (exact !== undefined && (behind.kind === "unit" || behind.kind === "letter")) {
      if (flag !== "" && interpretationOf(flag) === null) sink.problem("unknown-flag");
      sink.companion?.([exact, comparator, behind.unit, behind.letter ?? flag].join(SEPARATOR));
    }
    return cell;
  };
}

/** The numbers of a cell with a measure or a range, as they are written; none of a cell with words. */
export function numbersIn(cell: string): readonly string[] {
  const { rest } = boundOf(flagsOff(cell).text);
  const number = GROUPED_RUN.exec(rest)?.[0];
  if (number === undefined) return [];
  const behind = rest.slice(number.length).trim();
  if (behind === "" || LETTER.test(behind) || isUnit(behind)) return [number];
  const other = /^(?:-|–|—|to|a|bis)\s*(\d.*)$/u.exec(behind)?.[1];
  const to = other === undefined ? undefined : GROUPED_RUN.exec(other)?.[0];
  return to === undefined || !isNoMore((other ?? "").slice(to.length).trim()) ? [] : [number, to];
}

const isNoMore = (text: string): boolean => text === "" || isUnit(text);

interface Behind {
  /** Of `words` the number is a part, as of a titre or a range. */
  readonly kind: "unit" | "letter" | "words" | "mixed";
  readonly letter?: string;
  readonly unit: string;
}

function behindNumber(rest: string, number: string): Behind {
  const unit = rest.slice(number.length).trim();
  if (unit === "") return { kind: "unit", unit };
  if (LETTER.test(unit)) return { kind: "letter", unit: "", letter: `${EITHER}${unit}` };
  if (isUnit(unit)) return { kind: "unit", unit };
  return { kind: IN_WORDS.test(rest) ? "words" : "mixed", unit: "" };
}

function problemOf(
  number: string,
  exact: string | undefined,
  { kind }: Behind,
): string | undefined {
  if (kind === "mixed") return "mixed";
  if (kind === "words") return undefined;
  if (exact !== undefined) return undefined;
  return isCutId(number) ? "scientific" : "not-a-number";
}

const RUN = /^[+-]?(?:\d[\d.,'\u2019]*|[.,]\d+)(?:[eE][+-]?\d{1,2}(?!\w))?/;
const GROUPED_RUN =
  /^[+-]?(?:\d{1,3}(?:[ \u00A0\u202F]\d{3})+(?:[.,]\d+)?|\d[\d.,'\u2019]*|[.,]\d+)(?:[eE][+-]?\d{1,2}(?!\w))?/;
/** Litres or low, amperes or abnormal, newton or normal. */
const LETTER = /^[LAN]$/;
const ENDS_WITH_LETTER = /\d\s*[LAN]$/;
const EITHER = "?";
/** Titres, ranges, shares and grades are words: `1:160`, `0-2 /hpf`, `120/80`, `2+`. */
const IN_WORDS = /^\d[\d.,]*\s*(?:[:/]\s*\d|(?:-|–|to|a|bis)\s*[<>]?\d|\++$)/;
