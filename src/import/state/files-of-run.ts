import type { CountedFigures } from "../../digest/source-figures.ts";
import type { AsideColumn } from "../../mapping/aside/aside.ts";
import type { FittedFile } from "../../mapping/fit-mapping.ts";
import type { LeftOut } from "../../source/lay-out.ts";
import type { CellTotals } from "../prepare/cell-totals.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";

/** What one file came to at three points: the bytes, behind the reader, before the mapping. */
export interface FileCounts {
  readonly file: string;
  readonly entity: string;
  readonly header: readonly string[];
  /** Counted by the scanner, from the bytes. */
  readonly scanned: number;
  /** Counted once more, by another rule; undefined if the file was not read to its end. */
  readonly recounted?: number | undefined;
  readonly read: CellTotals;
  readonly mapped: CellTotals;
}

/** A file of the run, ready to be read. */
export interface RunInput {
  readonly fitted: FittedFile;
  /** Shared with files of the same header: what is counted as records are read is not counted here. */
  readonly compiled: CompiledEntity;
  readonly position: number;
  /** Its columns that no field is filled from. */
  readonly aside: readonly AsideColumn[];
}

/** What reading a file came to. */
export interface ReadFile extends FileCounts {
  readonly position: number;
  /** Null where the file was not read to its end. */
  readonly size: number | null;
  readonly sha256: string | null;
  readonly leftOut: readonly LeftOut[];
  /** What its records hold; undefined if the file was not read to its end. */
  readonly figures: CountedFigures | undefined;
  readonly asideCells: readonly number[];
}
