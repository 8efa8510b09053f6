import type { Dialect, Flaw } from "./record.ts";

// Finds where records begin and end, from the bytes alone: the count that everything later must
// come to, and the place of each record. Cells are csv-parse's business (parse-records.ts).

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;

/** A record longer than this is taken for a quote that never closes, or for no record at all. */
export const LONGEST_RECORD = 1024 * 1024;

/** The bytes of one record, its line end included. */
export interface Span {
  /** Within the window that was scanned. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly flaw: Flaw | undefined;
}

/** What stands at one place of the window. */
interface Extent {
  readonly end: number;
  /** Line ends within. */
  readonly lines: number;
  readonly flaw: Flaw | undefined;
  /** The record goes on after the window; what comes of it is skipped. */
  readonly open?: true;
}

/** How far a walk through a record has come. */
interface Walk {
  at: number;
  lines: number;
  flaw: Flaw | undefined;
}

/** Keeps what must be known from one window to the next. */
export interface ScanState {
  /** The line on which the window begins. */
  line: number;
  /** The window begins inside a record that is too long and has been reported. */
  skipping: boolean;
}

export interface ScannedWindow {
  /** Blank lines are not records. */
  readonly spans: readonly Span[];
  /** How much of the window is settled; the rest belongs before the next bytes. */
  readonly consumed: number;
}

/**
 * Scans one window of a file. A quote opens a cell only at its start (blanks aside, RFC 4180 and
 * what exports make of it); line ends are LF, CRLF or CR, mixed or not. A quote that is never closed
 * costs its own line: scanning goes on at the next one.
 *
 * @param atEnd whether the file ends with the window
 */
export function scanRecords(
  window: Buffer,
  state: ScanState,
  { dialect, atEnd }: { readonly dialect: Dialect; readonly atEnd: boolean },
): ScannedWindow {
  const scanner = new WindowScanner(window, dialect, atEnd);
  const spans: Span[] = [];
  let start = state.skipping ? scanner.skipLine(state) : 0;
  while (start < window.length) {
    const extent = scanner.extent(start);
    if (extent === undefined) break;
    const { end, lines, flaw, open = false } = extent;
    if (flaw !== undefined || !scanner.isBlank(start, end)) {
      spans.push({ start, end, line: state.line, flaw });
    }
    state.line += lines;
    state.skipping = open;
    start = end;
  }
  return { spans, consumed: start };
}

class WindowScanner {
  readonly #window: Buffer;
  readonly #delimiter: number;
  readonly #quote: number;
  readonly #atEnd: boolean;
  readonly #next = new Map<number, number>();

  constructor(window: Buffer, dialect: Dialect, atEnd: boolean) {
    this.#window = window;
    this.#delimiter = dialect.delimiter.charCodeAt(0);
    this.#quote = dialect.quote.charCodeAt(0);
    this.#atEnd = atEnd;
  }

  /** The record that starts here; nothing where the window ends before it does. */
  extent(start: number): Extent | undefined {
    const lineEnd = this.#lineEnd(start);
    const quote = this.#find(this.#quote, start);
    if (quote >= (lineEnd ?? this.#window.length)) return this.#plainExtent(start, lineEnd);
    return this.#quotedExtent(start, quote);
  }

  isBlank(start: number, end: number): boolean {
    for (let at = start; at < end; at++) {
      const byte = this.#window[at];
      if (byte !== LF && byte !== CR && byte !== SPACE && byte !== TAB) return false;
    }
    return true;
  }

  /** The end of the line that the window begins in; all of it where the line goes on. */
  skipLine(state: ScanState): number {
    const end = this.#lineEnd(0);
    if (end === undefined) return this.#window.length;
    state.skipping = false;
    state.line += 1;
    return end;
  }

  #plainExtent(start: number, lineEnd: number | undefined): Extent | undefined {
    if (lineEnd !== undefined)
      return this.#bounded({ end: lineEnd, lines: 1, flaw: undefined }, start);
    return this.#atWindowEnd({ end: this.#window.length, lines: 0, flaw: undefined }, start);
  }

  #bounded(extent: Extent, start: number): Extent {
    return extent.end - start > LONGEST_RECORD ? { ...extent, flaw: "too-long" } : extent;
  }

  /** A record that the window does not end: more bytes may, or it is too long already. */
  #atWindowEnd(extent: Extent, start: number): Extent | undefined {
    if (this.#atEnd) return this.#bounded(extent, start);
    if (extent.end - start <= LONGEST_RECORD) return undefined;
    return { ...extent, flaw: "too-long", open: true };
  }

