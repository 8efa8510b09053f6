/** Why a row cannot be taken back or put back. */
export type Reason =
  | "edited"
  | "later-run"
  | "later-run-refers"
  | "application-refers"
  | "kept-row-refers"
  | "shared"
  | "parent-missing"
  | "id-taken"
  | "number-taken"
  | "imported-again";

/** What to do about it; the code is `<entity>.undo.<reason>`. */
export const advice = (application: string): Readonly<Record<Reason, string>> => ({
  edited: `The row was edited in ${application} since. Revert the edit, or leave the row.`,
  "later-run": "A later run wrote the row too. Undo that run first.",
  "later-run-refers": "Rows of another run refer to the row. Undo that run first.",
  "application-refers": `Rows that ${application} made refer to the row. It is in use; leave it.`,
  "kept-row-refers": "A row of this run that stays refers to the row. See why that one stays.",
  shared: "Other legacy records became the same row. Leave it.",
  "parent-missing": "The row would refer to one that is no longer there.",
  "id-taken": "Another row has the id now.",
  "number-taken": "Another row has the number that the row was known by. Leave it.",
  "imported-again": "A later run imported the record again. Undo that run first.",
});
