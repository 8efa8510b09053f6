import { z } from "zod";
import type { Field } from "../define.ts";
import { isScientific } from "./scientific.ts";

const DIALLED = /^\+?[\d\s()./-]+(?:(?:x|ext\.?|#)\s*\d+)?$/i;
const FEWEST_DIGITS = 5;

/** A phone number as recorded: text, so that no zero and no plus is lost. */
export function phone(settings: { readonly required?: boolean } = {}): Field<string> {
  return {
    kind: "phone",
    required: settings.required ?? false,
    blank: null,
    problems: {
      scientific: {
        severity: "error",
        advice: "A spreadsheet has cut this number; take it from the legacy system again.",
      },
      malformed: {
        severity: "warning",
        advice: "This does not look like a phone number; it was imported as it is.",
      },
    },
    options: z.object({}),
    compile: () => (value, sink) => {
      if (isScientific(value)) {
        sink.problem("scientific");
        return null;
      }
      if (!looksDialled(value)) sink.problem("malformed");
      return value;
    },
  };
}

function looksDialled(value: string): boolean {
  if (!DIALLED.test(value) || value.startsWith("-")) return false;
  let digits = 0;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code >= 48 && code <= 57) digits++;
  }
  return digits >= FEWEST_DIGITS;
}
