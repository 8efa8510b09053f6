import type { Share } from "../likeness/score-pair.ts";
import type { RecordName } from "../merge.ts";
import type { Guard } from "./guards.ts";

/** Two records that may be of one person, and why; no values. */
export interface Candidate {
  /** The one that comes first by the merge's order. */
  readonly a: RecordName;
  readonly b: RecordName;
  /** What is known before they are looked at. */
  readonly prior: number;
  readonly shares: readonly Share[];
  readonly guards: readonly Guard[];
  /** The sum of all: 0 is as likely as not, each bit more doubles that. */
  readonly bits: number;
}

/** What a search has found. */
export interface Found {
  /** Records that were compared. */
  readonly records: number;
  readonly pairs: number;
  /** The likeliest first. */
  readonly candidates: readonly Candidate[];
  /** More pairs than are kept are as likely. */
  readonly more: number;
  /** Pairs that only a guard keeps off the list, by guard. */
  readonly keptApart: Readonly<Record<string, number>>;
}
