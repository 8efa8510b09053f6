import stringWidth from "string-width";

// Columns that begin at the same place in every line, filled up with blanks.

/** What a place in a line is counted in; for ASCII it is all the same. */
export type PlaceUnit = "characters" | "bytes" | "cells of a terminal";

/** Where the columns of a line stand. */
export interface FixedColumns {
  /** Where each column begins, from 0; what stands before the first one belongs to it. */
  readonly starts: readonly number[];
  /** What places may be counted in, as far as the lines that were looked at tell: one, or several that agree there. */
  readonly units: readonly PlaceUnit[];
  /** Where the last column ends, if that was said: what follows is a cell too many. */
  readonly end?: number;
  /** Columns stand apart: a sign right before one means that the line does not follow them. */
  readonly apart: boolean;
  /** Every line is filled up to this place: a shorter one was cut. */
  readonly filledTo?: number;
}

const TAB_STOP = 8;
const ASCII = /^[\x20-\x7E]*$/;

/** Cuts lines by the places of their columns. */
export class FixedSplitter {
  readonly #columns: FixedColumns;

  constructor(columns: FixedColumns) {
    this.#columns = columns;
  }

  /**
   * The cells of a line without its line end. A line that does not follow the columns, or does so in several
   * ways, is one cell; one that was cut has fewer cells than there are columns.
   */
  cells(line: string): string[] {
    const { units } = this.#columns;
    const text = line.startsWith("\f") ? line.replace(/^\f+/, "") : line;
    const [first = "characters", ...others] = ASCII.test(text) ? units.slice(0, 1) : units;
    const ways = [first, ...others].map((unit) => this.#cut(text, unit));
    const fitting = ways.filter((cells) => cells !== undefined);
    const [cells = [text.trim()], ...rest] = fitting;
    return rest.every((other) => isSame(cells, other)) ? cells : [text.trim()];
  }

  /** Undefined if the line does not follow the columns. */
  #cut(text: string, unit: PlaceUnit): string[] | undefined {
    const { starts, end, apart, filledTo } = this.#columns;
    const places = placesOf(text, unit);
    const at = places === undefined ? same : (place: number) => firstFrom(places, place);
    const cuts = starts.map((start, nth) => (nth === 0 ? 0 : at(start)));
    if (apart && cuts.some((cut, nth) => nth > 0 && !isApart(text, cut))) return undefined;
    const last = end === undefined ? text.length : at(end);
    const rest = text.slice(last).trim();
    const cells = cuts.map((cut, nth) => text.slice(cut, cuts[nth + 1] ?? last).trim());
    if (rest !== "") cells.push(rest);
    const length = places === undefined ? text.length : (places.at(-1) ?? 0);
    if (filledTo === undefined || length >= filledTo) return cells;
    return cells.slice(0, Math.max(1, starts.filter((start) => start < length).length - 1));
  }
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((cell, at) => cell === other[at]);

const same = (place: number): number => place;

/** Blanks of any kind stand before a column, also the wide one of East Asia. */
const isApart = (text: string, cut: number): boolean =>
  cut > text.length || (text[cut - 1] ?? " ").trim() === "";

/** The index of the first unit that stands at a place, or behind it. */
function firstFrom(places: readonly number[], place: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The place of each UTF-16 unit of a line, and last of all the line's length; undefined if each unit
 * takes one place. A tab goes on to the next eighth place.
 */
export function placesOf(line: string, unit: PlaceUnit): number[] | undefined {
  if (ASCII.test(line)) return undefined;
  const places: number[] = [];
  let place = 0;
  for (const [letter, width] of lettersOf(line, unit)) {
    for (let nth = 0; nth < letter.length; nth++) places.push(place);
    place += letter === "\t" ? TAB_STOP - (place % TAB_STOP) : width;
  }
  places.push(place);
  return places;
}

function* lettersOf(line: string, unit: PlaceUnit): Generator<readonly [string, number]> {
  if (unit === "cells of a terminal") {
    const letters = new Intl.Segmenter("und").segment(line);
    for (const { segment } of letters) yield [segment, stringWidth(segment)];
    return;
  }
  for (const letter of line) yield [letter, unit === "bytes" ? Buffer.byteLength(letter) : 1];
}
