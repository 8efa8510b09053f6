import type { Importer } from "../../../importers/define.ts";
import type { Database, TransientFailure } from "../../db/database.ts";
import type { RememberedRequest } from "../../ledger/run-ledger.ts";
import type { CorrectionCounts, RunKind, RunSettings } from "../../ledger/run-summary.ts";
import type { Fit } from "../../mapping/fit.ts";
import type { Fixes } from "../../mapping/fixes.ts";
import type { Merge } from "../../persons/merge.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Store } from "../../store/store.ts";
import type { Supply, SupplyJob } from "../supply/supply.ts";
import type { SupplyMeans } from "../supply/supply-means.ts";
import type { ImportPlan } from "./import-plan.ts";
import type { Resumption } from "./resume.ts";
import type { Progress, RunLog } from "./run-log.ts";

/** What a run is to do. */
export interface ImportRequest extends SupplyMeans {
  readonly db: Database;
  readonly fit: Fit;
  /** Where the database is that is spoken of, if `db` is a copy of it. */
  readonly databasePath?: string;
  /** Parents before children; also those whose files this run does not have. */
  readonly importers: readonly Importer[];
  readonly settings: RunSettings;
  readonly runName: string;
  /** Where the files are kept that records name; undefined if they are left alone. */
  readonly store?: Store;
  /** What the report calls the export. */
  readonly source: string;
  /** `YYYY-MM-DD`: the hospital's today. */
  readonly asOf: string;
  readonly startedAt: Date;
  readonly reportFolder: string | null;
  readonly kind?: RunKind;
  /** The run whose records are taken in once more. */
  readonly ofRun?: { readonly id: number; readonly name: string };
  /** Nobody wrote its mapping for this export: days that may stand for an unknown one are asked about. */
  readonly asksOfDays?: boolean;
  /** What people corrected in the records that are taken in once more. */
  readonly corrections?: CorrectionCounts;
  readonly remembered?: RememberedRequest;
  /** The run that is resumed. */
  readonly resume?: Resumption;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Hears of failures of the database that are tried again. */
  readonly onRetry?: (failure: TransientFailure) => void;
  /** Receives what happens, without a patient's value. */
  readonly log?: RunLog;
  /** The plan that the run is bound to: what it comes to must be what was planned. */
  readonly plan?: ImportPlan;
  /** Which of its records may be of one person, as its mapping says. */
  readonly merges?: readonly Merge[];
  /** Corrections that are applied to every export. */
  readonly fixes?: Fixes;
  /** When a first import takes the way that is fast for many records; when large unless said. */
  readonly firstImport?: "always" | "never" | "when large";
  /** Supplies the records of a file from another thread; undefined if this one is to read it. */
  readonly supplyFrom?: (job: SupplyJob, means: ElsewhereMeans) => Supply | undefined;
  /** Hears first which files it will be asked for. */
  readonly beforeSupply?: (files: readonly SourceFile[]) => void;
  /** Hears when no file is to be read any more: what was needed for that can be let go of. */
  readonly onAllRead?: () => Promise<void>;
  /** How long a run in batches keeps other programs from writing at most, but for a batch: milliseconds. */
  readonly turnsEvery?: number;
}

/** What of a run another thread has to know to read a file of it. */
export interface ElsewhereMeans extends Pick<ImportRequest, "fit" | "asOf" | "failAt" | "times"> {
  readonly batchSize: number;
  /** Records will need their target ids. */
  readonly derivesIds: boolean;
  /** The folder of the files that records name; undefined if they are left alone. */
  readonly filesFolder: string | undefined;
}
