import type { ReadingByFile } from "../source/reading-settings.ts";
import type { FieldMapping } from "./field-mapping.ts";
import type { Setting } from "./rule-book.ts";
import type { LinkOf } from "./spaces/link-importer.ts";
import type { MergeMapping } from "./spaces/merges.ts";
import type { Where } from "./where/condition.ts";

// What a mapping file says, once it is read.

/** A column that is left out; who and why, where the mapping says it. */
export interface IgnoredColumn {
  readonly column: string;
  readonly by?: string | undefined;
  readonly why?: string | undefined;
}

/** What becomes of columns that no field is filled from: they are kept, or a person has them dropped. */
export type Unmapped =
  | "keep"
  | { readonly drop: "all"; readonly by?: string | undefined; readonly why?: string | undefined };

/** How one entity's files are read. */
export interface EntityMapping {
  /** The entity in whose table its records are rows, with legacy ids of their own. */
  readonly as?: string | undefined;
  /** Its records are links, as `merges` says: it stands in no mapping file. */
  readonly link?: LinkOf | undefined;
  /** The names of its files, where headers alone cannot tell. */
  readonly file: string | readonly string[] | undefined;
  readonly fields: Readonly<Record<string, FieldMapping>>;
  /** An export may lack its files. */
  readonly optional?: boolean | undefined;
  /** The file's records that are of the entity, where it holds others too; those are skipped. */
  readonly where?: Where | undefined;
  /** Columns that a person has left out. */
  readonly ignore: readonly IgnoredColumn[];
  /** What becomes of columns that are not named; as the mapping says unless said. */
  readonly unmapped?: Unmapped | undefined;
  /** Columns that look like secrets and are read all the same. */
  readonly secrets?: readonly string[] | undefined;
  /** Cells that mean "nothing". */
  readonly nullTokens: readonly string[];
  readonly rules: Readonly<Record<string, Setting>>;
}

/** What stands in place of a currency where the data say it. */
export const AS_RECORDED = "as recorded";

/** Legacy columns to canonical fields, with formats and code lists, for one legacy system. */
export interface Mapping {
  readonly name: string;
  readonly legacySystem: string;
  /** ISO 4217; or `as recorded`, as long as it is not known what the data say. */
  readonly currency: string;
  /** The same mapping as its file has it, where the data have said the currency. */
  readonly asWritten?: Mapping | undefined;
  /** IANA name. */
  readonly timeZone: string;
  readonly entities: Readonly<Record<string, EntityMapping>>;
  /** ISO 3166-1 alpha-2; where phone numbers are worked out for it. */
  readonly country?: string;
  /** How files are written, by their names, or `*` for all; the rest is detected. */
  readonly reading: ReadingByFile;
  /** What becomes of columns that are not named; they are kept unless said. */
  readonly unmapped?: Unmapped | undefined;
  /** By entity, which of its records may be of one person. */
  readonly merges?: Readonly<Record<string, MergeMapping>> | undefined;
}
