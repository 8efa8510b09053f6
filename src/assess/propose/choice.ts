/** A column that may feed a field. */
export interface Candidate {
  /** The column's place, from 0. */
  readonly at: number;
  readonly field: string;
  readonly score: number;
  readonly says: string;
  readonly why: string;
}

/** A column that feeds a field; where several do, which of them it is. */
export interface Choice extends Candidate {
  readonly fields?: readonly string[];
  readonly part?: number;
}
