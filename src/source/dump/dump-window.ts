import { SourceError } from "../../plain/errors.ts";

/** A value may be as long as this: bytes. */
const MOST = 256 * 2 ** 20;

/** What is at hand ends before the part that is being read does. */
export class NeedMore extends Error {
  static readonly signal = new NeedMore("more of the dump is needed");
}

/**
 * The stretch of a dump that is being looked at. Its text has one character for each byte, whatever
 * the encoding: what marks the parts of a dump is ASCII, and values are decoded one by one.
 */
export class DumpWindow {
  readonly #name: string;
  readonly #chunks: AsyncIterator<Buffer>;
  #bytes: Buffer = Buffer.alloc(0);
  #start: number;
  #counted = 0;
  #line: number;
  /** One character for each byte. */
  text = "";
  /** Where the reader is in the text. */
  at = 0;
  atEnd = false;

  /** @param from where the chunks begin in the dump, when that is not its start */
  constructor(
    name: string,
    chunks: AsyncIterable<Buffer>,
    from: { readonly offset: number; readonly line: number } = { offset: 0, line: 1 },
  ) {
    this.#name = name;
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#start = from.offset;
    this.#line = from.line;
  }

  /** Bytes of the dump before a place in the text. */
  offsetOf(at: number): number {
    return this.#start + at;
  }

  /** The line of a place in the text, counted from 1; places are asked for from left to right. */
  lineOf(at: number): number {
    for (;;) {
      const next = this.text.indexOf("\n", this.#counted);
      if (next === -1 || next >= at) return this.#line;
      this.#line++;
      this.#counted = next + 1;
    }
  }

  bytes(from: number, to: number): Buffer {
    return this.#bytes.subarray(from, to);
  }

  /** Where a text stands next; whoever needs it needs more where it is not at hand. */
  find(text: string, from: number): number {
    const found = this.text.indexOf(text, from);
    if (found === -1) throw this.ended();
    return found;
  }

  /** To be thrown where the text at hand ends within a part. */
  ended(): Error {
    if (!this.atEnd) return NeedMore.signal;
    const line = this.lineOf(this.text.length);
    return new SourceError(
      `${this.#name} is cut short: it ends within a statement, at line ${line}.`,
      {
        cure: "Make or copy the dump again, and compare the sizes.",
      },
    );
  }

  /** An error about what stands here. */
  refuse(what: string, cure: string, at = this.at): SourceError {
    return new SourceError(`${this.#name} line ${this.lineOf(at)}: ${what}.`, { cure });
  }

  /** Lets go of what has been read, and reads on: at least as much again as was at hand. */
  async fill(): Promise<void> {
    this.lineOf(this.at);
    const rest = this.#bytes.subarray(this.at);
    const parts: Buffer[] = [rest];
    let size = rest.length;
    while (size <= 2 * rest.length && !this.atEnd) {
      const { done, value } = await this.#chunks.next();
      if (done) this.atEnd = true;
      else {
        parts.push(value);
        size += value.length;
      }
    }
    if (size > MOST)
      throw this.refuse("a value does not end", "Look for a quote that is never closed.");
    this.#bytes = parts.length === 1 ? rest : Buffer.concat(parts, size);
    this.#start += this.at;
    this.#counted -= this.at;
    this.at = 0;
    this.text = this.#bytes.toString("latin1");
  }

  /** Goes on to a place further on, whose line is known. */
  async seek({ offset, line }: { readonly offset: number; readonly line: number }): Promise<void> {
    while (offset - this.#start > this.text.length && !this.atEnd) {
      this.at = this.text.length;
      await this.fill();
    }
    this.at = Math.min(offset - this.#start, this.text.length);
    this.#line = line;
    this.#counted = this.at;
  }

  /** Ends the reading before the dump's end. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
