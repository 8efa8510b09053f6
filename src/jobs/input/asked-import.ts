import type { Target } from "../../../importers/define-target.ts";
import type { RunSettings } from "../../ledger/run-summary.ts";
import type { Fit } from "../../mapping/fit-mapping.ts";
import type { Export } from "../../source/source-file.ts";

/** How an import is asked for. */
export interface AskedImport {
  readonly target: Target;
  /** The export: a folder, or one file. */
  readonly source: string;
  /** What was found there, if it can be read only once: standard input. */
  readonly spooled?: Export;
  /** A mapping file, or the name of one that ships; undefined for the one that fits the headers. */
  readonly mapping: string | undefined;
  readonly legacySystem: string | undefined;
  /** Entities; undefined for all. */
  readonly only: readonly string[] | undefined;
  /** `YYYY-MM-DD`: the day after which a date is in the future; undefined for today. */
  readonly asOf: string | undefined;
  /** The report's folder; undefined for one of the run's name. */
  readonly report: string | undefined;
  /** A file of corrections for every export. */
  readonly fixes: string | undefined;
  readonly settings: RunSettings;
}

/** An import whose mapping is known, and how it was asked for with that. */
export interface FoundInput {
  readonly asked: AskedImport;
  readonly fit: Fit;
  /** The file of the mapping, if it was proposed from the data. */
  readonly proposed?: string;
}
