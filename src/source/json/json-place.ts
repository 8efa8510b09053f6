import type { FhirPlace } from "../fhir/fhir-place.ts";

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
  /** Which records of the list are meant, where it holds several kinds: what leads to the word for it, and the word. */
  readonly kind?: { readonly path: readonly string[]; readonly is: string };
  /** The list within each record whose elements are the records that are meant. */
  readonly nested?: NestedList;
  /** Lists within each record that are tables of their own, and no columns of this one. */
  readonly apart?: readonly string[];
  /** The records are resources of FHIR: which of them, and how the text holds them. Path and shape say nothing then. */
  readonly fhir?: FhirPlace;
}

/** A list of objects within records, which is a table of its own. */
export interface NestedList {
  /** The path to it in a record: `visits`, `chart.visits`. */
  readonly list: string;
  /** What a record is known by, and the column of its list that holds it. */
  readonly keys: readonly (readonly [path: string, column: string])[];
}

/** The column of a record's key in a map. */
export const KEY_COLUMN = "key";
