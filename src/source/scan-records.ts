import { type Extent, WindowScanner } from "./scan-window.ts";
import type { Scan, ScannedWindow, ScanState, Span } from "./span.ts";

// Finds where records begin and end, from the bytes alone: the count that everything later must
// come to, and the place of each record. Cells are csv-parse's business (parse-records.ts).

const LF = 10;

/** A file may be nothing but line ends, a billion of them. */
function behindLineFeeds(window: Buffer, from: number, state: ScanState): number {
  let at = from;
  if (state.within) return from;
  while (window[at] === LF) at++;
  state.line += at - from;
  return at;
}

/**
 * Scans one window of a file. A quote opens a cell only at its start (blanks aside, RFC 4180 and
 * what exports make of it); line ends are LF, CRLF or CR, mixed or not. A quote that is never closed
 * costs its own line: scanning goes on at the next one. So does a record that is too long.
 *
 * What a record is depends on as many bytes from its start as a record may have and one more, so
 * that it does not matter where windows begin and end.
 */
export function scanRecords(window: Buffer, state: ScanState, scan: Scan): ScannedWindow {
  const scanner = new WindowScanner(window, scan, state);
  const countBlank = scan.dialect.blankLines === "records";
  const isRecord = (from: number, end: number) => countBlank || !scanner.isBlank(from, end);
  const spans: Span[] = [];
  const skipped: ScannedWindow["skipped"][number][] = [];
  let start = 0;
  while (start < window.length) {
    start = passAll({ scanner, skipped, length: window.length }, start, state);
    if (start === window.length || isPassing(state)) break;
    if (!countBlank) start = behindLineFeeds(window, start, state);
    const extent = scanner.extent(start);
    if (extent === undefined) break;
    if ("ask" in extent)
      return settled({ spans, skipped, consumed: start, open: extent.ask }, state);
    const { end, lines, flaw, padded } = extent;
    if (state.within) skipped.push({ start, end });
    else if (flaw !== undefined || isRecord(start, end))
      spans.push({ start, end, line: state.line, flaw, padded });
    goOn(state, extent);
    state.line += lines;
    start = end;
  }
  return settled({ spans, skipped, consumed: start }, state);
}

/** An answer is that of the window it was asked for. */
function settled(found: ScannedWindow, state: ScanState): ScannedWindow {
  state.closing = undefined;
  return found;
}

/** Whether the window begins, or goes on, with what is to be passed. */
const isPassing = ({ skipping, inCell }: ScanState): boolean => skipping || inCell > 0;

interface Passing {
  readonly scanner: WindowScanner;
  readonly skipped: ScannedWindow["skipped"][number][];
  readonly length: number;
}

/** Passes what belongs to no record, as far as the window shows it. */
function passAll({ scanner, skipped, length }: Passing, from: number, state: ScanState): number {
  let start = from;
  while (start < length) {
    const passed = pass(scanner, start, state);
    if (passed === undefined) return start;
    skipped.push({ start, end: passed });
    if (passed === start) return start;
    start = passed;
  }
  return start;
}

/** Passes what belongs to no record, or to one that has been reported; undefined if there is no such thing. */
function pass(scanner: WindowScanner, start: number, state: ScanState): number | undefined {
  if (state.inCell > 0) return scanner.passCell(start, state);
  if (state.leftToSkip > 0) state.skipping = true;
  if (!state.skipping) return undefined;
  const end = scanner.skipLine(start, state);
  if (!state.skipping) state.leftToSkip = Math.max(0, state.leftToSkip - 1);
  return end;
}

/** Keeps what a record leaves to be passed. */
function goOn(state: ScanState, { end, open, from = end }: Extent): void {
  state.skipping = open === "line";
  state.within = open === "record";
  state.inCell = from - end;
}
