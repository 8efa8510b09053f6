/** What became of an older row. */
export type CopyOutcome =
  /** Its new row was made now. */
  | "copied"
  /** Its new row is there, and holds what it holds. */
  | "left"
  /** It has changed since it was copied, and its new row has not. */
  | "changed"
  /** Its new row was edited in the application since. */
  | "edited"
  /** Both have changed since, differently. */
  | "conflict"
  /** Its new row was deleted in the application since. */
  | "deleted"
  /** It changed since, and its new row was given what it holds now. */
  | "updated"
  /** It cannot be copied. */
  | "rejected";

/** An older row that was not plainly copied or left. */
export interface CopyFinding {
  readonly outcome: CopyOutcome;
  /** The older row's id. */
  readonly id: string;
  /** `row 7`, `line 1204`. */
  readonly place: string;
  /** Columns, a code or a constraint; no patient's value. */
  readonly detail: string;
}

export type CopyCounts = Readonly<Record<CopyOutcome, number>>;

const LISTED = 1_000;

/** Counts the outcomes of older rows, and keeps the first findings. */
export class CopyTally {
  readonly counts: Record<CopyOutcome, number> = {
    copied: 0,
    left: 0,
    changed: 0,
    edited: 0,
    conflict: 0,
    deleted: 0,
    updated: 0,
    rejected: 0,
  };
  readonly findings: CopyFinding[] = [];

  add(outcome: CopyOutcome): void {
    this.counts[outcome]++;
  }

  found(finding: CopyFinding): void {
    this.counts[finding.outcome]++;
    if (this.findings.length < LISTED) this.findings.push(finding);
  }

  get rows(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }
}
