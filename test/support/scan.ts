import { RFC_4180 } from "../../src/source/record.ts";
import { scanRecords } from "../../src/source/scan-records.ts";
import { type ScanState, type Span, startOfFile } from "../../src/source/span.ts";

interface Cut {
  /** Where windows end, as bytes arrive; nothing: the file is one window. */
  readonly at?: readonly number[];
  readonly longest?: number;
}

/** Scans a file in windows that end at these places, as the reader does; spans are the file's. */
export function scanFile(file: string | Buffer, { at = [], longest }: Cut = {}): Span[] {
  const bytes = Buffer.from(file);
  const ends = [...new Set([...at.map((end) => Math.min(end, bytes.length)), bytes.length])];
  const state: ScanState = startOfFile();
  let settled = 0;
  return ends
    .sort((one, other) => one - other)
    .flatMap((end) => {
      const window = bytes.subarray(settled, end);
      const scan = { dialect: RFC_4180, atEnd: end === bytes.length, ...(longest && { longest }) };
      const { spans, consumed } = scanRecords(window, state, scan);
      const offset = settled;
      settled += consumed;
      return spans.map((span) => {
        return { ...span, start: span.start + offset, end: span.end + offset };
      });
    });
}

/** The text of each record, its line end included, with its line and flaw. */
export function recordsOf(file: string | Buffer, cut: Cut = {}): [string, number, string][] {
  const bytes = Buffer.from(file);
  return scanFile(bytes, cut).map(({ start, end, line, flaw = "sound" }) => {
    return [bytes.toString("utf8", start, end), line, flaw];
  });
}
