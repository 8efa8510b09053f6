import { stringEnd } from "./json/json-walker.ts";
import {
  LONGEST_RECORD,
  type Scan,
  type ScannedWindow,
  type ScanState,
  type Span,
} from "./span.ts";

// Finds where the elements of a JSON array begin and end, from the bytes alone, so that a file of any
// size is read one record at a time. Whether an element is sound JSON is for the parser to say.

const [LF, CR, SPACE] = [10, 13, 32];
const [QUOTE, COMMA] = [34, 44];
const [ARRAY_START, ARRAY_END] = [91, 93];
const OPEN: ReadonlySet<number> = new Set([ARRAY_START, 123]);
const CLOSE: ReadonlySet<number> = new Set([ARRAY_END, 125]);

/**
 * Scans one window of a JSON file whose text is an array. The brackets and commas around the records
 * are settled with them; what stands behind the array's end, or comes of a record that is too long,
 * is one record that nobody can read.
 */
export function scanJsonArray(window: Buffer, state: ScanState, scan: Scan): ScannedWindow {
  const spans: Span[] = [];
  const lines = lineCounter(window, state);
  const longest = scan.longest ?? LONGEST_RECORD;
  let settled = 0;
  while (settled < window.length) {
    const start = state.skipping ? window.length : nextValue(window, settled, state);
    settled = start;
    if (start === window.length) break;
    const found = elementAt(window, start, state.depth);
    const long = found.end - start > longest;
    // A record that has not ended may end in the bytes to come.
    if (!found.whole && !scan.atEnd && !long) break;
    state.skipping = state.depth === 0 || (long && !found.whole);
    settled = found.end;
    const flaw = long ? ("too-long" as const) : undefined;
    spans.push({ start, end: settled, line: lines(start), flaw, padded: false });
  }
  lines(settled);
  return { spans, skipped: [], consumed: settled };
}

/** Where the next record begins; the array's own brackets and commas are passed. */
function nextValue(window: Buffer, from: number, state: ScanState): number {
  for (let at = from; at < window.length; at++) {
    const byte = window[at] ?? 0;
    if (byte <= SPACE || (state.depth === 1 && byte === COMMA)) continue;
    if (!passBracket(byte, state)) return at;
  }
  return window.length;
}

function passBracket(byte: number, state: ScanState): boolean {
  if (byte === ARRAY_START && state.depth === 0 && !state.ended) {
    state.depth = 1;
    return true;
  }
  if (byte !== ARRAY_END || state.depth === 0) return false;
  state.depth = 0;
  state.ended = true;
  return true;
}

/** Where the element ends that begins here, and whether that is in sight. */
function elementAt(window: Buffer, start: number, depth: 0 | 1): { end: number; whole: boolean } {
  const end = depth === 0 ? undefined : valueEnd(window, start);
  return { end: end ?? window.length, whole: end !== undefined };
}

/** The position behind the value that begins here; undefined if the window ends before it does. */
function valueEnd(window: Buffer, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < window.length; at++) {
    const byte = window[at] ?? 0;
    if (depth === 0 && at > start && (byte === COMMA || byte === ARRAY_END)) return at;
    // A string that is not closed in sight leads behind the window.
    if (byte === QUOTE) at = stringEnd(window, at) ?? window.length;
    depth += nesting(byte);
    if (depth <= 0 && CLOSE.has(byte)) return at + 1;
  }
  return undefined;
}

const nesting = (byte: number): number => (OPEN.has(byte) ? 1 : CLOSE.has(byte) ? -1 : 0);

/** Says the line of a place; asked from left to right. */
function lineCounter(window: Buffer, state: ScanState): (place: number) => number {
  let from = 0;
  return (place) => {
    for (; from < place; from++) {
      const byte = window[from];
      if (byte === LF || (byte === CR && window[from + 1] !== LF)) state.line++;
    }
    return state.line;
  };
}
