/** A cell of a rejected record: its place among the columns of the entity, and what it is to be. */
export interface WantedCell {
  readonly at: number;
  readonly value: string;
}

/** A correction as people ask for it. Records are those of a `RejectIndex`, by their numbers. */
export type Wanted =
  | { readonly kind: "set"; readonly record: number; readonly cells: readonly WantedCell[] }
  /** This value -> that value, in these records; the ones that do not have it are left alone. */
  | ({ readonly kind: "replace" } & WantedReplace)
  /** The cells may be those of the legacy id, and of what the record names. */
  | { readonly kind: "newNumber"; readonly record: number; readonly cells: readonly WantedCell[] }
  | { readonly kind: "asWritten" | "withdraw" | "afterAll"; readonly records: readonly number[] }
  /** Of records that clash, this one is kept and the others are withdrawn. */
  | { readonly kind: "keepThis"; readonly record: number; readonly others: readonly number[] }
  /** They are withdrawn, for the record of this legacy id, rejected or not, is the same person. */
  | { readonly kind: "samePerson"; readonly records: readonly number[]; readonly kept: string }
  /** Records that clash get a new number each. */
  | {
      readonly kind: "newNumbers";
      readonly records: readonly {
        readonly record: number;
        readonly cells: readonly WantedCell[];
      }[];
    };

export interface WantedReplace {
  readonly records: readonly number[];
  readonly at: number;
  /** One value, or several spellings of it. */
  readonly from: string | readonly string[];
  readonly to: string;
}

/** What goes without saying for whoever asks. */
export interface Asking {
  readonly who: string;
  /** Why; required where records are withdrawn. */
  readonly why: string;
}
