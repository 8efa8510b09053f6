// What an import by the mapping that is proposed would find, as far as it was tried.

/** What came of importing an export by a proposal, into a database that vanished. */
export type Trial =
  | {
      readonly outcome: "not tried" | "refused";
      readonly why: string;
      /** Whether the reason names keys and counts alone, and no cell. */
      readonly isPlain?: true;
    }
  | {
      readonly outcome: "tried";
      readonly entities: readonly TriedEntity[];
      /** How many patients it was tried with, and what belongs to them, where that was not all. */
      readonly sample?: number;
      /** Entities that could not be tried, and what has to be said first. */
      readonly left?: readonly { readonly entity: string; readonly key: string }[];
    };

/** How an entity's records fared. */
export interface TriedEntity {
  readonly entity: string;
  readonly records: number;
  readonly rejected: number;
  /** Why, the most frequent first: `visits.doctor.unknown`. */
  readonly codes: readonly { readonly code: string; readonly count: number }[];
  /** What is let in, and told: `patients.registrationDate.future`. */
  readonly warnings: readonly { readonly code: string; readonly count: number }[];
}
