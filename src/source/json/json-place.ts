/** Where the records of a table stand in a JSON text, and how they are written. */
export interface JsonPlace {
  /** What leads from the text's own value to what holds the records; the empty path is that value. */
  readonly path: readonly (string | number)[];
  /**
   * `values`: the text is one record after the other. `list`: a list of objects. `map`: an object of them, by
   * their keys. `rows`: a list of lists, one cell in each column. `columns`: an object of lists, one cell in
   * each record.
   */
  readonly shape: "values" | "list" | "map" | "rows" | "columns";
  /** What the columns of `rows` are called, where another place of the text says that. */
  readonly columns?: readonly string[];
  /** The member of each element that is the record: a FHIR bundle's `resource`. */
  readonly inner?: string;
  /** The kind of resource that is meant, where a bundle holds several. */
  readonly resourceType?: string;
}

/** The column of a record's key in a map. */
export const KEY_COLUMN = "key";
