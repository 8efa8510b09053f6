import type { Flaw } from "./record.ts";
import { LONGEST_RECORD, type Scan, type ScanState } from "./span.ts";

const LF = 10;
const CR = 13;
const BACKSLASH = 92;
const SPACE = 32;
const TAB = 9;
const ASCII = 128;

const SOUND = { flaw: undefined, padded: false } as const;

/** What stands at one place of the window. */
export interface Extent {
  readonly end: number;
  /** Line ends within. */
  readonly lines: number;
  readonly flaw: Flaw | undefined;
  readonly padded: boolean;
  /** The record goes on: as a line of which nothing is known, or between two cells. */
  readonly open?: "line" | "record";
  /** The place from which it goes on, where that is not its end. */
  readonly from?: number;
}

/** Whether a quoted cell that opens here is closed out of sight. */
interface Question {
  readonly ask: number;
}

/** How far a walk through a record has come. */
interface Walk {
  at: number;
  lines: number;
  flaw: Flaw | undefined;
  padded: boolean;
}

/** Finds the extent of records within one window, see `scanRecords`. */
export class WindowScanner {
  readonly #window: Buffer;
  readonly #delimiter: Buffer;
  /** No byte where the file has no quotes. */
  readonly #quote: number | undefined;
  /** No byte where a quote is doubled. */
  readonly #quoteEscape: number | undefined;
  readonly #doubles: boolean;
  /** What may stand between a quote and a delimiter. */
  readonly #blanks: readonly number[];
  readonly #atEnd: boolean;
  readonly #longest: number;
  readonly #nextLf: NextByte;
  readonly #nextCr: NextByte;
  readonly #nextQuote: NextByte | undefined;
  readonly #asks: boolean;
  /** A backslash before a line end makes it text. */
  readonly #escapes: boolean;
  /** What was answered. */
  #closing: ScanState["closing"];
  /** Where the bytes end that the record at hand is judged by. */
  #sight = 0;

