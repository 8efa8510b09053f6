import type { Convert, Field } from "../define.ts";
import { boundOf, exactReader } from "./decimal.ts";
import { asciiDigits } from "./digits.ts";
import { type Notation, notationOf, notationOptions, PLAIN } from "./notation.ts";
import { isUnit } from "./units.ts";

// A reference range in one cell: `3.5-5.1`, `< 200`, `M: 13-17, F: 12-15`. Kept as it was; its ends beside it, where it has
// one low and one high end.

interface RangeSettings<Column extends string> {
  /** Where the cell goes, as it was. */
  readonly column: Column;
  /** Where its ends go: `complete` takes them apart with `rangeEnds`. */
  readonly endsColumn: string;
}

/** The range that a value is usually in. A text is one too: `negative`. */
export function referenceRange<const Column extends string>(
  settings: RangeSettings<Column>,
): Field<string> & { readonly column: Column } {
  return {
    kind: "range",
    required: false,
    hasWords: true,
    blank: null,
    column: settings.column,
    companion: { column: settings.endsColumn, isFilled: () => true },
    problems: {},
    options: notationOptions({}),
    compile: (options) => compileRange(notationOf(options) ?? PLAIN),
  };
}

const SEPARATOR = "\t";

/** Takes apart what `referenceRange` has put into the column; a plain number is the low end. */
export function rangeEnds(written: string | null | undefined): {
  readonly low: string | null;
  readonly high: string | null;
} {
  const [low, high] = (written ?? "").split(SEPARATOR);
  return { low: low || null, high: high || null };
}

const BRACKETS = /^[([{]\s*(.*\S)\s*[)\]}]$/u;
const TO =
  /^(\S+?)\s*(?:-|–|—|−|~|\.\.\.?|…|\bto\b|\ba\b|\bbis\b|\bà\b|\baté\b|\bдо\b)\s*([+-]?\d\S*)\s*(.*)$/iu;
const UP_TO = /^(?:up to|until|bis|hasta|até|ate|jusqu['’]à|fino a|tot|до|<)\s+(\d\S*)\s*(.*)$/iu;

function compileRange(notation: Notation): Convert<string> {
  const read = exactReader(notation);
  return (cell, sink) => {
    const ends = endsOf(asciiDigits(cell), read);
    if (ends !== undefined) sink.companion?.(ends.join(SEPARATOR));
    return cell;
  };
}

type Read = ReturnType<typeof exactReader>;

function endsOf(cell: string, read: Read): readonly [low: string, high: string] | undefined {
  const bare = BRACKETS.exec(cell)?.[1] ?? cell;
  const [, from = "", to = "", unit = ""] = TO.exec(bare) ?? [];
  const [low, high] = [read(from), read(to)];
  if (low !== undefined && high !== undefined && isNoMore(unit)) return [low, high];
  const [, most = "", its = ""] = UP_TO.exec(bare) ?? [];
  const upper = read(most);
  if (upper !== undefined && isNoMore(its)) return ["", upper];
  return boundedBy(bare, read);
}

/** `< 200`, `>= 60 mL/min`. */
function boundedBy(cell: string, read: Read): readonly [low: string, high: string] | undefined {
  const { comparator, rest } = boundOf(cell);
  const [, number = "", unit = ""] = /^(\S+)\s*(.*)$/u.exec(rest) ?? [];
  const end = read(number);
  if (comparator === "" || end === undefined || !isNoMore(unit)) return undefined;
  return comparator.startsWith("<") ? ["", end] : [end, ""];
}

const isNoMore = (unit: string): boolean => unit === "" || isUnit(unit);
