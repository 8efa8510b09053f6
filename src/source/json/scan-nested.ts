import { membersOf } from "../parse-json.ts";
import type { NumberedSpan, Scan, ScannedWindow, ScanState, Span } from "../span.ts";
import { flatten, type Member } from "./flatten.ts";
import type { JsonPlace, NestedList } from "./json-place.ts";
import { PlaceFinder, scanPlace } from "./scan-place.ts";

const LF = 10;

/** Finds the elements of a list within records: each is a record, with what its parent is known by. */
export class NestedScanner {
  readonly #place: JsonPlace;
  readonly #nested: NestedList;
  readonly #scan: ReturnType<typeof scanPlace>;
  /** By where an element of the window begins. */
  readonly #parents = new Map<number, readonly Member[]>();

  constructor(place: JsonPlace, nested: NestedList) {
    this.#place = place;
    this.#nested = nested;
    this.#scan = scanPlace(place);
  }

  /** A parent that cannot be read stands for its elements: as a record that cannot be. */
  scan(window: Buffer, state: ScanState, scan: Scan): ScannedWindow {
    const found = this.#scan(window, state, scan);
    this.#parents.clear();
    return { ...found, spans: found.spans.flatMap((span) => this.#elements(window, span)) };
  }

  /** The texts of an element, and before them those that its parent is known by. */
  members(text: string, { start }: Pick<NumberedSpan, "start">): readonly Member[] | undefined {
    const parent = this.#parents.get(start);
    const own = parent && text.startsWith("{") ? flatten(text) : undefined;
    return parent && own && [...parent, ...own];
  }

  #elements(window: Buffer, span: Span): Span[] {
    if (span.flaw !== undefined) return [span];
    const written = window.subarray(span.start, span.end);
    const members = membersOf(written.toString("utf8"), this.#place);
    if (members === undefined) return [span];
    const keys = new Map(this.#nested.keys);
    const parent = members.flatMap(([path, cell]): Member[] => {
      const column = keys.get(path);
      return column === undefined ? [] : [[column, cell]];
    });
    let { line } = span;
    let from = span.start;
    return elementsOf(written, this.#place, this.#nested).map(({ start, end }) => {
      const at = span.start + start;
      for (let lf = window.indexOf(LF, from); lf !== -1 && lf < at; ) {
        line++;
        lf = window.indexOf(LF, lf + 1);
      }
      from = at;
      this.#parents.set(at, parent);
      return { start: at, end: span.start + end, line, flaw: undefined, padded: false };
    });
  }
}

function elementsOf(written: Buffer, { shape }: JsonPlace, { list }: NestedList) {
  // Of a map, the record's key stands before it.
  const finder = new PlaceFinder([shape === "map" ? 1 : 0, ...list.split(".")]);
  finder.walker.walk(written, { atEnd: true });
  return finder.found.filter(({ start, end }) => written.toString("latin1", start, end) !== "null");
}
