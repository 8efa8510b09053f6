import type { Dialect, Flaw } from "./record.ts";

// Finds where records begin and end, from the bytes alone: the count that everything later must
// come to, and the place of each record. Cells are csv-parse's business (parse-records.ts).

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const ASCII = 128;

/** A record longer than this is taken for a quote that never closes, or for no record at all. */
export const LONGEST_RECORD = 1024 * 1024;

/** The bytes of one record, its line end included; of one that is too long, as many as one may have. */
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
  /** The record's line goes on; what comes of it is skipped. */
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
  /** The window begins inside a line that is too long and has been reported. */
  skipping: boolean;
}

export interface ScannedWindow {
  /** Blank lines are not records. */
  readonly spans: readonly Span[];
  /** How much of the window is settled; the rest belongs before the next bytes. */
  readonly consumed: number;
}

/** How a window is to be scanned. */
export interface Scan {
  readonly dialect: Dialect;
  /** Whether the file ends with the window. */
  readonly atEnd: boolean;
  /** Bytes that a record may have. */
  readonly longest?: number;
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
  const spans: Span[] = [];
  let start = 0;
  while (start < window.length) {
    if (state.skipping) {
      start = scanner.skipLine(start, state);
      if (state.skipping) break;
      continue;
    }
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
  readonly #longest: number;
  readonly #next = new Map<number, number>();
  /** Where the bytes end that the record at hand is judged by. */
  #sight = 0;

  constructor(window: Buffer, { dialect, atEnd, longest = LONGEST_RECORD }: Scan) {
    this.#window = window;
    this.#delimiter = dialect.delimiter.charCodeAt(0);
    this.#quote = dialect.quote.charCodeAt(0);
    this.#atEnd = atEnd;
    this.#longest = longest;
  }

  /** The record that starts here; nothing where the window ends before it does. */
  extent(start: number): Extent | undefined {
    this.#sight = Math.min(this.#window.length, start + this.#longest + 1);
    const lineEnd = this.#lineEnd(start);
    const quote = this.#find(this.#quote, start);
    if (quote < (lineEnd ?? this.#sight)) return this.#quotedExtent(start, quote);
    if (lineEnd === undefined) return this.#endless(start, { lines: 0, flaw: undefined });
    return this.#bounded({ end: lineEnd, lines: 1, flaw: undefined }, start);
  }

  /** Whether a line holds nothing but what csv-parse and `String.trim` take for blanks. */
  isBlank(start: number, end: number): boolean {
    for (let at = start; at < end; at++) {
      const byte = this.#window[at] ?? 0;
      if (byte >= ASCII) return this.#window.toString("utf8", at, end).trim() === "";
      if (byte !== SPACE && (byte < TAB || byte > CR)) return false;
    }
    return true;
  }

  /** The end of the line that goes on here; where the window has none, as far as it is that line's. */
  skipLine(start: number, state: ScanState): number {
    this.#sight = this.#window.length;
    const end = this.#lineEnd(start);
    if (end === undefined) {
      const split = this.#window.at(-1) === CR;
      return split ? this.#window.length - 1 : this.#window.length;
    }
    state.skipping = false;
    state.line += 1;
    return end;
  }

  #bounded(extent: Extent, start: number): Extent {
    return extent.end - start > this.#longest ? { ...extent, flaw: "too-long" } : extent;
  }

  /** Whether as many bytes are in sight as a record may have, and one more. */
  #seesAll(start: number): boolean {
    return this.#sight - start > this.#longest;
  }

  /** A record that does not end in sight: more bytes may bring its end, or it is too long. */
  #endless(start: number, { lines, flaw }: Pick<Walk, "lines" | "flaw">): Extent | undefined {
    if (this.#seesAll(start)) return this.#cut(start, { lines, flaw: "too-long" });
    return this.#atEnd ? { end: this.#sight, lines, flaw } : undefined;
  }

  #cut(start: number, { lines, flaw }: Pick<Walk, "lines" | "flaw">): Extent {
    return { end: start + this.#longest, lines, flaw, open: true };
  }

  /** Walks a record that has quotes, from the cell with the first one. */
  #quotedExtent(start: number, firstQuote: number): Extent | undefined {
    const walk: Walk = { at: this.#cellStart(start, firstQuote), lines: 0, flaw: undefined };
    let opens = true;
    while (walk.at < this.#sight) {
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
    return this.#endless(start, walk);
  }

  #endAtLine(start: number, walk: Walk): Extent | undefined {
    const end = this.#afterLineEnd(walk.at);
    if (end === undefined) return this.#endless(start, walk);
    return this.#bounded({ end, lines: walk.lines + 1, flaw: walk.flaw }, start);
  }

  /** Goes past a quoted cell, or says what the record is instead. */
  #passQuoted(start: number, walk: Walk): Extent | undefined | "passed" {
    const closed = this.#closingQuote(walk.at);
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
    let at = quote;
    while (at > start && this.#window[at - 1] !== this.#delimiter) at--;
    return at;
  }

  /** The position after the closing quote of the cell that opens here. */
  #closingQuote(open: number): number | undefined {
    let at = this.#window.indexOf(this.#quote, open + 1);
    while (at !== -1 && at < this.#sight) {
      if (this.#byteAt(at + 1) !== this.#quote) return at + 1;
      at = this.#window.indexOf(this.#quote, at + 2);
    }
    return undefined;
  }

  /** A quote without its partner: more bytes may bring it, or else the record is its first line. */
  #unclosed(start: number): Extent | undefined {
    if (!this.#atEnd && !this.#seesAll(start)) return undefined;
    return this.#firstLine(start, "quote-unclosed");
  }

  #firstLine(start: number, flaw: Flaw): Extent {
    const end = this.#lineEnd(start);
    if (end !== undefined) return { end, lines: 1, flaw };
    if (this.#seesAll(start)) return this.#cut(start, { lines: 0, flaw });
    return { end: this.#sight, lines: 0, flaw };
  }

  #afterQuoted(closed: number): number {
    let at = closed;
    while (this.#byteAt(at) === SPACE || this.#byteAt(at) === TAB) at++;
    return at;
  }

  #isCellEnd(at: number): boolean {
    const byte = this.#byteAt(at);
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

  /** The byte that stands there; nothing where it is out of sight. */
  #byteAt(at: number): number | undefined {
    return at < this.#sight ? this.#window[at] : undefined;
  }

  /** The position after the line end that comes next; nothing where none is in sight. */
  #lineEnd(start: number): number | undefined {
    const first = Math.min(this.#find(LF, start), this.#find(CR, start));
    return first >= this.#sight ? undefined : this.#afterLineEnd(first);
  }

  /** The position after the line end that stands here; a CR at the end of sight may have an LF coming. */
  #afterLineEnd(at: number): number | undefined {
    if (this.#window[at] === LF) return at + 1;
    if (at + 1 < this.#sight) return this.#window[at + 1] === LF ? at + 2 : at + 1;
    return this.#atEnd && this.#sight === this.#window.length ? at + 1 : undefined;
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
