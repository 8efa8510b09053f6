import type { Scan, ScannedWindow, ScanState, Span } from "../span.ts";
import type { JsonPlace } from "./json-place.ts";
import { type Frame, JsonWalker, type ValuePlace, type Visitor } from "./json-walker.ts";

const LF = 10;
const NULL = "null";

/** In a path: any value of a list. */
export const ANY = -1;

/** What has been found of a file so far. */
const FINDERS = new WeakMap<ScanState, PlaceFinder>();

/** Finds the records at a place of a JSON text; what stands elsewhere is passed over. */
export const scanPlace =
  ({ path, shape, kind }: JsonPlace) =>
  (window: Buffer, state: ScanState, { atEnd }: Scan): ScannedWindow => {
    const finder = FINDERS.get(state) ?? new PlaceFinder(path);
    FINDERS.set(state, finder);
    finder.found.length = 0;
    const consumed = finder.walker.walk(window, { atEnd });
    const spans = finder.found.flatMap(({ keyAt, start, end, isTooLong }): Span[] => {
      // Lists that were objects once have holes.
      if (end - start === NULL.length && window.toString("latin1", start, end) === NULL) return [];
      if (kind !== undefined && isOther(window.toString("utf8", start, end), kind)) return [];
      const from = shape === "map" ? keyAt : start;
      const flaw = isTooLong ? ("too-long" as const) : undefined;
      return [{ start: from, end, line: 0, flaw, padded: false }];
    });
    const placed = withLines(spans, { window, state });
    countLines(window.subarray(placed.at(-1)?.start ?? 0, consumed), state);
    return { spans: placed, skipped: [], consumed };
  };

/** Whether an element of a list is surely a record of another kind. */
function isOther(element: string, { path, is }: NonNullable<JsonPlace["kind"]>): boolean {
  try {
    let value: unknown = JSON.parse(element);
    for (const step of path) value = (value as Record<string, unknown> | null)?.[step];
    return value !== is;
  } catch {
    // What cannot be read is a record that cannot be read, in each of the tables.
    return false;
  }
}

/** Whether a file has ended in the middle of a value. */
export const isOpenPlace = (state: ScanState): boolean =>
  FINDERS.get(state)?.walker.isOpen === true;

/** Walks to a place, and finds the values there. */
export class PlaceFinder implements Visitor {
  readonly walker: JsonWalker;
  readonly found: ValuePlace[] = [];
  readonly #path: JsonPlace["path"];

  constructor(path: JsonPlace["path"], longest?: number) {
    this.#path = path;
    this.walker = new JsonWalker(this, longest);
  }

  meet(frames: readonly Frame[]): ReturnType<Visitor["meet"]> {
    const above = frames.length - 1;
    const length = Math.min(above, this.#path.length);
    for (let at = 0; at < length; at++) if (!this.#leads(frames, at)) return "over";
    if (above === this.#path.length) return "whole";
    return above < this.#path.length && this.#leads(frames, above) ? "into" : "over";
  }

  whole(place: ValuePlace): void {
    this.found.push(place);
  }

  #leads(frames: readonly Frame[], at: number): boolean {
    const frame = frames[at];
    const step = this.#path[at];
    if (frame === undefined) return false;
    return frame.isList ? step === ANY || frame.count === step : frame.key === step;
  }
}

/** The line in which each begins; they are asked for in their order. */
export function withLines(
  spans: readonly Span[],
  { window, state }: { readonly window: Buffer; readonly state: Pick<ScanState, "line"> },
): Span[] {
  let from = 0;
  return spans.map((span) => {
    countLines(window.subarray(from, span.start), state);
    from = span.start;
    return { ...span, line: state.line };
  });
}

export function countLines(text: Buffer, state: Pick<ScanState, "line">): void {
  for (let at = text.indexOf(LF); at !== -1; at = text.indexOf(LF, at + 1)) state.line++;
}
