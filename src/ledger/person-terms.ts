// What joining the records of persons came to, as plain data; no patient's value.

/** What became of links. declared = joined + redundant + dangling + contested + refused. */
export interface LinkTerms {
  readonly declared: number;
  /** Made one component of two. */
  readonly joined: number;
  /** Its records were of one component already. */
  readonly redundant: number;
  /** One of its records is not there. */
  readonly dangling: number;
  /** What should agree says that they are two people. */
  readonly contested: number;
  /** Against the cardinality that was declared, a verdict, or a constraint of the database. */
  readonly refused: number;
}

/** Every term of: persons = records - unions. */
export interface Terms {
  readonly merge: string;
  readonly legacySystem: string;
  /** By space. */
  readonly records: Readonly<Record<string, number>>;
  /** By the link's name. */
  readonly links: Readonly<Record<string, LinkTerms>>;
  /** Verdicts "same"; absent where there are none. */
  readonly reviewed?: LinkTerms;
  readonly unions: number;
  readonly persons: number;
  /** Persons with several records; and those with one, by its space. */
  readonly linked: number;
  readonly alone: Readonly<Record<string, number>>;
  /** Records that differ from their person, by column. */
  readonly differs: Readonly<Record<string, number>>;
  /** References that lead to the person instead, by table. */
  readonly repointed: Readonly<Record<string, number>>;
  /** Rows that became one with another, by table. */
  readonly absorbed: Readonly<Record<string, number>>;
  /** Columns that the application edited: they stay as it left them. */
  readonly edited: number;
  /** Persons whose row the database let have no value of another record: a constraint over several columns. */
  readonly refused: number;
  /** Records that no row of an entity names where one is expected, by space and entity, with their places. */
  readonly unnamed: readonly Unnamed[];
  /** Rows of the table as the application sees it, before the run and now. */
  readonly rows: { readonly before: number; readonly after: number };
}

/** Records of a space that no row of an entity names. */
export interface Unnamed {
  readonly space: string;
  readonly entity: string;
  readonly count: number;
  /** The first of them. */
  readonly places: readonly {
    readonly file: string;
    readonly record: number;
    readonly line: number;
  }[];
}
