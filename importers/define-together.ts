// Rules over several records of one patient, one bed, one doctor: what one of them says against another. Importers
// declare them; the engine in src/ looks at the rows as they stand in the target, when all of a run are written.

/** A row, by the keys of its columns, as the database has it. */
export type TogetherRow = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Hears the rows of one group in their order, and names the earlier one that a row stands against. */
export type Compare = (row: TogetherRow) => TogetherRow | undefined;

/** A rule over rows that belong together. Each record stays as it is: a finding is a warning, with both places. */
export interface TogetherFor<Column extends string> {
  /** The code without the entity: `doseNumber.order`. */
  readonly code: string;
  readonly advice: string;
  /** The field whose column the issue names. */
  readonly field: string;
  /**
   * Rows belong together that have the same of each of these; of a list, the first that is known counts. Texts are
   * the same whatever their letter case.
   */
  readonly by: readonly (Column | readonly Column[])[];
  /** Rows that lack one of these are not compared; all of `by`, unless said. */
  readonly needs?: readonly Column[];
  /** Rows that have one of these values are not compared. */
  readonly except?: { readonly [Name in Column]?: readonly string[] };
  /** The order in which they are heard; the database's own among equals. */
  readonly order: readonly Column[];
  /** What else is looked at. */
  readonly reads?: readonly Column[];
  /**
   * Made anew for each group: it holds a few rows at most, however many come.
   *
   * @param filled keys of the columns that the import fills: what an export has no column for is not known
   */
  compare(filled: ReadonlySet<string>): Compare;
}

export type TogetherRule = TogetherFor<string>;
