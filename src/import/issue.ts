import type { Severity } from "../../importers/define.ts";

/** What became of one record. */
export type Outcome = "inserted" | "updated" | "unchanged" | "duplicate" | "rejected" | "skipped";

/** Another record that an issue speaks of. */
export interface RelatedPlace {
  readonly file: string;
  readonly record: number;
  readonly line: number;
}

/** One finding on one record. It names places and codes, never a value. */
export interface Issue {
  /** `<entity>.<field>.<problem>`. */
  readonly code: string;
  readonly severity: Severity;
  /** The legacy column or columns; absent where the record as a whole is meant. */
  readonly column?: string;
  readonly related?: RelatedPlace;
  /** What the database said: the name of a constraint. */
  readonly detail?: string;
}

/** Whether nothing that was found keeps a record out. */
export const isSound = (issues: readonly Issue[]): boolean =>
  !issues.some(({ severity }) => severity === "error");

/** What keeps a record out. */
export const errorsOf = (issues: readonly Issue[]): Issue[] =>
  issues.filter(({ severity }) => severity === "error");

/** The codes of errors, each once, in their order. */
export const errorCodes = (issues: readonly Issue[]): string[] => [
  ...new Set(errorsOf(issues).map(({ code }) => code)),
];
