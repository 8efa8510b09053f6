import { z } from "zod";
import type { Field } from "../define.ts";
import { asciiDigits } from "./digits.ts";
import { isUnit } from "./units.ts";

// A blood pressure in one cell: `120/80`, `120 / 80 mmHg`. Two numbers, not a quotient, nor a day.

/** What a cell says, exactly as it says it. */
export interface BloodPressure {
  readonly systolic: string;
  readonly diastolic: string;
  /** As written. */
  readonly unit: string | null;
}

const PRESSURE =
  /^(?:(?:BP|TA|PA|RR|NIBP)[:\s]+)?(\d{1,3}(?:\.\d+)?)\s*[/\\|]\s*(\d{1,3}(?:\.\d+)?)\s*(\D.*)?$/iu;

/** Undefined if a cell is not two numbers and a unit at most. */
export function readBloodPressure(cell: string): BloodPressure | undefined {
  const [, systolic, diastolic, unit = ""] = PRESSURE.exec(asciiDigits(cell)) ?? [];
  if (systolic === undefined || diastolic === undefined) return undefined;
  return unit === "" || isUnit(unit) ? { systolic, diastolic, unit: unit || null } : undefined;
}

/** The cell, kept as it was; `complete` takes it apart. */
export function bloodPressure<const Column extends string>(settings: {
  readonly column: Column;
}): Field<string> & { readonly column: Column } {
  return {
    kind: "blood pressure",
    required: false,
    holds: "notes",
    blank: null,
    column: settings.column,
    problems: {
      unread: {
        severity: "warning",
        advice:
          "The cell is not two numbers such as 120/80. It was imported as text alone: check it.",
      },
    },
    options: z.object({}),
    compile: () => (cell, sink) => {
      if (readBloodPressure(cell) === undefined) sink.problem("unread");
      return cell;
    },
  };
}
