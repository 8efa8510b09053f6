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
