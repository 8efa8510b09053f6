import type { Dialect } from "../source/record.ts";
import type { SourceFile } from "../source/source-file.ts";
import { IssueText } from "./issue-text.ts";
import { IssuesFile } from "./issues-file.ts";
import { readReported } from "./reported-rows.ts";
import { errorCodes, type Rejections, writeRejected } from "./write-rejected.ts";

/** A report that another thread is to write, in plain values. */
export interface ReportOrder {
  readonly kind: "report";
  readonly folder: string;
  /** The files of the run, in its order. */
  readonly files: readonly {
    readonly file: SourceFile;
    readonly header: readonly string[];
    readonly dialect: Dialect | undefined;
  }[];
  readonly advice: ReadonlyMap<string, string>;
}

/** Writes what a report tells of single records: `issues.csv`, and `rejected/` from the sources. */
export class RecordReport {
  readonly #order: ReportOrder;
  readonly #issues: IssuesFile;
  readonly #texts = new IssueText();
  readonly #rejected: RejectedRecords[];
  /** The record that rows tell of at present, and its codes where it is rejected so far. */
  #at = { file: -1, record: -1 };
  #codes: string | undefined;

  /** @throws SystemError */
  constructor(order: ReportOrder) {
    this.#order = order;
    const names = order.files.map(({ file }) => file.name);
    this.#issues = new IssuesFile(order.folder, { names, advice: order.advice });
    this.#rejected = names.map(() => new RejectedRecords());
  }

  /**
   * Takes in a page of `Spool.reported`.
   *
   * @throws SystemError
   */
  async add(page: string): Promise<void> {
    for (const row of readReported(page, this.#texts)) {
      for (const issue of row.news) {
        const flushed = this.#issues.add(row, issue);
        if (flushed !== undefined) await flushed;
      }
      if (row.rejected === "not said") continue;
      if (row.file !== this.#at.file || row.record !== this.#at.record) this.#next(row);
      this.#codes = row.rejected === "not" ? undefined : errorCodes(row.rejected);
    }
  }

  #next({ file, record }: { readonly file: number; readonly record: number }): void {
    if (this.#codes !== undefined) this.#rejected[this.#at.file]?.add(this.#at.record, this.#codes);
    this.#at = { file, record };
    this.#codes = undefined;
  }

  /**
   * When all pages are in.
   *
   * @throws SystemError, SourceError
   */
  async close(): Promise<void> {
    this.#next({ file: -1, record: -1 });
    await this.#issues.close();
    for (const [position, rejected] of this.#rejected.entries()) {
      const fitted = this.#order.files[position];
      if (fitted !== undefined) await writeRejected(this.#order.folder, fitted, rejected);
    }
  }
}

/** The rejected records of one file, in its order; texts of codes are few. */
class RejectedRecords implements Rejections {
  readonly #records: number[] = [];
  readonly #codes: string[] = [];
  #next = 0;

  add(record: number, codes: string): void {
    this.#records.push(record);
    this.#codes.push(codes);
  }

  codesOf({ record }: { readonly record: number }): string | undefined {
    return this.#records[this.#next] === record ? this.#codes[this.#next++] : undefined;
  }

  done(): boolean {
    return this.#next >= this.#records.length;
  }
}
