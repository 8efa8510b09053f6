import type { EngineCode, TransientFailure } from "../../db/database.ts";
import { errorCodes, type Issue } from "../../ledger/issue.ts";
import type { RunPlace } from "../../ledger/run-exception.ts";
import type { Difference, RunKind, RunSettings, RunSummary } from "../../ledger/run-summary.ts";
import { HmsyncError } from "../../plain/errors.ts";
import type { Progress } from "./run-log.ts";
import { FAILURES, type IssueCode, MEASURES, type RunEvent, type RunLog } from "./run-log.ts";

/** A report lists them all; a log shows what kinds there are. */
const LOGGED_PER_CODE = 1_000;
/** Milliseconds between two lines about how far a run is. */
const PROGRESS_EVERY = 1_000;

/** What a log is told of a run. */
export interface JournaledRun {
  readonly request: {
    readonly settings: { readonly mode: RunSettings["mode"] };
    readonly kind?: RunKind;
  };
  readonly inputs: readonly JournaledFile[];
  readonly tallies: ReadonlyMap<string, unknown>;
  settled(): number;
  rejected(): number;
}

/** What it is told of a file. */
export interface JournaledFile {
  readonly fitted: { readonly file: { readonly name: string; readonly size: number } };
  readonly compiled: { readonly importer: { readonly entity: string } };
}

/** Tells a run's log what happens, at the boundaries of the run. */
export class RunJournal {
  readonly #log: RunLog | undefined;
  readonly #clock: () => number;
  readonly #began: number;
  readonly #perCode = new Map<string, number>();
  #fileBegan = 0;
  #progressAt: number;
  #committed: { at: number; records: number; rejected: number };
  #last: Progress = { entity: "", bytes: 0, records: 0, rejected: 0 };

  /** @param clock milliseconds since some instant */
  constructor(log: RunLog | undefined, clock: () => number = () => performance.now()) {
    this.#log = log;
    this.#clock = clock;
    this.#began = clock();
    this.#progressAt = this.#began;
    this.#committed = { at: this.#began, records: 0, rejected: 0 };
  }

  log(event: RunEvent): void {
    this.#log?.(event);
  }

  started(run: JournaledRun, event: "run.started" | "run.resumed" = "run.started"): void {
    const { settings, kind = "import" } = run.request;
    const bytes = run.inputs.reduce((sum, { fitted }) => sum + fitted.file.size, 0);
    const counts = { files: run.inputs.length, bytes, done: run.settled(), process: process.pid };
    this.log({ event, kind, mode: settings.mode, ...counts });
    this.#committed = { at: this.#clock(), records: run.settled(), rejected: run.rejected() };
  }

  fileStarted({ fitted: { file }, compiled: { importer } }: JournaledFile): void {
    this.#fileBegan = this.#clock();
    const { name, size: bytes } = file;
    this.log({ event: "file.started", entity: importer.entity, file: name, bytes });
  }

  fileEnded({ fitted: { file }, compiled: { importer } }: JournaledFile, records: number): void {
    const ms = this.#since(this.#fileBegan);
    this.log({ event: "file.ended", entity: importer.entity, file: file.name, records, ms });
  }

  progress(progress: Progress): void {
    this.#last = progress;
    if (this.#clock() - this.#progressAt < PROGRESS_EVERY) return;
    this.#progressAt = this.#clock();
    const { entity, bytes, records, rejected } = progress;
    this.log({ event: "progress", entity, done: records, bytes, rejected });
  }

  committed(run: JournaledRun): void {
    const { entity, bytes } = this.#last;
    const before = this.#committed;
    const [records, rejected] = [run.settled(), run.rejected()];
    this.#committed = { at: this.#clock(), records, rejected };
    this.log({
      event: "batch.committed",
      entity,
      done: records,
      bytes,
      records: records - before.records,
      rejected: rejected - before.rejected,
      ms: this.#since(before.at),
    });
  }

  /** Names the first of each code; the others are counted. */
  rejected(
    { entity, name: file }: { readonly entity: string; readonly name: string },
    { record, line, offset }: RunPlace,
    issues: readonly Issue[],
  ): void {
    for (const code of errorCodes(issues) as IssueCode[]) {
      const count = (this.#perCode.get(code) ?? 0) + 1;
      this.#perCode.set(code, count);
      if (count <= LOGGED_PER_CODE) {
        this.log({ event: "record.rejected", code, entity, file, record, line, offset });
      } else if (count === LOGGED_PER_CODE + 1) {
        this.log({ event: "rejections.bounded", code, logged: LOGGED_PER_CODE });
      }
    }
  }

  /** @param began by `now` */
  backedUp(began: number): void {
    this.log({ event: "backup.made", ms: this.#since(began) });
  }

  reconciled(run: JournaledRun, differences: readonly Difference[], began: number): void {
    if (differences.length === 0) {
      const entities = run.tallies.size;
      this.log({ event: "reconciliation.balanced", entities, ms: this.#since(began) });
    }
    for (const entity of run.tallies.keys()) {
      for (const measure of MEASURES) {
        const found = differences.filter((one) => one.entity === entity && one.measure === measure);
        if (found.length === 0) continue;
        const count = found.length;
        this.log({ event: "reconciliation.differs", entity, measure, differences: count });
      }
    }
  }

  retried(failure: TransientFailure): void {
    this.log({ event: "database.retried", ...failure });
  }

  interrupted(): void {
    this.log({ event: "run.interrupted", ms: this.#since(this.#began) });
  }

  /** What kind of error it was; its message stands in the report. */
  failed(error: unknown, sqlite: EngineCode | undefined): void {
    const name = error instanceof HmsyncError ? error.name : "";
    const failure = FAILURES.find((one) => one === name) ?? "unforeseen";
    const ms = this.#since(this.#began);
    this.log({ event: "run.failed", failure, ...(sqlite !== undefined && { sqlite }), ms });
  }

  ended({ status, exitCode, entities }: RunSummary): void {
    const sum = (count: "records" | "rejected") =>
      Object.values(entities).reduce((total, entity) => total + entity[count], 0);
    const counts = { records: sum("records"), rejected: sum("rejected") };
    this.log({ event: "run.ended", status, exitCode, ...counts, ms: this.#since(this.#began) });
  }

  now(): number {
    return this.#clock();
  }

  #since(instant: number): number {
    return Math.round(this.#clock() - instant);
  }
}
