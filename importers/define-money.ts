// Which amounts of a target sum up into which others. The engine reconciles them, per owner; it knows none by name.

/** Declared by what is owed: bills, whose items come to their totals, and which payments settle. Fields are named. */
export interface MoneyTree {
  /** The reference to whom it is owed by, and of whom the sums are struck: a patient. */
  readonly owner: string;
  readonly total: string;
  /** What is left to be paid, as recorded. */
  readonly open: string;
  /** What the items and the total differ by: added, and taken off. */
  readonly plus: readonly string[];
  readonly minus: readonly string[];
  readonly items: PartOfDebt;
  /** Below nothing for what was given back. */
  readonly payments: PartOfDebt & {
    /** The reference to whom it was paid by, where the debt does not say it. */
    readonly owner: string;
    /** A field, and the values of it that say that no money changed hands. */
    readonly except?: { readonly field: string; readonly values: readonly string[] };
  };
}

/** An entity whose amounts belong to what is owed. */
interface PartOfDebt {
  readonly entity: string;
  /** Its reference to what is owed. */
  readonly of: string;
  readonly amount: string;
}

/** An exact decimal: `units` times ten to the power of minus `scale`. */
export interface ExactDecimal {
  readonly units: bigint;
  readonly scale: number;
}
