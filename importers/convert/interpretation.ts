import { z } from "zod";
import { trimText } from "../../shared/trim-text.ts";
import type { Field } from "../define.ts";
import { INTERPRETATION_WORDS } from "../vocabulary/interpretation-words.ts";

// Flags of results: `H`, `LL`, `*`, `(high)`. Kept as written; beside that what FHIR calls it, where it is known.

interface FlagSettings {
  /** Where one of the values goes. */
  readonly interpretationColumn: string;
  readonly values: readonly [string, ...string[]];
}

/** A flag as recorded, and what it says; one that nobody knows says nothing and is told. */
export function flag({ interpretationColumn, values }: FlagSettings): Field<string> {
  return {
    kind: "flag",
    required: false,
    hasWords: true,
    blank: null,
    values,
    companion: { column: interpretationColumn, isFilled: () => true },
    problems: {
      unknown: {
        severity: "warning",
        advice:
          'The meaning of this flag is not known. It was imported as written, without an interpretation. Add it to "codes" in the mapping (H, HH, L, LL, N, A, ...).',
      },
    },
    options: z.object({
      /** Flag as written -> what FHIR calls it. */
      codes: z.record(z.string(), z.enum(values)).optional(),
    }),
    compile: ({ codes = {} }) => {
      const own = new Map(
        Object.entries(codes as Readonly<Record<string, string>>).map(([written, value]) => [
          trimText(written).toLowerCase(),
          value,
        ]),
      );
      return (cell, sink) => {
        const said = own.get(cell.toLowerCase()) ?? interpretationOf(cell);
        if (said === null) sink.problem("unknown");
        sink.companion?.(said);
        return cell;
      };
    },
  };
}

const BRACKETS = /^[([{]\s*(.*\S)\s*[)\]}]$/u;

type Interpretation = keyof typeof INTERPRETATION_WORDS;

let known: ReadonlyMap<string, Interpretation> | undefined;

/** What a flag says, as FHIR's ObservationInterpretation; null if it is not known. */
export function interpretationOf(written: string): Interpretation | null {
  known ??= new Map(
    Object.entries(INTERPRETATION_WORDS).flatMap(([value, words]) =>
      [value, ...words].map((word) => [word.toLowerCase(), value as Interpretation] as const),
    ),
  );
  const bare = BRACKETS.exec(written)?.[1] ?? written;
  return known.get(bare.toLowerCase().replace(/\s+/gu, " ")) ?? null;
}

const BEFORE = /^(\*{1,3}|[↑↓]{1,2}|[HL]{1,2}\*?(?=\s+[<>≤≥\d]))\s*(?=\S)/u;
const BEHIND = [
  /\s*[([](\*{1,3}|HH?\*?|LL?\*?|AA?|N|[↑↓]{1,2}|high|low|abnormal|normal)[)\]]$/iu,
  /(?<=\d\S*\s.*\s|\d\s+)(HH?\*?|LL\*?|L\*|AA|\*{1,3}|[↑↓]{1,2}|high|low)$/u,
  /(?<=\S\s+\S.*\s)(L|A|N)$/u,
  /(?<=\d)(\*{1,3}|[↑↓]{1,2}|HH?\*?|LL\*?|L\*)$/u,
  /(?<=\S)(\*{1,3}|[↑↓]{1,2})$/u,
];

/** Takes a flag off the front or the end of a value; a letter that may be a unit stays. */
export function flagsOff(cell: string): { readonly text: string; readonly flag: string } {
  if (!/\d/.test(cell)) return { text: cell, flag: "" };
  const before = BEFORE.exec(cell);
  if (before !== null) return { text: cell.slice(before[0].length), flag: before[1] ?? "" };
  for (const pattern of BEHIND) {
    const found = pattern.exec(cell);
    if (found !== null) return { text: cell.slice(0, found.index).trimEnd(), flag: found[1] ?? "" };
  }
  return { text: cell, flag: "" };
}
