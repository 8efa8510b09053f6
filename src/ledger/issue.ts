import type { Severity } from "../../importers/define.ts";
import type { OUTCOMES } from "../../shared/ledger.ts";

/** What became of one record. */
export type Outcome = (typeof OUTCOMES)[number];

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

/** A finding that keeps a record out. */
export type ErrorIssue = Issue & { readonly severity: "error" };

const isError = (issue: Issue): issue is ErrorIssue => issue.severity === "error";

/** The first finding that keeps a record out; undefined of a sound record. */
export const firstError = (issues: readonly Issue[]): ErrorIssue | undefined =>
  issues.find(isError);

/** Whether nothing that was found keeps a record out. */
export const isSound = (issues: readonly Issue[]): boolean =>
  !issues.some(({ severity }) => severity === "error");

/** What keeps a record out. */
export const errorsOf = (issues: readonly Issue[]): Issue[] => issues.filter(isError);

/** The codes of errors, each once, in their order. */
export function errorCodes(issues: readonly Issue[]): string[] {
  const [first] = issues;
  // Nearly every record that has any has one.
  if (issues.length === 1 && first?.severity === "error") return [first.code];
  return [...new Set(errorsOf(issues).map(({ code }) => code))];
}

/** An issue that speaks of another record. */
export function relatedTo(issue: Issue, related: RelatedPlace): Issue {
  const { code, severity, column, detail } = issue;
  // Written out: to copy an object takes ten times as long.
  if (column === undefined || detail !== undefined) return { ...issue, related };
  return { code, severity, column, related };
}

/** Whether two issues of one code say the same, apart from the place that they speak of. */
export const saysTheSame = (one: Issue, other: Issue): boolean =>
  one.severity === other.severity && one.column === other.column && one.detail === other.detail;
