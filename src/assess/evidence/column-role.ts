import type { Field } from "../../../importers/define.ts";

/**
 * What a column is taken for, where that is known: it says what its cells cannot be. A birth lies in
 * the past; so do a registration and a hiring (`past`), and hospitals kept no such records on
 * computers before 1950. A `date` may lie in the future, as an appointment does. A `measure` is an
 * amount among words, with a unit behind it or none.
 */
export type ColumnRole =
  | "birth"
  | "past"
  | "date"
  | "time"
  | "amount"
  | "measure"
  | "gender"
  | "status"
  | "boolean"
  | "text";

/** Roles of columns that hold days. */
export const isDay = (role: ColumnRole | undefined): boolean =>
  role === "birth" || role === "past" || role === "date";

/** What a column is that feeds a canonical field; undefined if its cells need no reading. */
export function roleOf({ kind, holds }: Pick<Field, "kind" | "holds">): ColumnRole | undefined {
  if (kind === "date") return dayRole(holds);
  if (kind === "time") return "time";
  if (kind === "money" || kind === "integer" || kind === "decimal") return "amount";
  if (kind === "measured" || kind === "range") return "measure";
  if (kind === "code") return holds === "gender" || holds === "status" ? holds : undefined;
  if (kind === "boolean") return kind;
  return kind === "text" || kind === "phone" || kind === "list" ? "text" : undefined;
}

function dayRole(holds: Field["holds"]): ColumnRole {
  if (holds === "birth") return "birth";
  return holds === "registered" || holds === "hired" ? "past" : "date";
}
