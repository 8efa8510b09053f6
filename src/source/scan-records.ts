import { WindowScanner } from "./scan-window.ts";
import type { Scan, ScannedWindow, ScanState, Span } from "./span.ts";

// Finds where records begin and end, from the bytes alone: the count that everything later must
// come to, and the place of each record. Cells are csv-parse's business (parse-records.ts).

const LF = 10;

function behindLineFeeds(window: Buffer, from: number): number {
  let at = from;
  while (window[at] === LF) at++;
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
  const scanner = new WindowScanner(window, scan);
  const countBlank = scan.dialect.blankLines === "records";
  const spans: Span[] = [];
  const skipped: ScannedWindow["skipped"][number][] = [];
  let start = 0;
  while (start < window.length) {
    if (state.leftToSkip > 0) state.skipping = true;
    if (state.skipping) {
      const from = start;
      start = scanner.skipLine(start, state);
      skipped.push({ start: from, end: start });
      if (state.skipping) break;
      state.leftToSkip = Math.max(0, state.leftToSkip - 1);
      continue;
    }
    // A file may be nothing but line ends, a billion of them.
    const text = countBlank ? start : behindLineFeeds(window, start);
    state.line += text - start;
    start = text;
    const extent = scanner.extent(start);
    if (extent === undefined) break;
    const { end, lines, flaw, padded, open = false } = extent;
    if (flaw !== undefined || countBlank || !scanner.isBlank(start, end)) {
      spans.push({ start, end, line: state.line, flaw, padded });
    }
    state.line += lines;
    state.skipping = open;
    start = end;
  }
  return { spans, skipped, consumed: start };
}
