// What a merge is, and what it comes to: plain data.

/** How many partners a record may have by one declaration of links: its `from` side first. */
export type Cardinality = "one-to-one" | "many-to-one" | "one-to-many" | "many-to-many";

/** A declaration of links in a mapping. */
export interface DeclaredLink {
  /** What it is called in terms and in the ledger: `patients.linked_child_id`. */
  readonly name: string;
  /** Spaces of the records on either side. */
  readonly from: string;
  readonly to: string;
  /** Any number unless said. */
  readonly cardinality?: Cardinality;
}

/** A column of another table that a record of a space is to be named in. */
export interface Expected {
  readonly space: string;
  /** What reports call it: the entity. */
  readonly entity: string;
  /** SQL names. */
  readonly table: string;
  readonly column: string;
}

/** Records of one or more spaces whose rows are of one table, and may be of one person. */
export interface Merge {
  /** The entity whose rows are joined: `persons`. */
  readonly name: string;
  /** SQL name of its table, and of the table's key. */
  readonly table: string;
  readonly key: string;
  /** By precedence. The crosswalk calls them entities. */
  readonly spaces: readonly string[];
  readonly links: readonly DeclaredLink[];
  /**
   * Columns that are taken from one record together, such as a birth date and its precision; the first of each says
   * whether a record has anything. Every other column stands for itself.
   */
  readonly groups: readonly (readonly string[])[];
  /** By column (SQL name; of a group the first): the space whose value is taken before those of all others. */
  readonly prefer: Readonly<Record<string, string>>;
  /** Columns whose differences are warnings. */
  readonly compare: readonly string[];
  /** Columns that speak against a link when all of them differ: birth date and gender. Nothing is contested if there are none. */
  readonly contest: readonly string[];
  /** By column: a value that says as little as an empty cell, such as `unknown`. */
  readonly blanks: Readonly<Record<string, string | number>>;
  /** Columns that are no field of a record: they are the first record's own, and no conflict. Timestamps, numbers that people see. */
  readonly own: readonly string[];
  readonly expect: readonly Expected[];
  /** References to the table that the database does not declare. SQL names. */
  readonly references: readonly { readonly table: string; readonly column: string }[];
}

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
  /** Records that no row of an entity names where one is expected, by space and entity, with the first of their legacy ids. */
  readonly unnamed: readonly Unnamed[];
  /** Rows of the table as the application sees it, before the run and now. */
  readonly rows: { readonly before: number; readonly after: number };
}

/** Records of a space that no row of an entity names. */
export interface Unnamed {
  readonly space: string;
  readonly entity: string;
  readonly count: number;
  readonly first: readonly string[];
}

/** A finding on two records, by space and legacy id, that people have to know of. */
export interface LinkFinding {
  readonly code: "dangling" | "contested" | "cardinality" | "clash" | "constraint";
  readonly link: string;
  readonly from: RecordName;
  readonly to: RecordName;
}

/** A record as people find it. */
export interface RecordName {
  readonly space: string;
  readonly legacyId: string;
}
