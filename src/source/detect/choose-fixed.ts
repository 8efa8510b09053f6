import { type Ask, askOf } from "../../plain/ask.ts";
import { type Remedy, SourceError } from "../../plain/errors.ts";
import { shellWord } from "../../plain/shell-word.ts";
import type { FixedColumns } from "../fixed-columns.ts";
import type { DetectedMarks, Finding } from "./detect-dialect.ts";
import {
  detectFixed,
  givenWidths,
  looksAligned,
  sampleLines,
  seemingWidths,
} from "./detect-fixed.ts";
import { flawOfWidths, touchingWidths } from "./touching-columns.ts";

// Whether the columns of a file are divided by a sign or by their places.

/** What a person knows of it. */
interface WidthHints {
  readonly widths?: readonly number[];
  readonly delimiter?: string;
}

interface Weighed {
  readonly marks: DetectedMarks;
  /** The sample is all that the file holds. */
  readonly whole: boolean;
  readonly encoding: string;
}

/** Of the lines so many have blanks in a row within what the sign would make a cell. */
const WITHIN = 0.6;

/** The places of the columns; undefined if a sign divides them, or the places are not proven. */
export function fixedColumns(
  text: string,
  { widths, delimiter }: WidthHints,
  { marks, ...sampled }: Weighed,
): Finding<FixedColumns> | undefined {
  if (widths !== undefined) return givenWidths(widths, text, sampled);
  if (delimiter !== undefined || !/\S {2,}\S|--+ -/.test(text)) return undefined;
  const sign = marks.delimiter.value;
  if (sign !== " " && !standsWithin(text, sign)) return undefined;
  return detectFixed(text, sampled);
}

/** Whether the sign is part of what stands in the columns: between the places of it are blanks for the eye. */
function standsWithin(text: string, sign: string): boolean {
  const lines = text.split(/\r\n|\n|\r/, 500).filter((line) => line.trim() !== "");
  const within = lines.filter((line) =>
    line.split(sign).some((cell) => !/^\s*["']/.test(cell) && /\S {3,}\S/.test(cell)),
  );
  return within.length >= lines.length * WITHIN;
}

/**
 * What is aligned by blanks is not cut at each of them.
 *
 * @returns widths for a person to correct, where the places of the columns are not proven; else undefined
 */
export function unprovenWidths(
  text: string,
  { widths, delimiter }: WidthHints,
  marks: DetectedMarks,
): Unproven | undefined {
  const isAsked = widths === undefined && delimiter === undefined;
  if (!isAsked || marks.delimiter.value !== " " || !looksAligned(text)) return undefined;
  const seeming = seemingWidths(text);
  let start = 0;
  const starts = seeming.map((width) => {
    start += width;
    return start - width;
  });
  const touching = touchingWidths(sampleLines(text, false), starts);
  return touching === undefined ? { widths: seeming } : { widths: touching, touch: true };
}

const PLAIN = /^\p{ASCII}*$/u;

/**
 * What speaks against the columns of a file: widths that a person gave and that its lines do not have, or columns that
 * seem to touch where nobody has said how wide they are.
 */
export function againstColumns(
  text: string,
  { widths, delimiter }: WidthHints,
  { fixed, whole }: { readonly fixed: FixedColumns | undefined; readonly whole: boolean },
): Unproven | undefined {
  // What places count in other lines is open: letters, bytes or cells of a terminal.
  const lines = sampleLines(text, whole).filter((line) => PLAIN.test(line));
  if (widths !== undefined) {
    const flaw = flawOfWidths(widths, lines);
    return flaw === undefined ? undefined : { flaw, widths: seemingWidths(text) };
  }
  if (fixed === undefined || delimiter !== undefined) return undefined;
  const touching = touchingWidths(lines, fixed.starts);
  return touching && { widths: touching, touch: true };
}

/** Widths for a person to correct, and what is wrong with those that were given. */
export interface Unproven {
  readonly widths: readonly number[];
  readonly flaw?: string | undefined;
  readonly touch?: true;
}

/** The columns of a file are at places that a person has to say. */
export class UnprovenColumns extends SourceError {
  readonly asks: readonly Ask[];

  constructor(what: string, { asks, ...remedy }: Remedy & { readonly asks: readonly Ask[] }) {
    super(what, remedy);
    this.asks = asks;
  }
}

/** Lines are records whose columns a person has to say: no file of notes is written so. */
export class OpenColumns extends UnprovenColumns {}

/** The refusal of such a file. */
export function notProven(name: string, { widths, flaw, touch }: Unproven): SourceError {
  const list = widths.join(",");
  const how = `Give the width of each with  --widths ${shellWord(`${name}=${list}`)}  (this is a guess), or in the mapping as  "reading": { "${name}": { "widths": [${list}] } }`;
  const asked = (says: string) => [
    askOf(["reading", name, "widths"], `${says}: say how wide each is (the list is a guess)`, [
      widths,
    ]),
  ];
  if (flaw !== undefined) {
    const what = `The widths of ${name} do not fit its lines: ${flaw}`;
    return new OpenColumns(`${what}.`, { cure: `${how}.`, asks: asked(what) });
  }
  const cure = `${how}; or name their separator with --delimiter.`;
  const begin = `${name} has columns that are aligned by blanks, and`;
  const what = `${begin} ${touch ? "some of them seem to touch" : "its lines do not agree on where they begin"}`;
  const remedy = { cure, asks: asked(what) };
  return touch ? new OpenColumns(`${what}.`, remedy) : new UnprovenColumns(`${what}.`, remedy);
}
