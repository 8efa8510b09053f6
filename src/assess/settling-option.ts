import type { DecisionSubject } from "./assessment.ts";

/** The option of a mapping's field that settles a decision. */
export const SETTLING: Readonly<Record<DecisionSubject, string>> = {
  dateFormat: "format",
  timeFormat: "format",
  centuryPivot: "pivot",
  decimalSeparator: "decimal",
  currencies: "symbols",
  calendar: "calendar",
  codes: "codes",
  nullTokens: "nullTokens",
};
