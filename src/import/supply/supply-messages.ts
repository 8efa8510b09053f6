import type { SentLookup } from "../../mapping/lookup/lookups.ts";
import type { EntityMapping } from "../../mapping/mapping.ts";
import type { SerializedFailure } from "../../plain/serialized-failure.ts";
import type { StageTime } from "../../plain/stage-times.ts";
import type { Dialect } from "../../source/record.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { CountedCells } from "../prepare/cell-totals.ts";
import type { CompileContext } from "../prepare/compile-entity.ts";
import type { RecordBatch } from "./record-batch.ts";
import type { ReadEnd } from "./supply.ts";

// What the thread that loads and the thread that reads say to each other.

/** A file that is to be read. */
export interface ReadOrder {
  readonly kind: "read";
  readonly entity: string;
  readonly file: SourceFile;
  readonly header: readonly string[];
  readonly dialect: Dialect | undefined;
  readonly mapping: EntityMapping;
  readonly legacySystem: string;
  /** The entities that the file is read for, if there are several. */
  readonly readers:
    | readonly { readonly entity: string; readonly mapping: EntityMapping }[]
    | undefined;
  readonly context: Omit<CompileContext, "files">;
  /** The folder of the files that records name; undefined if they are left alone. */
  readonly filesFolder: string | undefined;
  readonly batchSize: number;
  /** Target ids are derived for this legacy system; undefined if the load may not need them. */
  readonly deriveFor: string | undefined;
  /** Where a copy of what is read is kept: a folder. */
  readonly archive: string | undefined;
  readonly lookups: readonly SentLookup[];
}

/** To the thread that reads. */
export type ToReader =
  | ReadOrder
  /** A batch has been loaded. */
  | { readonly kind: "taken" }
  /** The rest of the file is not wanted. */
  | { readonly kind: "stop" };

/** From the thread that reads. */
export type FromReader =
  | { readonly kind: "ready" }
  | {
      readonly kind: "batch";
      readonly batch: RecordBatch;
      readonly bytes: number;
      readonly read: CountedCells;
      readonly mapped: CountedCells;
    }
  /** Without an end where the reader was stopped. */
  | {
      readonly kind: "end";
      readonly end: ReadEnd | undefined;
      readonly times: readonly StageTime[];
    }
  | { readonly kind: "failed"; readonly failure: SerializedFailure };

/** Batches that may be under way: the threads need not wait for each other, and memory stays small. */
export const UNDER_WAY = 8;
