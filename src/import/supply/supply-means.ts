import type { Fail } from "../../plain/failpoint.ts";
import type { StageTimes } from "../../plain/stage-times.ts";
import type { SourceRecord } from "../../source/record.ts";
import type { ByteSink, SourceFile } from "../../source/source-file.ts";
import type { PreparedRecord } from "../prepare/prepared-record.ts";

/** A copy of a source file in the making. */
export interface Archive extends ByteSink {
  close(): Promise<void>;
}

/** A stage's output on its way to the next: tests put faults here, and see them caught. */
export interface Tap {
  read?(records: SourceRecord[]): SourceRecord[];
  prepared?(records: PreparedRecord[]): PreparedRecord[];
}

/** What whoever reads, maps and validates the records of a file may use. */
export interface SupplyMeans {
  /** Where the bytes of a source file are kept; undefined where they are not, or are already. */
  readonly archive?: (file: SourceFile) => Promise<Archive | undefined>;
  readonly tap?: Tap;
  readonly failAt?: Fail;
  /** Where it is kept what the stages took. */
  readonly times?: StageTimes;
}
