// How rows of a target are written as resources of FHIR R4, for `export:fhir`. Declared beside the importers; the engine
// reads rows and writes lines.

/** A row: the keys of the Drizzle table, and what is in its columns. */
export type FhirRow = Readonly<Record<string, string | number | null>>;

/** A value of JSON. A number that is not whole is written with the digits of its text. */
export type FhirValue =
  | string
  | number
  | boolean
  | FhirDecimal
  | undefined
  | readonly FhirValue[]
  | { readonly [name: string]: FhirValue };

export type FhirElement = { readonly [name: string]: FhirValue };

/** An exact decimal. */
export class FhirDecimal {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a row needs besides itself. */
export interface FhirMeans {
  /** The rows of another entity that have a value in a column, in the order of their keys. */
  readonly rows: (
    entity: string,
    column: string,
    value: FhirRow[string] | undefined,
  ) => readonly FhirRow[];
}

/** A resource without its id and identifiers; or why the row cannot be one, in words without a value. */
export type Written = { readonly resource: FhirElement } | { readonly unfit: string };

/** How the rows of one entity become resources of one type. */
export interface FhirWriter {
  readonly entity: string;
  /** The type of the resources. */
  readonly type: string;
  /** An entity whose rows are written within these resources. */
  readonly holds?: string;
  /** Undefined of a row that other resources say all of. */
  write(row: FhirRow, means: FhirMeans): Written | undefined;
}
