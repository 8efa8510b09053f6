// What joining the records of persons came to, as plain data; no patient's value.

/** In the report folder: every record with a finding. */
export const PERSONS_FILE = "persons.csv";

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
  /** What was found on single records: absent where nothing was, and in runs of before there was such a thing. */
  readonly findings?: {
    /** By code. */
    readonly counts: Readonly<Record<string, number>>;
    /** The first of each. */
    readonly first: readonly PersonFinding[];
  };
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
    /** Absent in runs of before it was told. */
    readonly legacyId?: string;
  }[];
}

/** A record that people have to look at, by its space and legacy id; `persons.csv` has a line for each. */
export interface PersonFinding {
  readonly code:
    | "dangling"
    | "contested"
    | "cardinality"
    | "clash"
    | "constraint"
    | "orphan"
    | "differs";
  readonly merge: string;
  /** The link, the entity that was expected to name it, or the person's entity. */
  readonly about: string;
  readonly space: string;
  readonly legacyId: string;
  /** The other record of a link; of one that differs, the person's first record. */
  readonly otherSpace: string | null;
  readonly otherLegacyId: string | null;
  /** Columns that differ. */
  readonly fields: readonly string[];
  /** Where the record stands; null where that is not known. */
  readonly file: string | null;
  readonly record: number | null;
  readonly line: number | null;
}
