import type { FixedColumns } from "../fixed-columns.ts";
import { type Finding, signName } from "./detect-dialect.ts";
import type { Understanding } from "./understand.ts";

/** One thing that was found out about how a file is written. It holds no cell's value. */
export interface ReadingNote {
  readonly what: string;
  readonly value: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly evidence: string;
  /** As in plain CSV: nothing to speak of. */
  readonly plain: boolean;
}

const ESCAPES = {
  backslash: "escape",
  "of quotes": "escape quotes alone",
  none: "as they stand",
} as const;

/** What was found out about a file, in words. */
export function readingNotes(understanding: Understanding): ReadingNote[] {
  const { encoding, marks, layout, lineEnd, decodedTwice, escapes, fixed } = understanding;
  const { delimiter, quote, quoteEscape, blanks } = marks;
  const header = layout.header.value;
  const place = typeof header === "string" ? header : lineRange(header);
  const first = header === "first" || place === "line 1";
  const sure = encoding.confidence > 0.9;
  return [
    note(["encoding", encoding.value], encoding, encoding.value === "utf-8" && sure),
    ...(fixed
      ? [note(["columns", `at fixed places, ${widthsOf(fixed.value)} wide`], fixed, false)]
      : [
          note(["delimiter", signName(delimiter.value)], delimiter, delimiter.value === ","),
          note(["quote", signName(quote.value)], quote, quote.value === '"'),
          note(
            ["escape", signName(quoteEscape.value)],
            quoteEscape,
            quoteEscape.value === quote.value,
          ),
        ]),
    ...(escapes ? [note(["backslashes", ESCAPES[escapes.value]], escapes, false)] : []),
    note(["blanks", blanks.value], blanks, true),
    note(["line end", lineEnd.value], lineEnd, true),
    note(["header", place], layout.header, first),
    ...slipNotes(layout),
    note(["comment", layout.comment.value || "none"], layout.comment, layout.comment.value === ""),
    note(["decoded", decodedTwice.value ? "twice" : "once"], decodedTwice, !decodedTwice.value),
  ];
}

/** A delimiter at the end of the header line alone, or of all the others, means nothing. */
function slipNotes({ width, slip }: Understanding["layout"]): ReadingNote[] {
  if (width === undefined) return [];
  const where = slip === "header" ? "the header line ends" : "the records end";
  const evidence = `${where} with a delimiter that is not part of the table`;
  return [note(["cells", String(width)], { value: width, confidence: 1, evidence }, false)];
}

/** The last column is as wide as its line. */
const widthsOf = ({ starts }: FixedColumns): string =>
  starts
    .slice(1)
    .map((start, nth) => start - (starts[nth] ?? 0))
    .concat(0)
    .join(", ")
    .replace(/0$/, "rest");

function note<Value>(
  [what, value]: readonly [string, string],
  { confidence, evidence }: Finding<Value>,
  plain: boolean,
): ReadingNote {
  return { what, value, confidence, evidence, plain };
}

const lineRange = ({ first, last }: { first: number; last: number }): string =>
  first === last ? `line ${first}` : `lines ${first} to ${last}`;

/** A note as one line of text. */
export const noteText = ({ value, confidence, evidence }: ReadingNote): string =>
  `${value}   (${Math.round(confidence * 100)} %: ${evidence})`;
