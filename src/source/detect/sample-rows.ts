import type { Dialect } from "../record.ts";
import { isEscaped } from "../split-escaped.ts";

/** How a sample is cut. */
export type Marks = Pick<Dialect, "delimiter" | "quote" | "quoteEscape">;

/** A quoted cell of more lines than this is a quote that was never closed. */
const MOST_LINES = 25;

export interface SampleRow {
  readonly cells: readonly string[];
  /** Quotes that open or close cells as they should. */
  readonly quoted: number;
  /** Quotes that do neither. */
  readonly broken: number;
}

/**
 * Cuts a sample into rows, for a look at them: quick and forgiving, and no record of it is ever
 * handed on. Blank lines are left out, and a last row that the sample may have cut.
 */
export function sampleRows(
  sample: string,
  marks: Marks,
  { most, whole }: { readonly most: number; readonly whole: boolean },
): SampleRow[] {
  const cutter = new SampleCutter(sample, marks);
  const rows: SampleRow[] = [];
  while (rows.length < most && !cutter.atEnd()) {
    const row = cutter.row();
    if (!whole && cutter.atEnd() && rows.length > 0) break;
    if (row.cells.length > 1 || row.cells[0]?.trim() !== "") rows.push(row);
  }
  return rows;
}

class SampleCutter {
  readonly #sample: string;
  readonly #marks: Marks;
  #at = 0;
  #quoted = 0;
  #broken = 0;

  constructor(sample: string, marks: Marks) {
    this.#sample = sample;
    this.#marks = marks;
  }

  atEnd(): boolean {
    return this.#at >= this.#sample.length;
  }

  row(): SampleRow {
    const cells: string[] = [];
    this.#quoted = 0;
    this.#broken = 0;
    for (;;) {
      cells.push(this.#cell());
      if (this.#sample.startsWith(this.#marks.delimiter, this.#at) && !this.atEnd()) {
        this.#at += this.#marks.delimiter.length;
        continue;
      }
      this.#passLineEnd();
      return { cells, quoted: this.#quoted, broken: this.#broken };
    }
  }

  #cell(): string {
    const { quote } = this.#marks;
    let at = this.#at;
    while (this.#sample[at] === " ") at++;
    if (quote !== "" && this.#sample[at] === quote) {
      const cell = this.#quotedCell(at);
      if (cell !== undefined) return cell;
      this.#broken++;
    }
    const end = this.#plainEnd(this.#at);
    const cell = this.#sample.slice(this.#at, end);
    this.#at = end;
    return cell;
  }

  #quotedCell(open: number): string | undefined {
    const { quote, quoteEscape } = this.#marks;
    let from = open + 1;
    let broken = 0;
    for (;;) {
      const at = this.#sample.indexOf(quote, from);
      if (at === -1) return undefined;
      from = at + 1;
      if (quoteEscape === quote && this.#sample[at + 1] === quote) from = at + 2;
      else if (
        quoteEscape === quote ||
        quoteEscape === "" ||
        !isEscaped(this.#sample, at, { from: open + 1, sign: quoteEscape })
      ) {
        const cell = this.#close(open, at);
        if (cell !== undefined) {
          this.#broken += broken;
          return cell;
        }
        // A quote inside the cell ends it only if the cell's own line does not.
        if (/[\r\n]/.test(this.#sample.slice(open, at))) return undefined;
        broken = 1;
      }
    }
  }

  #close(open: number, at: number): string | undefined {
    const { delimiter } = this.#marks;
    let end = at + 1;
    while (this.#sample[end] === " " && !this.#sample.startsWith(delimiter, end)) end++;
    const next = this.#sample[end];
    const ends = next === undefined || next === "\n" || next === "\r";
    if (!ends && !this.#sample.startsWith(delimiter, end)) return undefined;
    const cell = this.#sample.slice(open + 1, at);
    if (cell.includes("\n") && cell.split("\n").length > MOST_LINES) return undefined;
    this.#quoted++;
    this.#at = end;
    return cell;
  }

  #plainEnd(from: number): number {
    const { delimiter } = this.#marks;
    const first = delimiter.charCodeAt(0);
    for (let at = from; at < this.#sample.length; at++) {
      const unit = this.#sample.charCodeAt(at);
      if (unit === 10 || unit === 13) return at;
      if (unit === first && (delimiter.length === 1 || this.#sample.startsWith(delimiter, at))) {
        return at;
      }
    }
    return this.#sample.length;
  }

  #passLineEnd(): void {
    if (this.#sample[this.#at] === "\r" && this.#sample[this.#at + 1] === "\n") this.#at += 2;
    else this.#at++;
  }
}
