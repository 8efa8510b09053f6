import type { SharedKnown } from "./known.ts";

/**
 * How a text holds resources: one a line, in a list, one after the other, or as the entries of bundles, of which there
 * may be several.
 */
export type FhirLayout = "lines" | "list" | "values" | "bundle";

/** Which resources of a text are meant. */
export interface FhirPlace {
  readonly table: string;
  readonly layout: FhirLayout;
  /** What cannot be read is a record of this table: of one of those in the text. */
  readonly takesStrays: boolean;
  /** What resources of the export say of each other. */
  readonly known: SharedKnown;
  /** What is to be told of the table. */
  readonly notes: readonly string[];
}

/** A resource with scans in it is long. */
export const LONGEST_RESOURCE = 32 * 2 ** 20;

/** The member of an entry that is the resource. */
export const RESOURCE = "resource";
