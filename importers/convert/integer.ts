import { z } from "zod";
import type { Field } from "../define.ts";

const INTEGER = /^[+-]?\d{1,15}$/;

interface IntegerSettings {
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
}

/** A whole number within bounds, written in digits. */
export function integer(settings: IntegerSettings = {}): Field<number> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = settings;
  return {
    kind: "integer",
    required: settings.required ?? false,
    blank: null,
    problems: {
      "not-a-number": { severity: "error", advice: "Write a whole number in digits." },
      "out-of-range": {
        severity: "error",
        advice: `Write a whole number from ${min} to ${max}.`,
      },
    },
    options: z.object({}),
    compile: () => (value, sink) => {
      if (!INTEGER.test(value)) {
        sink.problem("not-a-number");
        return null;
      }
      // There is no minus zero.
      const number = Number(value) || 0;
      if (number >= min && number <= max) return number;
      sink.problem("out-of-range");
      return null;
    },
  };
}
