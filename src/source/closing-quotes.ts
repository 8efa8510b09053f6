import type { Dialect } from "./record.ts";

// Whether a quote that opens a cell far back is ever closed. The text between is not kept.

type Marks = Pick<Dialect, "delimiter" | "quote" | "quoteEscape">;

/** What the search does with the next byte: look for a quote, count quotes in a row, or see what follows them. */
type Step = "seek" | "count" | "follow";

const NEVER = Number.POSITIVE_INFINITY;
const LINE_ENDS = new Set([10, 13]);
const BLANKS = new Set([9, 32]);

/**
 * Goes through the text of a file once, ahead of who reads it, from quote to quote. It is asked from left to
 * right, so that all questions together cost one more reading of the file.
 */
export class ClosingQuotes {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #quote: number;
  /** No byte where a quote is doubled, or nothing stands before it. */
  readonly #escape: number;
  readonly #doubles: boolean;
  readonly #delimiter: Buffer;
  #chunk: Buffer = Buffer.alloc(0);
  /** Of the chunk: bytes from the start of the text. */
  #offset = 0;
  #at = 0;
  #step: Step = "seek";
  /** Of quotes in a row, or of escapes before one. */
  #isOdd = false;
  #matched = 0;
  /** Behind the quote that was found last, and whether its cell ends there. */
  #end = -1;
  #isCellEnd = false;

  /** @param chunks the text of the file, as UTF-8 */
  constructor(chunks: AsyncIterator<Buffer>, { delimiter, quote, quoteEscape }: Marks) {
    this.#chunks = chunks;
    this.#quote = quote.charCodeAt(0);
    this.#doubles = quote === quoteEscape;
    this.#escape = this.#doubles || quoteEscape === "" ? -1 : quoteEscape.charCodeAt(0);
    const bytes = Buffer.from(delimiter);
    this.#delimiter = bytes;
  }

  /**
   * The place behind the quote that closes the cell whose opening quote stands there, in bytes of the text;
   * undefined if the file ends without it, or text follows the quote: the opening one was a slip.
   */
  async closing(open: number): Promise<number | undefined> {
    if (this.#end <= open + 1) await this.#findBehind(open + 1);
    return this.#isCellEnd ? this.#end : undefined;
  }

  /** Stops reading. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #findBehind(from: number): Promise<void> {
    this.#begin("seek");
    this.#isOdd = false;
    for (;;) {
      this.#at = Math.max(this.#at, Math.min(from - this.#offset, this.#chunk.length));
      if (this.#advance()) return;
      const { value, done } = await this.#chunks.next();
      if (done) break;
      this.#offset += this.#chunk.length;
      this.#chunk = value;
      this.#at = 0;
    }
    const isClosed = this.#step === "follow" ? this.#matched === 0 : this.#countedOdd();
    if (this.#step === "count") this.#end = this.#offset + this.#at;
    this.#isCellEnd = isClosed;
    if (!isClosed) this.#end = NEVER;
  }

  #countedOdd(): boolean {
    return this.#step === "count" && this.#isOdd;
  }

  #begin(step: Step): void {
    this.#step = step;
    this.#matched = 0;
  }

  /** Whether the quote was found in this chunk. */
  #advance(): boolean {
    while (this.#at < this.#chunk.length) {
      if (this.#step === "seek") this.#seek();
      else if (this.#step === "count") this.#count();
      else if (this.#follow()) return true;
    }
    return false;
  }

  #seek(): void {
    const found = this.#chunk.indexOf(this.#quote, this.#at);
    const end = found === -1 ? this.#chunk.length : found;
    const isEscaped = this.#oddEscapesBefore(end);
    this.#at = end;
    this.#isOdd = isEscaped;
    if (found === -1) return;
    this.#at++;
    this.#isOdd = false;
    if (isEscaped) return;
    if (!this.#doubles) this.#closeHere();
    else {
      this.#isOdd = true;
      this.#begin("count");
    }
  }

  /** What was counted at the end of the last chunk goes on at the start of this one. */
  #oddEscapesBefore(end: number): boolean {
    if (this.#escape === -1) return false;
    let at = end;
    while (at > this.#at && this.#chunk[at - 1] === this.#escape) at--;
    const isOdd = (end - at) % 2 === 1;
    return at === 0 ? isOdd !== this.#isOdd : isOdd;
  }

  #count(): void {
    if (this.#chunk[this.#at] === this.#quote) {
      this.#isOdd = !this.#isOdd;
      this.#at++;
    } else if (this.#isOdd) this.#closeHere();
    else this.#begin("seek");
  }

  #closeHere(): void {
    this.#isOdd = false;
    this.#end = this.#offset + this.#at;
    this.#begin("follow");
  }

  /** Whether it is known what follows the quote. */
  #follow(): boolean {
    const byte = this.#chunk[this.#at] ?? 0;
    if (byte === this.#delimiter[this.#matched]) this.#matched++;
    else if (this.#matched > 0 || !BLANKS.has(byte)) {
      return this.#found(this.#matched === 0 && LINE_ENDS.has(byte));
    }
    if (this.#matched === this.#delimiter.length) return this.#found(true);
    this.#at++;
    return false;
  }

  #found(isCellEnd: boolean): true {
    this.#isCellEnd = isCellEnd;
    return true;
  }
}
