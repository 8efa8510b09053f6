import type { SourceRecord } from "./record.ts";
import type { NumberedSpan, Span } from "./span.ts";
import { type Transcoder, transcoder } from "./transcode.ts";

const NOTHING: Buffer = Buffer.alloc(0);

/**
 * The stretch of a file that is being scanned, as UTF-8: what the last stretch left over and a new
 * chunk. It knows where in the file its text stands.
 */
export class TextWindows {
  readonly isUtf8: boolean;
  readonly #encoding: string;
  #transcoder: Transcoder | undefined;
  #window = NOTHING;
  /** The bytes of the window as they are in the file, where it is not UTF-8. */
  #original = NOTHING;
  /** Of the window's start: bytes of UTF-8 from the start of the text. */
  #settled = 0;
  /** Of the window's start: bytes from the start of the file. */
  #offset = 0;
  /** A place in the window whose place in the file was asked for last: they are asked for in their order. */
  #asked = { at: 0, length: 0 };

  constructor(encoding: string) {
    this.#encoding = encoding;
    this.isUtf8 = encoding === "utf-8";
  }

  /** The next window. */
  add(chunk: Buffer, { first, atEnd }: { first: boolean; atEnd: boolean }): Buffer {
    this.#transcoder ??= transcoder(this.#encoding, chunk);
    const mark = first ? this.#transcoder.mark : 0;
    this.#offset += mark;
    const fresh = chunk.subarray(mark);
    const text = this.#transcoder.decode(fresh, atEnd);
    this.#window = joined(this.#window, text);
    if (!this.isUtf8) this.#original = joined(this.#original, fresh);
    this.#asked = { at: 0, length: 0 };
    return this.#window;
  }

  /** What is not settled yet. */
  get rest(): Buffer {
    return this.#window;
  }

  /** How much of the text is settled, in bytes of UTF-8. */
  get settled(): number {
    return this.#settled;
  }

  /**
   * Records of the window with their places in the file.
   *
   * @param spans in their order
   * @param first the number of the first
   */
  numbered(spans: readonly Span[], first: number): NumberedSpan[] {
    const numbered: NumberedSpan[] = [];
    for (const { start, end, line, flaw, padded } of spans) {
      const record = first + numbered.length;
      const length = this.isUtf8 ? start : this.#lengthTo(start);
      numbered.push({ start, end, line, flaw, padded, record, offset: this.#offset + length });
    }
    return numbered;
  }

  /** The window's text up to here is settled. */
  consume(end: number): void {
    const length = this.#lengthTo(end);
    this.#settled += end;
    this.#asked = { at: 0, length: 0 };
    this.#window = this.#window.subarray(end);
    this.#original = this.#original.subarray(length);
    this.#offset += length;
  }

  /** A record whose bytes matter, with those of the file. */
  ownBytes(record: SourceRecord, span: Span | undefined): SourceRecord {
    const bad = record.flaws.includes("encoding");
    if (span === undefined || (record.raw === undefined && !bad)) return record;
    const text = this.#window.subarray(span.start, span.end);
    const start = record.offset - this.#offset;
    const raw = this.#original.subarray(start, start + this.#originalLength(text));
    if (!bad) return { ...record, raw };
    const sound = text.subarray(0, Math.max(text.indexOf("\uFFFD"), 0));
    return { ...record, raw, badByte: record.offset + this.#originalLength(sound) };
  }

  #originalLength(text: Buffer): number {
    return this.#transcoder?.originalLength(text) ?? text.length;
  }

  #lengthTo(at: number): number {
    if (this.isUtf8) return at;
    const { at: from, length } = this.#asked.at <= at ? this.#asked : { at: 0, length: 0 };
    const total = length + this.#originalLength(this.#window.subarray(from, at));
    this.#asked = { at, length: total };
    return total;
  }
}

const joined = (rest: Buffer, fresh: Buffer): Buffer =>
  rest.length === 0 ? fresh : Buffer.concat([rest, fresh]);
