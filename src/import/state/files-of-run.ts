import { FiguresSoFar } from "../../digest/read-figures.ts";
import type { CountedFigures, SuspectDays } from "../../digest/source-figures.ts";
import type { Difference } from "../../ledger/run-summary.ts";
import type { AsideColumn } from "../../mapping/aside/aside.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import { Alike } from "../../plain/alike.ts";
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
export interface ReadFile {
  readonly position: number;
  readonly entity: string;
  /** Null where the file was not read to its end. */
  readonly size: number | null;
  readonly sha256: string | null;
  readonly scanned: number;
  readonly recounted?: number | undefined;
  readonly leftOut: readonly LeftOut[];
  readonly asideCells: readonly number[];
  /** It has records, and by the mapping's `where` none of them is of the entity. */
  readonly noneMeant?: true;
  /** Days in its records that may stand for unknown ones. */
  readonly suspects: readonly SuspectDays[];
  /** Between what the scanner counted and what the mapping was handed. */
  readonly differences: readonly Difference[];
}

/**
 * The files that a run has read so far. A run may have a hundred thousand of them: what they hold is added up as
 * they come, and what is the same of many is kept once.
 */
export class ReadFiles {
  readonly #byPosition = new Map<number, ReadFile>();
  readonly #figures = new Map<string, FiguresSoFar>();
  readonly #alike = new Alike();
  /** Of all files together. */
  bytes = 0;
  #isWhole = true;

  /** @param figures what its records hold; undefined if it was not read to its end */
  add(file: Omit<ReadFile, "suspects">, figures: CountedFigures | undefined): void {
    const { position, entity, size } = file;
    const { leftOut, asideCells, suspects } = this.#alike.of({
      leftOut: file.leftOut,
      asideCells: file.asideCells,
      suspects: figures?.suspects ?? [],
    });
    this.#byPosition.set(position, { ...file, leftOut, asideCells, suspects });
    this.bytes += size ?? 0;
    if (size === null) this.#isWhole = false;
    if (figures === undefined) return;
    const all = this.#figures.get(entity) ?? new FiguresSoFar();
    all.include(figures);
    this.#figures.set(entity, all);
  }

  get count(): number {
    return this.#byPosition.size;
  }

  /** All that were read were read to their ends. */
  get areWhole(): boolean {
    return this.#isWhole;
  }

  at(position: number): ReadFile | undefined {
    return this.#byPosition.get(position);
  }

  all(): ReadFile[] {
    return [...this.#byPosition.values()];
  }

  of(entity: string): ReadFile[] {
    return this.all().filter((file) => file.entity === entity);
  }

  /** What the files of an entity hold that were read to their ends. */
  figuresOf(entity: string): FiguresSoFar | undefined {
    return this.#figures.get(entity);
  }
}
