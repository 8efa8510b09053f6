import { z } from "zod";
import { trimText } from "../../shared/trim-text.ts";
import type { Field } from "../define.ts";
import type { Holding } from "../define-holding.ts";

interface CodeSettings<Value extends string> {
  /** Each value, and how legacy systems write it besides the value itself. */
  readonly values: Readonly<Record<Value, readonly string[]>>;
  /** What an empty cell becomes. */
  readonly blank?: Value;
  readonly required?: boolean;
  readonly holds?: Holding;
}

/** One of a closed set. Letter case does not matter; a mapping's own `codes` come first. */
export function code<const Value extends string>(settings: CodeSettings<Value>): Field<Value> {
  const values = Object.keys(settings.values) as Value[];
  let options: z.ZodObject | undefined;
  return {
    kind: "code",
    values,
    usual: values.map((value) => [value, ...settings.values[value]].join(" or ")).join(", "),
    required: settings.required ?? false,
    holds: settings.holds,
    blank: settings.blank ?? null,
    problems: {
      unknown: {
        severity: "error",
        advice: `Write one of: ${values.join(", ")}. If every such cell means the same, change them all at once, or let "codes" in the mapping say what it means.`,
      },
    },
    // Made when a mapping asks for it: there are dozens of lists of codes.
    get options() {
      options ??= z.object({
        /** Legacy code -> value. */
        codes: z.record(z.string(), z.enum(values)).optional(),
      });
      return options;
    },
    compile: (options) => {
      const known = knownCodes(settings.values, options["codes"] as Record<string, Value>);
      return (cell, sink) => {
        const value = known.get(cell) ?? known.get(cell.toLowerCase());
        if (value === undefined) sink.problem("unknown");
        return value ?? null;
      };
    },
  };
}

function knownCodes<Value extends string>(
  values: Readonly<Record<Value, readonly string[]>>,
  codes: Readonly<Record<string, Value>> = {},
): Map<string, Value> {
  const known = new Map<string, Value>();
  for (const value of Object.keys(values) as Value[]) {
    for (const written of [value, ...values[value]]) known.set(written.toLowerCase(), value);
  }
  const own = Object.entries(codes).map(([written, value]) => [trimText(written), value] as const);
  for (const [written, value] of own) known.set(written.toLowerCase(), value);
  // Where a mapping tells "f" and "F" apart, the cell's own letter case decides.
  for (const [written, value] of own) known.set(written, value);
  return known;
}
