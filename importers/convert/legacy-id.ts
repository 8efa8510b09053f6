import { z } from "zod";
import type { Convert, Field } from "../define.ts";
import { isCutId, SCIENTIFIC_ID } from "./digits.ts";

// Made once: there are hundreds of fields.
const OPTIONS = z.object({});

/** What the legacy system calls a record: its exact text, trimmed; `007` is not `7`. */
export function legacyId(): Field<string> {
  return {
    kind: "id",
    required: true,
    blank: null,
    problems: { scientific: SCIENTIFIC_ID },
    options: OPTIONS,
    compile: () => takeId,
  };
}

/** Takes an id as it is, unless a spreadsheet has cut it: then several records may have become one. */
export const takeId: Convert<string> = (text, sink) => {
  if (!isCutId(text)) return text;
  sink.problem("scientific");
  return null;
};
