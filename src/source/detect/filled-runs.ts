import { type PlaceUnit, placesOf } from "../fixed-columns.ts";

/** Places that some line fills, without a blank between them. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** A line whose places can be asked for. */
export class Line {
  readonly #line: string;
  readonly #places: readonly number[] | undefined;
  /** Bounds of its words, in places. */
  readonly words: readonly Run[];

  constructor(line: string, unit: PlaceUnit) {
    this.#line = line;
    this.#places = placesOf(line, unit);
    this.words = [...line.matchAll(/\S+/g)].map(({ 0: word, index }) => {
      return { start: this.#place(index), end: this.#place(index + word.length) };
    });
  }

  /** The words within a column, as they stand, and their outer bounds; undefined if it is empty. */
  within({ start, end }: Run): (Run & { readonly text: string }) | undefined {
    const inside = this.words.filter((word) => word.start >= start && word.end <= end);
    const [first] = inside;
    const last = inside.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const text =
      [...this.#line].length === this.#line.length ? this.#slice(first.start, last.end) : "";
    return { start: first.start, end: last.end, text };
  }

  #place(index: number): number {
    return this.#places === undefined ? index : (this.#places[index] ?? index);
  }

  #slice(start: number, end: number): string {
    if (this.#places === undefined) return this.#line.slice(start, end);
    return this.#line.slice(this.#places.indexOf(start), this.#places.indexOf(end));
  }
}

/** The places that some of the lines fill, in runs that no line leaves blank. */
export function filledRuns(table: readonly string[], unit: PlaceUnit): Run[] {
  const words = table.flatMap((line) => new Line(line, unit).words);
  const runs: { start: number; end: number }[] = [];
  for (const { start, end } of words.sort((one, other) => one.start - other.start)) {
    const last = runs.at(-1);
    if (last === undefined || start > last.end) runs.push({ start, end });
    else last.end = Math.max(last.end, end);
  }
  return runs;
}
