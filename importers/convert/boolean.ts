import { z } from "zod";
import { trimText } from "../../shared/trim-text.ts";
import type { Field } from "../define.ts";

interface BooleanSettings {
  readonly required?: boolean;
  /** The target column, where it is not called like the field. */
  readonly column?: string;
  /** What an empty cell becomes; null unless said. */
  readonly blank?: boolean;
  /** What a cell becomes that cannot be read: the record is imported with a warning then, and rejected otherwise. */
  readonly unreadable?: boolean;
}

const WRITTEN: ReadonlyMap<string, boolean> = new Map([
  ...["true", "yes", "y", "t", "1"].map((word) => [word, true] as const),
  ...["false", "no", "n", "f", "0"].map((word) => [word, false] as const),
]);

// Made once: there are hundreds of fields.
const OPTIONS = z.object({
  /** Legacy code -> true or false. */
  codes: z.record(z.string(), z.boolean()).optional(),
});

/** Yes or no. A mapping's own `codes` come first; letter case does not matter. */
export function boolean(settings: BooleanSettings = {}): Field<boolean> {
  const { unreadable, blank, required = false, column } = settings;
  const isExcused = unreadable !== undefined;
  const becomes = isExcused ? ` It was imported as ${unreadable ? "yes" : "no"}.` : "";
  return {
    kind: "boolean",
    usual: [...WRITTEN.keys()].join(" or "),
    required,
    blank: blank ?? null,
    ...(column !== undefined && { column }),
    problems: {
      unreadable: {
        severity: isExcused ? "warning" : "error",
        advice: `The cell is neither yes nor no.${becomes} Write one of the two. If every such cell means the same, change them all at once, or let "codes" in the mapping say it (true, false).`,
      },
    },
    options: OPTIONS,
    compile: (options) => {
      const known = knownWords(options["codes"] as Readonly<Record<string, boolean>> | undefined);
      return (cell, sink) => {
        const value = known.get(cell.toLowerCase());
        if (value !== undefined) return value;
        sink.problem("unreadable");
        return unreadable ?? null;
      };
    },
  };
}

function knownWords(codes: Readonly<Record<string, boolean>> = {}): ReadonlyMap<string, boolean> {
  const own = Object.entries(codes).map(
    ([written, value]) => [trimText(written).toLowerCase(), value] as const,
  );
  return new Map([...WRITTEN, ...own]);
}
