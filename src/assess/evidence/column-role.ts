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
  | "boolean";

/** Roles of columns that hold days. */
export const isDay = (role: ColumnRole | undefined): boolean =>
  role === "birth" || role === "past" || role === "date";