  constructor(
    window: Buffer,
    { dialect, atEnd, longest = LONGEST_RECORD, asks = false }: Scan,
    { closing }: Pick<ScanState, "closing"> = {},
  ) {
    this.#window = window;
    this.#asks = asks;
    this.#escapes = dialect.escapes === "backslash" && dialect.quote === "";
    this.#closing = closing;
    const { delimiter, quote, quoteEscape } = dialect;
    this.#delimiter = Buffer.from(delimiter);
    this.#quote = quote === "" ? undefined : quote.charCodeAt(0);
    this.#doubles = quoteEscape === quote;
    this.#quoteEscape = this.#doubles || quoteEscape === "" ? undefined : quoteEscape.charCodeAt(0);
    this.#blanks = [SPACE, TAB].filter((byte) => !this.#delimiter.includes(byte));
    this.#atEnd = atEnd;
    this.#longest = longest;
    this.#nextLf = new NextByte(window, LF);
    this.#nextCr = new NextByte(window, CR);
    if (this.#quote !== undefined) this.#nextQuote = new NextByte(window, this.#quote);
  }

  /** The record that starts here; undefined if the window ends before it does. */
  extent(start: number): Extent | Question | undefined {
    this.#sight = Math.min(this.#window.length, start + this.#longest + 1);
    if (this.#escapes) return this.#escapedExtent(start);
    const lineEnd = this.#lineEnd(start);
    const quote = this.#quoteFrom(start);
    if (quote < (lineEnd ?? this.#sight)) return this.#quotedExtent(start, quote);
    if (lineEnd === undefined) return this.#endless(start, { lines: 0, ...SOUND });
    return this.#bounded({ end: lineEnd, lines: 1, ...SOUND }, start);
  }

  /** The end of a record is a line feed that no backslash stands before: MySQL leaves a carriage return before one as it is. */
  #escapedExtent(start: number): Extent | undefined {
    let at = this.#nextLf.from(start);
    while (at < this.#sight && this.#isEscapedLine(start, at)) at = this.#nextLf.from(at + 1);
    const isBounded = at < this.#sight;
    const end = isBounded ? at + 1 : this.#sight;
    const walk = { lines: this.#linesWithin(start, end), ...SOUND };
    return isBounded ? this.#bounded({ end, ...walk }, start) : this.#endless(start, walk);
  }

  #isEscapedLine(start: number, lf: number): boolean {
    const end = lf > start && this.#window[lf - 1] === CR ? lf - 1 : lf;
    let before = end;
    while (before > start && this.#window[before - 1] === BACKSLASH) before--;
    return (end - before) % 2 === 1;
  }

  /** Goes on in a quoted cell that is too long: to its end, or that of the window. */
  passCell(start: number, state: ScanState): number {
    const isCut = start + state.inCell > this.#window.length;
    const far = Math.min(start + state.inCell, this.#window.length);
    // A CR at the end of the window may have an LF coming.
    const end = isCut && !this.#atEnd && this.#window[far - 1] === CR ? far - 1 : far;
    state.line += this.#linesWithin(start, end);
    state.inCell -= end - start;
    return end;
  }

  /** Whether a line holds nothing but what csv-parse and `String.trim` take for blanks. */
  isBlank(start: number, end: number): boolean {
    if (this.#window[start] === LF) return true;
    for (let at = start; at < end; at++) {
      const byte = this.#window[at] ?? 0;
      if (byte > SPACE && byte < ASCII) return false;
      if (byte >= ASCII) return this.#window.toString("utf8", at, end).trim() === "";
      if (!this.#blanks.includes(byte) && (byte <= TAB || byte > CR)) return false;
    }
    return true;
  }

  /** The end of the line that goes on here; where the window has none, as far as it is that line's. */
  skipLine(start: number, state: ScanState): number {
    this.#sight = this.#window.length;
    const end = this.#lineEnd(start);
    // A CR at the end may have an LF coming.
    if (end === undefined) return this.#window.length - (this.#window.at(-1) === CR ? 1 : 0);
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
  #endless(start: number, { lines, flaw, padded }: Omit<Walk, "at">): Extent | undefined {
    if (this.#seesAll(start)) {
      return { ...this.#cut(start, { lines, padded, flaw: "too-long" }), open: "record" };
    }
    return this.#atEnd ? { end: this.#sight, lines, flaw, padded } : undefined;
  }

  #cut(start: number, { lines, flaw, padded }: Omit<Walk, "at">): Extent {
    return { end: start + this.#longest, lines, flaw, padded, open: "line" };
  }

  /** Walks a record that has quotes, from the cell with the first one. */
  #quotedExtent(start: number, firstQuote: number): Extent | Question | undefined {
    const walk: Walk = { at: this.#cellStart(start, firstQuote), lines: 0, ...SOUND };
    let opens = true;
    while (walk.at < this.#sight) {
      const byte = this.#window[walk.at];
      if (byte === LF || byte === CR) return this.#endAtLine(start, walk);
      if (byte === this.#quote && opens) {
        const failed = this.#passQuoted(start, walk);
        if (failed !== "passed") return failed;
        opens = false;
        // Most records have no quote behind their last quoted cell.
        const line = this.#lineFrom(walk.at);
        if (line < this.#quoteFrom(walk.at)) walk.at = line;
        continue;
      }
      if (byte === this.#quote) walk.flaw ??= "quote-stray";
      opens = this.#mayOpen(walk.at, opens);
      walk.at++;
    }
    return this.#endless(start, walk);
  }

  /** Whether a quote behind this byte opens a cell. */
  #mayOpen(at: number, opens: boolean): boolean {
    return this.#delimiterEnds(at) || (opens && this.#blanks.includes(this.#window[at] ?? 0));
  }

  #endAtLine(start: number, walk: Walk): Extent | undefined {
    const end = this.#afterLineEnd(walk.at);
    if (end === undefined) return this.#endless(start, walk);
    const { lines, flaw, padded } = walk;
    return this.#bounded({ end, lines: lines + 1, flaw, padded }, start);
  }

  /** Goes past a quoted cell, or says what the record is instead. */
  #passQuoted(start: number, walk: Walk): Extent | Question | undefined | "passed" {
    if (this.#blanks.includes(this.#window[walk.at - 1] ?? 0)) walk.padded = true;
    const closed = this.#closingQuote(walk.at);
    if (closed === undefined) return this.#unclosed(start, walk);
    const lines = this.#linesWithin(walk.at, closed);
    walk.lines += lines;
    walk.at = this.#afterQuoted(closed);
    if (walk.at !== closed) walk.padded = true;
    if (this.#isCellEnd(walk.at)) return "passed";
    // Text after a closing quote that stands lines below: the opening one was a slip.
    if (lines > 0) return this.#firstLine(start, "quote-unclosed");
    walk.flaw = "quote-garbage";
    return "passed";
  }

  /** The start of the cell that the first quote of the record stands in. */
  #cellStart(start: number, quote: number): number {
    let at = quote;
    while (at > start && !this.#delimiterEnds(at - 1)) at--;
    return at;
  }

  #delimiterEnds(at: number): boolean {
    const { length } = this.#delimiter;
    if (this.#window[at] !== this.#delimiter[length - 1]) return false;
    return length === 1 || this.#delimiter.equals(this.#window.subarray(at + 1 - length, at + 1));
  }

  #delimiterBegins(at: number): boolean {
    const { length } = this.#delimiter;
    if (this.#byteAt(at) !== this.#delimiter[0]) return false;
    return length === 1 || this.#delimiter.equals(this.#window.subarray(at, at + length));
  }

  /** The position after the closing quote of the cell that opens here. */
  #closingQuote(open: number): number | undefined {
    const quote = this.#quote ?? 0;
    let at = this.#window.indexOf(quote, open + 1);
    while (at !== -1 && at < this.#sight) {
      const doubled = this.#doubles && this.#byteAt(at + 1) === quote;
      if (!doubled && !this.#isEscaped(open, at)) return at + 1;
      at = this.#window.indexOf(quote, doubled ? at + 2 : at + 1);
    }
    return undefined;
  }

  /** Whether an odd number of escapes stands before the quote. */
  #isEscaped(open: number, quote: number): boolean {
    if (this.#quoteEscape === undefined) return false;
    let at = quote - 1;
    while (at > open && this.#window[at] === this.#quoteEscape) at--;
    return (quote - 1 - at) % 2 === 1;
  }

  /** A quote without its partner in sight: it is found farther on, or else the record is its first line. */
  #unclosed(start: number, { at, lines }: Walk): Extent | Question | undefined {
    if (this.#seesAll(start) && this.#asks) {
      if (this.#closing?.open !== at) return { ask: at };
      const { end: from } = this.#closing;
      if (from !== undefined) {
        const end = start + this.#longest;
        const seen = { lines: lines + this.#linesWithin(at, end), padded: false };
        return { end, ...seen, flaw: "too-long", open: "record", from };
      }
    } else if (!this.#atEnd && !this.#seesAll(start)) return undefined;
    return this.#firstLine(start, "quote-unclosed");
  }

  #firstLine(start: number, flaw: Flaw): Extent {
    const end = this.#lineEnd(start);
    if (end !== undefined) return { end, lines: 1, flaw, padded: false };
    const walk = { lines: 0, flaw, padded: false };
    return this.#seesAll(start) ? this.#cut(start, walk) : { end: this.#sight, ...walk };
  }

  #afterQuoted(closed: number): number {
    let at = closed;
    while (this.#blanks.includes(this.#byteAt(at) ?? 0)) at++;
    return at;
  }

  #isCellEnd(at: number): boolean {
    const byte = this.#byteAt(at);
    return byte === undefined || byte === LF || byte === CR || this.#delimiterBegins(at);
  }

  #linesWithin(start: number, end: number): number {
    if (this.#lineFrom(start) >= end) return 0;
    let lines = 0;
    for (let at = start; at < end; at++) {
      const byte = this.#window[at];
      if (byte === LF || (byte === CR && this.#window[at + 1] !== LF)) lines++;
    }
    return lines;
  }

  /** The byte that stands there; undefined if it is out of sight. */
  #byteAt(at: number): number | undefined {
    return at < this.#sight ? this.#window[at] : undefined;
  }

  /** The position after the line end that comes next; undefined if none is in sight. */
  #lineEnd(start: number): number | undefined {
    const first = this.#lineFrom(start);
    return first >= this.#sight ? undefined : this.#afterLineEnd(first);
  }

  /** The position after the line end that stands here; a CR at the end of sight may have an LF coming. */
  #afterLineEnd(at: number): number | undefined {
    if (this.#window[at] === LF) return at + 1;
    if (at + 1 < this.#sight) return this.#window[at + 1] === LF ? at + 2 : at + 1;
    return this.#atEnd && this.#sight === this.#window.length ? at + 1 : undefined;
  }

  /** Where the next line end begins, or the window's length. */
  #lineFrom(start: number): number {
    return Math.min(this.#nextLf.from(start), this.#nextCr.from(start));
  }

  /** Where the next quote stands, or the window's length. */
  #quoteFrom(start: number): number {
    return this.#nextQuote?.from(start) ?? this.#window.length;
  }
}

/** Finds the places of one byte in a window. What it found is remembered: lines are many, quotes may be few. */
class NextByte {
  readonly #window: Buffer;
  readonly #byte: number;
  /** None stands from here up to what was found. */
  #from = 0;
  #found = -1;

  constructor(window: Buffer, byte: number) {
    this.#window = window;
    this.#byte = byte;
  }

  /** Where the next one stands, at this place or behind it; the window's length where none does. */
  from(start: number): number {
    if (start >= this.#from && start <= this.#found) return this.#found;
    const found = this.#window.indexOf(this.#byte, start);
    this.#from = start;
    this.#found = found === -1 ? this.#window.length : found;
    return this.#found;
  }
}
