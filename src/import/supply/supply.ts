import type { CountedFigures } from "../../digest/source-figures.ts";
import type { AsideColumn } from "../../mapping/aside/aside.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import { readFitted } from "../../mapping/read-fitted.ts";
import { StageTimes } from "../../plain/stage-times.ts";
import type { LeftOut } from "../../source/lay-out.ts";
import type { RecordReader } from "../../source/read-records.ts";
import type { SourceRecord } from "../../source/record.ts";
import { ByteReader, type ReadTotals } from "../../source/source-file.ts";
import { CellTotals } from "../prepare/cell-totals.ts";
import type { CompiledEntity } from "../prepare/compile-entity.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";
import type { SupplyMeans } from "./supply-means.ts";

/** A file whose records are wanted. */
export interface SupplyJob {
  readonly fitted: FittedFile;
  readonly compiled: CompiledEntity;
  /** Its columns that no field is filled from. */
  readonly aside?: readonly AsideColumn[] | undefined;
  /** What is told at the end of the files that its records name. */
  readonly named?: { named(): readonly string[] } | undefined;
}

/** Records of one file on their way from the reader to the load. */
export interface Supply {
  /** Mapped and validated, in the order of the file. */
  readonly groups: AsyncIterable<readonly PreparedRecord[]>;
  /** What the groups that were handed on came to. */
  handedOn(): HandedOn;
  /** What the whole file came to; known when the last group was handed on. */
  end(): ReadEnd;
  /** Lets go of the file, read to its end or not. */
  close(): Promise<void>;
}

export interface HandedOn {
  /** Bytes read of the file. */
  readonly bytes: number;
  /** Behind the reader. */
  readonly read: CellTotals;
  /** Before the mapping. */
  readonly mapped: CellTotals;
}

/** What reading a file to its end came to. */
export interface ReadEnd extends ReadTotals {
  /** Records, counted by the scanner from the bytes. */
  readonly scanned: number;
  /** Counted once more by another rule; undefined if that cannot be done. */
  readonly recounted: number | undefined;
  readonly leftOut: readonly LeftOut[];
  /** What its records hold; undefined if it was not read to its end. */
  readonly figures: CountedFigures | undefined;
  /** By column that no field is filled from, the cells that are not empty. */
  readonly asideCells: readonly number[];
  /** Files that the records read so far name: paths below the folder of files. */
  readonly namedFiles?: readonly string[] | undefined;
}

type Means = SupplyMeans & {
  /** The most records of a group. */
  readonly batchSize: number;
};

/** Reads, maps and validates in the thread at hand. */
export function supplyHere(job: SupplyJob, means: Means): Supply {
  return new OwnSupply(job, means);
}

class OwnSupply implements Supply {
  readonly #job: SupplyJob;
  readonly #means: Means;
  readonly #times: StageTimes;
  readonly #read: CellTotals;
  #archive: Awaited<ReturnType<NonNullable<Means["archive"]>>> | undefined;
  #bytes: ByteReader | undefined;
  #reader: RecordReader | undefined;

  constructor(job: SupplyJob, means: Means) {
    this.#job = job;
    this.#means = means;
    this.#times = means.times ?? new StageTimes();
    this.#read = new CellTotals(job.fitted.header.length);
  }

  get groups(): AsyncIterable<readonly PreparedRecord[]> {
    return this.#groups();
  }

  async *#groups(): AsyncGenerator<readonly PreparedRecord[]> {
    const { fitted } = this.#job;
    const { archive, failAt, batchSize } = this.#means;
    this.#archive = await archive?.(fitted.file);
    this.#bytes = new ByteReader(fitted.file, this.#archive);
    this.#reader = readFitted(fitted, this.#bytes);
    failAt?.("before-parse");
    for await (const group of this.#timed(this.#reader.groups)) {
      for (let at = 0; at < group.length; at += batchSize) {
        failAt?.("after-parse");
        const batch = group.slice(at, at + batchSize);
        this.#times.busy("read", () => {
          for (const record of batch) this.#read.add(record);
        });
        yield this.#times.busy("map", () => this.#prepare(batch));
      }
    }
  }

  /** Reading is busy except where it waits for the disk. */
  async *#timed(groups: RecordReader["groups"]): RecordReader["groups"] {
    try {
      for (;;) {
        const began = performance.now();
        const waitedBefore = this.#bytes?.waited ?? 0;
        const next = await groups.next();
        const waiting = (this.#bytes?.waited ?? 0) - waitedBefore;
        const busy = performance.now() - began - waiting;
        this.#times.add({ stage: "read", thread: this.#times.thread, busy, waiting });
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await groups.return(undefined);
    }
  }

  #prepare(group: SourceRecord[]): readonly PreparedRecord[] {
    const { tap, failAt } = this.#means;
    const passed = tap?.read?.(group) ?? group;
    failAt?.("before-prepare");
    const prepared = passed.map(this.#job.compiled.prepare);
    failAt?.("after-prepare");
    return tap?.prepared?.(prepared) ?? prepared;
  }

  handedOn(): HandedOn {
    const bytes = this.#bytes?.size ?? 0;
    return { bytes, read: this.#read, mapped: this.#job.compiled.mappedCells };
  }

  end(): ReadEnd {
    const { size = 0, sha256 = "" } = this.#bytes?.totals() ?? {};
    const reader = this.#reader;
    return {
      size,
      sha256,
      scanned: reader?.scanned() ?? 0,
      recounted: reader?.recounted(),
      leftOut: reader?.leftOut() ?? [],
      figures: this.#job.compiled.figures.counted(),
      asideCells: [...this.#job.compiled.asideCells],
      namedFiles: this.#job.named?.named(),
    };
  }

  async close(): Promise<void> {
    await this.#archive?.close();
  }
}
