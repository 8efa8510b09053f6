/** Words by what they mean: `"birth date": "dob, fecha de nacimiento"`. */
export type Words = Readonly<Record<string, string>>;

/** How the columns of one entity are called. Meanings are joined by blanks; `#` is an id, a number or a code. */
export interface EntityWords {
  readonly entity: string;
  /** The meaning that says that a column is the entity's own. */
  readonly owner: string;
  /**
   * Its columns are told by finer meanings: what a header says of them has to be the field's own. `discount` is no
   * total, and `appointment id` no visit's.
   */
  readonly exact?: true;
  /** Other meanings that its tables and their own ids are called after: results and observations of a laboratory. */
  readonly also?: readonly string[];
  /** Whose records its own may be too, where an export has no other ones: an appointment is a visit then. */
  readonly kindOf?: string;
  /** What its records give others, where it is imported itself: doctors may have their names from users. */
  readonly lends?: "persons" | "names";
  /** Its records are persons: a header that says "person" may be said of them. */
  readonly people?: true;
  /** What its owner's words say besides, which tables of other things are called too. */
  readonly within?: readonly string[];
  /** Whose ids say much of a table beside its own: a visit has a patient's, a bill has a visit's. */
  readonly refers?: readonly string[];
  /** Whose tables may hold its records among others, and how those are told there. */
  readonly among?: { readonly owner: string; readonly kinds: string };
  /** By field: what a header says, and how sure that is, 0 to 1. */
  readonly fields: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** By field that names a record of another entity: the one that takes it as a text, where the export has no such records. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly composed: { readonly address?: ComposedParts; readonly fullName?: ComposedNames };
  /** Of each list of fields a table of the entity has at least one. */
  readonly needs: readonly (readonly string[])[];
  /** Of each list a table has one field even where its name says what it is: a list of medicines is nobody's. */
  readonly must?: readonly (readonly string[])[];
  /** What a header says of which entity the table is, for and against. */
  readonly signs: Readonly<Record<string, number>>;
}

/** Of what an address is put together. */
interface ComposedParts {
  /** What stands first. */
  readonly lead: readonly string[];
  readonly parts: readonly string[];
  /** Parts that are an address only beside others. */
  readonly beside: readonly string[];
  /** What may be said besides. */
  readonly may: readonly string[];
  /** Parts of which a code says as much as a name. */
  readonly coded: readonly string[];
}

/** Of which fields one name is put together. */
interface ComposedNames {
  readonly first: string;
  readonly last: string;
}

/** What is known of how real systems call things. */
export interface Vocabulary {
  readonly words: readonly Words[];
  /** Finer meanings, which only some entities tell apart: discounts, taxes and balances are all of payments. */
  readonly finer?: readonly Words[];
  readonly entities: readonly EntityWords[];
  /** Meanings that are said of tables of other things, and how much they speak against ours. */
  readonly otherTables: Readonly<Record<string, number>>;
  /** By meaning: words that are values of it, the most different ones, and which share of them is known. */
  readonly values: Readonly<
    Record<string, { readonly words: string; readonly most: number; readonly share: number }>
  >;
  /** What columns of health data are called: that one is left out is decided by a person who is named. */
  readonly health: HealthWords;
}

/** Words of headers of health data, as they are compared: in lower case, without accents. */
export interface HealthWords {
  /** Whole words of a header. */
  readonly words: ReadonlySet<string>;
  /** What a header has in it, written as one word: long enough not to be a part of other words. */
  readonly parts: readonly string[];
}

/** What a column of codes may be about. */
export type CodeSubject = "gender" | "status" | "boolean";

/** What codes mean, as values of the target. */
export interface CodeWords {
  /** By value, the words for it in many languages, with `|` between them, in lower case and without accents. */
  readonly words: Readonly<Record<CodeSubject, Readonly<Record<string, string>>>>;
  /** Letters and numbers for a gender, each a set that belongs together. */
  readonly genderLetters: readonly Readonly<Record<string, string>>[];
}
