import { resolve } from "node:path";
import type { Importer } from "../../../importers/define.ts";
import type { LedgerRun } from "../../ledger/run-ledger.ts";
import type { ChainFile } from "../../ledger/trail/chain-files.ts";
import { entityOfFile } from "../../mapping/file-options.ts";
import type { FittedFile, HeadedFile } from "../../mapping/fit.ts";
import type { EntityMapping, Mapping } from "../../mapping/mapping.ts";
import { readersOf } from "../../mapping/readers.ts";
import type { TracedCorrection, TracedIssue, TracedPlace, TracedVersion } from "./record-trace.ts";
import type { TraceMeans } from "./trace-means.ts";

/** Which version of a record is wanted. */
export interface WantedVersion {
  readonly importer: Importer;
  /** The run that met it so. */
  readonly run: LedgerRun;
  readonly place: TracedPlace;
  readonly offset: number | null;
  /** Of its cells, where that is known. */
  readonly fingerprint?: number | null;
  /** What was found on it. */
  readonly issues: readonly TracedIssue[];
  /** Its cells, where the ledger has them. */
  readonly inLedger: readonly string[] | undefined;
}

/** A version, and the corrections that made it what it is. */
export interface FoundVersion {
  readonly version: TracedVersion;
  readonly corrections: readonly TracedCorrection[];
  /** By label of a reference, the entity and the legacy id that the record names. */
  readonly named: ReadonlyMap<string, { readonly entity: string; readonly legacyId: string }>;
}

/** A version of a record, with what it is read by. */
export interface Reading extends WantedVersion {
  readonly file: ChainFile;
  /** The run that read the file. */
  readonly reader: LedgerRun;
  readonly mapping: Mapping | undefined;
}

export const sourceOf = ({ request, summary }: LedgerRun): string =>
  request?.source ?? summary?.source ?? "";

export const folderOf = ({ reportFolder, name }: LedgerRun): string =>
  reportFolder ?? resolve("reports", name);

const NO_MAPPING: EntityMapping = {
  file: undefined,
  fields: {},
  ignore: [],
  nullTokens: [],
  rules: {},
};

/** The file as the import saw it; without its mapping, what looks like a secret is left out all the same. */
export function fitFor(
  { importers }: TraceMeans,
  { importer, mapping, file }: Reading,
  headed: HeadedFile,
): FittedFile {
  const own = mapping?.entities[importer.entity];
  return {
    ...headed,
    importer,
    mapping: own === undefined ? NO_MAPPING : entityOfFile(own, file.name),
    readers: mapping && readersOf(file.name, mapping, importers),
    unmapped: [],
    absent: [],
  };
}

/** A file of the ledger, which is not opened. */
export const unopened = ({ name, header }: ChainFile): HeadedFile => ({
  file: { path: "", name, size: 0, modified: 0 },
  header,
});