  /** Walks a record that has quotes, from the cell with the first one. */
  #quotedExtent(start: number, firstQuote: number): Extent | undefined {
    const walk: Walk = { at: this.#cellStart(start, firstQuote), lines: 0, flaw: undefined };
    let opens = true;
    while (walk.at < this.#window.length) {
      const byte = this.#window[walk.at];
      if (byte === LF || byte === CR) return this.#endAtLine(start, walk);
      if (byte === this.#quote && opens) {
        const failed = this.#passQuoted(start, walk);
        if (failed !== "passed") return failed;
        opens = false;
        continue;
      }
      if (byte === this.#quote) walk.flaw ??= "quote-stray";
      opens = byte === this.#delimiter || (opens && (byte === SPACE || byte === TAB));
      walk.at++;
    }
    const { lines, flaw } = walk;
    return this.#atWindowEnd({ end: this.#window.length, lines, flaw }, start);
  }

  #endAtLine(start: number, { at, lines, flaw }: Walk): Extent | undefined {
    const end = this.#afterLineEnd(at);
    return end === undefined ? undefined : this.#bounded({ end, lines: lines + 1, flaw }, start);
  }

  /** Goes past a quoted cell, or says what the record is instead. */
  #passQuoted(start: number, walk: Walk): Extent | undefined | "passed" {
    const closed = this.#closingQuote(walk.at, start);
    if (closed === undefined) return this.#unclosed(start);
    const lines = this.#linesWithin(walk.at, closed);
    walk.lines += lines;
    walk.at = this.#afterQuoted(closed);
    if (this.#isCellEnd(walk.at)) return "passed";
    // Text after a closing quote that stands lines below: the opening one was a slip.
    if (lines > 0) return this.#firstLine(start, "quote-unclosed");
    walk.flaw = "quote-garbage";
    return "passed";
  }

  /** The start of the cell that the first quote of the record stands in. */
  #cellStart(start: number, quote: number): number {
    const delimiter = this.#window.lastIndexOf(this.#delimiter, quote);
    return delimiter < start ? start : delimiter + 1;
  }

  /** The position after the closing quote of the cell that opens here. */
  #closingQuote(open: number, start: number): number | undefined {
    const window = this.#window;
    let at = window.indexOf(this.#quote, open + 1);
    while (at !== -1 && at - start <= LONGEST_RECORD) {
      if (window[at + 1] !== this.#quote) return at + 1;
      at = window.indexOf(this.#quote, at + 2);
    }
    return undefined;
  }

  /** A quote without its partner: more bytes may bring it, or else the record is its first line. */
  #unclosed(start: number): Extent | undefined {
    if (!this.#atEnd && this.#window.length - start <= LONGEST_RECORD) return undefined;
    return this.#firstLine(start, "quote-unclosed");
  }

  #firstLine(start: number, flaw: Flaw): Extent {
    const end = this.#lineEnd(start);
    return { end: end ?? this.#window.length, lines: end === undefined ? 0 : 1, flaw };
  }

  #afterQuoted(closed: number): number {
    let at = closed;
    while (this.#window[at] === SPACE || this.#window[at] === TAB) at++;
    return at;
  }

  #isCellEnd(at: number): boolean {
    const byte = this.#window[at];
    return byte === undefined || byte === this.#delimiter || byte === LF || byte === CR;
  }

  #linesWithin(start: number, end: number): number {
    let lines = 0;
    for (let at = start; at < end; at++) {
      const byte = this.#window[at];
      if (byte === LF || (byte === CR && this.#window[at + 1] !== LF)) lines++;
    }
    return lines;
  }

  /** The position after the line end that comes next; nothing where the window has none. */
  #lineEnd(start: number): number | undefined {
    const lf = this.#find(LF, start);
    const cr = this.#find(CR, start);
    const first = Math.min(lf, cr);
    return first === this.#window.length ? undefined : this.#afterLineEnd(first);
  }

  /** The position after the line end that stands here; a CR at the window's end may have an LF coming. */
  #afterLineEnd(at: number): number | undefined {
    if (this.#window[at] === LF) return at + 1;
    if (at + 1 < this.#window.length) return this.#window[at + 1] === LF ? at + 2 : at + 1;
    return this.#atEnd ? at + 1 : undefined;
  }

  /** The next such byte, or the window's length. Remembered: lines are many, quotes may be few. */
  #find(byte: number, start: number): number {
    const known = this.#next.get(byte);
    if (known !== undefined && known >= start) return known;
    const found = this.#window.indexOf(byte, start);
    const at = found === -1 ? this.#window.length : found;
    this.#next.set(byte, at);
    return at;
  }
}
