import { getTableName } from "drizzle-orm";
import { z } from "zod";
import type { Field } from "../define.ts";
import { type AnyTable, tableOf } from "../define-table.ts";
import { takeId } from "./legacy-id.ts";
import type { ReferenceField } from "./reference.ts";

interface LookupSettings<Column extends string> {
  /** The foreign key column, where it is not called like the field. */
  readonly column?: Column;
  /** What codes call it: `visits.clerk.unknown`. */
  readonly label: string;
  readonly required?: boolean;
}

/** What becomes of a record that names a row which is not there. */
const UNKNOWN_ROW = ["reject", "null"] as const;

// Made once: there are hundreds of fields.
const OPTIONS = z.object({ onUnknown: z.enum(UNKNOWN_ROW).optional() });

/**
 * A row of a table that no import fills, named by what stands in one of its columns, exactly: `lookup(users,
 * "username", { label: "clerk" })`. Its key is stored.
 */
export function lookup<Table extends AnyTable, const Column extends string = string>(
  table: Table,
  by: keyof Table["_"]["columns"] & string,
  settings: LookupSettings<Column>,
): Field<string> & ReferenceField<Column> {
  const { label, column, required = false } = settings;
  const name = getTableName(table);
  return {
    kind: "reference",
    required,
    blank: null,
    label,
    ...(column !== undefined && { column }),
    reference: {
      entity: `${name} by ${by}`,
      owner: false,
      carry: [],
      rows: { table: tableOf(table), by },
    },
    problems: {
      unknown: {
        severity: "error",
        advice: `No row of ${name} has this ${by}, or several have it. Write the right one, or add the row in the application. If nobody knows it, "onUnknown": "null" in the mapping lets such records in.`,
      },
    },
    options: OPTIONS,
    compile: () => takeId,
  } as Field<string> & ReferenceField<Column>;
}
