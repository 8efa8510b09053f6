import { z } from "zod";
import type { Field, Reference } from "../define.ts";
import { SCIENTIFIC_ID } from "./digits.ts";
import { takeId } from "./legacy-id.ts";

interface ReferenceSettings<Column extends string> {
  /** The foreign key column, where it is not called like the field. */
  readonly column?: Column;
  /** What codes call it: `visits.patient.unknown`. */
  readonly label: string;
  readonly required?: boolean;
  readonly owner?: boolean;
  readonly carry?: readonly string[];
  /** What becomes of a record that names none which is there, where a mapping does not say; it is rejected unless said. */
  readonly onUnknown?: "null";
}

/** What becomes of a record whose parent is not in the crosswalk. */
export const UNKNOWN_PARENT = ["reject", "null", "placeholder"] as const;

/** What the compiler knows of such a field: what is stored is the key of the row that is named. */
export type ReferenceField<Column extends string> = {
  readonly reference: Reference;
} & (string extends Column ? unknown : { readonly column: Column });

// Made once: there are hundreds of fields.
const OPTIONS = z.object({
  onUnknown: z.enum(UNKNOWN_PARENT).optional(),
  to: z
    .string()
    .min(1)
    .optional()
    .describe("The entity of this mapping whose legacy ids the column holds."),
});

/** The legacy id of a record of another entity. */
export function reference<const Column extends string = string>(
  entity: string,
  settings: ReferenceSettings<Column>,
): Field<string> & ReferenceField<Column> {
  return {
    kind: "reference",
    required: settings.required ?? false,
    blank: null,
    label: settings.label,
    ...(settings.column !== undefined && { column: settings.column }),
    reference: {
      entity,
      owner: settings.owner ?? false,
      carry: settings.carry ?? [],
      ...(settings.onUnknown && { onUnknown: settings.onUnknown }),
    },
    problems: {
      scientific: SCIENTIFIC_ID,
      unknown: {
        severity: "error",
        advice: `No record of ${entity} has this id. Write the right one, or import the record it names. If nobody knows it, "onUnknown" in the mapping lets such records in.`,
      },
    },
    options: OPTIONS,
    compile: () => takeId,
  } as Field<string> & ReferenceField<Column>;
}
