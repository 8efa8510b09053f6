import { SourceError } from "../../errors.ts";
import { shellWord } from "../../shell-word.ts";
import type { FixedColumns } from "../fixed-columns.ts";
import type { DetectedMarks, Finding } from "./detect-dialect.ts";
import { detectFixed, givenWidths, looksAligned, seemingWidths } from "./detect-fixed.ts";

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

/** The places of the columns; undefined where a sign divides them, or the places are not proven. */
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
): readonly number[] | undefined {
  const isAsked = widths === undefined && delimiter === undefined;
  return isAsked && marks.delimiter.value === " " && looksAligned(text)
    ? seemingWidths(text)
    : undefined;
}

/** The refusal of such a file. */
export function notProven(name: string, widths: readonly number[]): SourceError {
  const list = widths.join(",");
  return new SourceError(
    `${name} has columns that are aligned by blanks, and its lines do not agree on where they begin.`,
    {
      cure: `Say how wide each is with  --widths ${shellWord(`${name}=${list}`)}  (these are a guess), or in the mapping as  "reading": { "${name}": { "widths": [${list}] } }; or what divides them with --delimiter.`,
    },
  );
}
