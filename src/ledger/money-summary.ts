// What amounts that hang together come to, per owner: the export beside the database. In minor units of the currency.

/** The place of a record. */
export interface MoneyPlace {
  readonly file: string;
  readonly line: number;
}

export interface MoneySums {
  /** Who has any. */
  readonly owners: number;
  readonly billed: number;
  /** Less what was given back. */
  readonly paid: number;
  /** Billed less paid. */
  readonly open: number;
  /** What is open as the records themselves say. */
  readonly recorded: number;
}

/** What does not add up, the largest first. */
export interface DebtSummary {
  readonly count: number;
  readonly sum: number;
  readonly largest: readonly (MoneyPlace & { readonly difference: number })[];
}

/** How much more the database has of an owner than the export. */
export type OwnerDifference = MoneyPlace & Omit<MoneySums, "owners">;

export interface MoneySummary {
  /** What is owed, and by whom. */
  readonly entity: string;
  readonly owner: string;
  readonly old: MoneySums;
  readonly new: MoneySums;
  /** Whose sums differ; the place is that of the owner's first record. */
  readonly owners: { readonly count: number; readonly largest: readonly OwnerDifference[] };
  /** Totals that are not what their items come to; null where the export has no items. */
  readonly items: DebtSummary | null;
  /** What is open as recorded and is not the total less the payments; null where payments name no debt. */
  readonly payments: DebtSummary | null;
  readonly withoutItems: number;
  /** Payments that belong to nothing that is owed. */
  readonly withoutDebt: DebtSummary;
}
