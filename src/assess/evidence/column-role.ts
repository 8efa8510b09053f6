/**
 * What a column is taken for, where that is known: it says what its cells cannot be. A birth lies in
 * the past; so do a registration and a hiring (`past`), and hospitals kept no such records on
 * computers before 1950. A `date` may lie in the future, as an appointment does.
 */
export type ColumnRole =
  | "birth"
  | "past"
  | "date"
  | "time"
  | "amount"
  | "gender"
  | "status"
  | "boolean"
  | "text";

/** Roles of columns that hold days. */
export const isDay = (role: ColumnRole | undefined): boolean =>
  role === "birth" || role === "past" || role === "date";

/** What a column is that feeds a canonical field; undefined if its cells need no reading. */
export function roleOf(field: string, { kind }: { readonly kind: string }): ColumnRole | undefined {
  if (kind === "date") return dayRole(field);
  if (kind === "time") return "time";
  if (kind === "money" || kind === "integer") return "amount";
  if (kind === "code") return field === "gender" || field === "status" ? field : undefined;
  return kind === "text" || kind === "phone" ? "text" : undefined;
}

function dayRole(field: string): ColumnRole {
  if (/birth/i.test(field)) return "birth";
  return /registration|join|hire/i.test(field) ? "past" : "date";
}
