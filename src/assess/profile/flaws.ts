import type { LeftOut } from "../../source/lay-out.ts";
import type { SourceRecord } from "../../source/record.ts";
import type { FlawFound } from "../assessment.ts";

/** As many places of a finding are kept. */
export const FIRST_LINES = 10;

/** Counts the records of a file that are not sound as they stand. */
export class Flaws {
  readonly #width: number;
  readonly #found = new Map<string, { count: number; lines: number[] }>();

  /** @param width how many cells a record has */
  constructor(width: number) {
    this.#width = width;
  }

  see({ flaws, cells, line, marks = [] }: SourceRecord): void {
    for (const flaw of flaws) this.#add(flaw, line);
    for (const kind of new Set(marks.map((mark) => mark.kind))) this.#add(kind, line);
    if (flaws.length > 0 || cells.length === this.#width) return;
    this.#add(cells.length < this.#width ? "too-few-cells" : "too-many-cells", line);
  }

  /** @param leftOut lines that are no records; the header is not worth a word */
  found(leftOut: readonly LeftOut[]): FlawFound[] {
    return [
      ...[...this.#found].map(([flaw, { count, lines }]) => ({ flaw, count, lines })),
      ...leftOut
        .filter(({ kind }) => kind !== "header")
        .map(({ kind, count, lines }) => ({ flaw: kind, count, lines })),
    ];
  }

  #add(flaw: string, line: number): void {
    const sofar = this.#found.get(flaw) ?? { count: 0, lines: [] };
    this.#found.set(flaw, sofar);
    sofar.count++;
    if (sofar.lines.length < FIRST_LINES) sofar.lines.push(line);
  }
}
