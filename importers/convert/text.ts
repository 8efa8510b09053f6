import { z } from "zod";
import { trimText } from "../../shared/trim-text.ts";
import type { Convert, Field } from "../define.ts";
import type { Holding } from "../define-holding.ts";

const BLANKS = /\s+/gu;

interface TextSettings {
  readonly required?: boolean;
  /** What an empty cell becomes. */
  readonly blank?: string;
  /** Runs of blanks become one: for names, which people search by. */
  readonly singleSpaced?: boolean;
  readonly holds?: Holding;
}

// Made once: there are hundreds of fields.
const OPTIONS = z.object({
  /** Legacy code -> text; where it is given, other cells are an issue. */
  codes: z.record(z.string(), z.string().min(1)).optional(),
});

/** Text as recorded, trimmed; a mapping may translate codes, of a department say. */
export function text(settings: TextSettings = {}): Field<string> {
  const { singleSpaced = false } = settings;
  return {
    kind: "text",
    required: settings.required ?? false,
    holds: settings.holds,
    blank: settings.blank ?? null,
    problems: {
      unknown: {
        severity: "error",
        advice:
          'This code is not known: write what it means. If every such cell means the same, change them all at once, or let "codes" in the mapping say it.',
      },
    },
    options: OPTIONS,
    compile: ({ codes }) => {
      if (codes !== undefined) return translator(codes as Readonly<Record<string, string>>);
      return singleSpaced ? (value) => value.replace(BLANKS, " ") : (value) => value;
    },
  };
}

function translator(codes: Readonly<Record<string, string>>): Convert<string> {
  const known = new Map(Object.entries(codes).map(([code, text]) => [trimText(code), text]));
  return (value, sink) => {
    const found = known.get(value);
    if (found === undefined) sink.problem("unknown");
    return found ?? null;
  };
}
