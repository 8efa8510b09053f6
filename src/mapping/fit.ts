import type { Importer } from "../../importers/define.ts";
import type { Understanding } from "../source/detect/understand.ts";
import type { Dialect, SourceRecord } from "../source/record.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { AbsentFile } from "./absent-files.ts";
import type { LeftAlone } from "./aside/left-alone.ts";
import type { Lookup, LookupFile } from "./lookup/lookups.ts";
import type { EntityMapping, Mapping } from "./mapping.ts";
import type { Reader } from "./readers.ts";

// What the files of an export are, seen through a mapping.

/** A file of the export and the columns that it names. */
export interface HeadedFile {
  readonly file: SourceFile;
  readonly header: readonly string[];
  /** How it is written; plain CSV unless said. */
  readonly dialect?: Dialect | undefined;
  /** How that was found out. */
  readonly understanding?: Understanding | undefined;
  /** The mapping names its columns anew: it is meant, also where no entity names it. */
  readonly isRenamed?: boolean;
  /** What else is to be told of it. */
  readonly notes?: readonly string[];
  /** It is a hidden sheet, and nobody has said whether that is read. */
  readonly asksHidden?: boolean;
}

/** A file whose entity is known. */
export interface FittedFile extends HeadedFile {
  readonly importer: Importer;
  readonly mapping: EntityMapping;
  /** Columns of the file that the mapping does not know: they are not imported. */
  readonly unmapped: readonly string[];
  /** Optional columns that the file lacks. */
  readonly absent: readonly string[];
  /** The entities that it is read for, if there are several. */
  readonly readers?: readonly Reader[] | undefined;
  /** Those of them that another file of the entity has: here they count as empty. */
  readonly lent?: readonly string[];
  /** Puts corrections into its records as they are read. */
  readonly amend?: Amend;
  /** The file of an earlier run whose records these are: its row in the ledger. */
  readonly ofFile?: number;
  /** Other files of the export, in which fields are looked up. */
  readonly lookups?: readonly Lookup[];
  /** Records that a person decided not to import, by their number, and why; those of fixes are known once they are read. */
  readonly withdrawn?: ReadonlyMap<number, string>;
}

/** A record, and what it is with the corrections that people made. */
export type Amend = (record: SourceRecord) => SourceRecord;

/** A file that is left alone, and why. */
export interface IgnoredFile {
  readonly name: string;
  readonly reason: string;
  /** What it holds, where it is a table that could be read. */
  readonly headed?: HeadedFile;
  /** The same, counted. */
  readonly held?: LeftAlone | undefined;
}

/** What an export is, seen through one mapping. */
export interface Fit {
  readonly mapping: Mapping;
  /** As the mapping has them; those of the target unless said. */
  readonly importers?: readonly Importer[];
  readonly files: readonly FittedFile[];
  readonly ignored: readonly IgnoredFile[];
  /** The files in which fields are looked up. */
  readonly lookups?: readonly LookupFile[];
  /** Files that the mapping names and the export lacks. */
  readonly absent?: readonly AbsentFile[];
}
