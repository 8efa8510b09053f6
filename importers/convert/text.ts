import { z } from "zod";
import type { Field } from "../define.ts";

const BLANKS = /\s+/gu;

interface TextSettings {
  readonly required?: boolean;
  /** What an empty cell becomes. */
  readonly blank?: string;
  /** Runs of blanks become one: for names, which people search by. */
  readonly singleSpaced?: boolean;
}

/** Text as recorded, trimmed. */
export function text(settings: TextSettings = {}): Field<string> {
  const { singleSpaced = false } = settings;
  return {
    kind: "text",
    required: settings.required ?? false,
    blank: settings.blank ?? null,
    problems: {},
    options: z.object({}),
    compile: () => (singleSpaced ? (value) => value.replace(BLANKS, " ") : (value) => value),
  };
}
