import { z } from "zod";
import type { Field } from "../define.ts";
import { takeId } from "./legacy-id.ts";
import { SCIENTIFIC_ID } from "./scientific.ts";

interface ReferenceSettings {
  /** The foreign key column. */
  readonly column?: string;
  /** What codes call it: `visits.patient.unknown`. */
  readonly label: string;
  readonly required?: boolean;
  readonly owner?: boolean;
  readonly carry?: readonly string[];
}

/** What becomes of a record whose parent is not in the crosswalk. */
export const UNKNOWN_PARENT = ["reject", "null", "placeholder"] as const;

/** The legacy id of a record of another entity. */
export function reference(entity: string, settings: ReferenceSettings): Field<string> {
  return {
    kind: "reference",
    required: settings.required ?? false,
    blank: null,
    label: settings.label,
    reference: { entity, owner: settings.owner ?? false, carry: settings.carry ?? [] },
    problems: {
      scientific: SCIENTIFIC_ID,
      unknown: {
        severity: "error",
        advice: `No record of ${entity} has this id. Correct the cell, import the record it names, or set "onUnknown" in the mapping.`,
      },
    },
    options: z.object({ onUnknown: z.enum(UNKNOWN_PARENT).optional() }),
    compile: () => takeId,
  };
}
