import { LONGEST_RECORD } from "../span.ts";

// Walks through the bytes of a JSON text of any size, window by window, and asks at every value what to do
// with it. Whether what it passes is sound JSON is for others to say.

const [QUOTE, BACKSLASH, COMMA, COLON, SPACE] = [34, 92, 44, 58, 32];
const [LIST, OBJECT, LIST_END, OBJECT_END] = [91, 123, 93, 125];
/** RFC 7464: what begins each value of a sequence. */
const RECORD_SEPARATOR = 30;

/** An object or a list that the walk is in; the first one is the text itself, a list of its values. */
export interface Frame {
  readonly isList: boolean;
  /** The values that were passed in it. */
  count: number;
  /** The name of the member at hand. */
  key: string;
  keyAt: number;
  expectsKey: boolean;
}

export type ValueKind = "object" | "list" | "scalar";

/** Where a value and its key begin and end in the window. */
export interface ValuePlace {
  readonly keyAt: number;
  readonly start: number;
  readonly end: number;
  /** It is longer than a record may be: nothing behind it is looked at. */
  readonly isTooLong: boolean;
}

/** What to do with a value: walk into it, pass it over, or have it whole. */
export type Way = "into" | "over" | "whole";

export interface Visitor {
  meet(frames: readonly Frame[], kind: ValueKind, text: () => string): Way;
  /** A value that was asked for whole. */
  whole?(place: ValuePlace): void;
  /** The object or list that the walk was in has ended. */
  leave?(frames: readonly Frame[]): void;
}

const newFrame = (isList: boolean): Frame => {
  return { isList, count: 0, key: "", keyAt: 0, expectsKey: !isList };
};

export class JsonWalker {
  readonly #visitor: Visitor;
  readonly #frames: Frame[] = [newFrame(true)];
  /** How deep the walk is in a value that is passed over, and whether in a string of it. */
  #over = 0;
  #inString = false;
  #isEscaped = false;
  #stopped = false;
  readonly #longest: number;

  /** @param longest bytes that a value which is asked for whole may have */
  constructor(visitor: Visitor, longest = LONGEST_RECORD) {
    this.#visitor = visitor;
    this.#longest = longest;
  }

  /** Whether the text so far is a part of a value. */
  get isOpen(): boolean {
    return !this.#stopped && (this.#frames.length > 1 || this.#over > 0);
  }

  /** How far the walk came: the rest belongs before the next bytes. */
  walk(window: Buffer, { atEnd }: { readonly atEnd: boolean }): number {
    let at = 0;
    for (;;) {
      if (this.#stopped) return window.length;
      if (this.#over > 0) at = this.#passOver(window, at);
      at = blanksEnd(window, at);
      if (at >= window.length) return window.length;
      const next = this.#step(window, at, atEnd);
      if (next === undefined) return this.#waitAt(at);
      at = next;
    }
  }

  get #frame(): Frame {
    return this.#frames.at(-1) ?? newFrame(true);
  }

  /** Behind what begins here; undefined if the window ends before that is known. */
  #step(window: Buffer, at: number, atEnd: boolean): number | undefined {
    const byte = window[at];
    if (byte === LIST_END || byte === OBJECT_END) return this.#leave(at);
    const frame = this.#frame;
    if (frame.expectsKey) return this.#key(window, at, frame);
    const kind = byte === OBJECT ? "object" : byte === LIST ? "list" : "scalar";
    const end = kind === "scalar" ? endOf(window, at, atEnd) : undefined;
    // A value whose end is not in sight is met when it is.
    if (kind === "scalar" && end === undefined) return undefined;
    const text = () => window.toString("utf8", at, end);
    const way = this.#visitor.meet(this.#frames, kind, text);
    if (way === "whole") return this.#whole(window, at, atEnd);
    if (end !== undefined) {
      this.#passed(frame);
      return end;
    }
    if (way === "over") {
      this.#over = 1;
      this.#passed(frame);
    } else this.#frames.push(newFrame(kind === "list"));
    return at + 1;
  }

  #whole(window: Buffer, start: number, atEnd: boolean): number | undefined {
    const found = endOf(window, start, atEnd);
    const end = found ?? window.length;
    const isTooLong = end - start > this.#longest;
    if (found === undefined && !isTooLong) return undefined;
    this.#stopped = isTooLong && found === undefined;
    const frame = this.#frame;
    this.#visitor.whole?.({ keyAt: frame.isList ? start : frame.keyAt, start, end, isTooLong });
    this.#passed(frame);
    return end;
  }

  #leave(at: number): number {
    // A bracket too many closes nothing.
    if (this.#frames.length > 1) {
      this.#visitor.leave?.(this.#frames);
      this.#frames.pop();
      this.#passed(this.#frame);
    }
    return at + 1;
  }

  #key(window: Buffer, at: number, frame: Frame): number | undefined {
    const end = window[at] === QUOTE ? stringEnd(window, at) : at;
    if (end === undefined) return undefined;
    frame.key = keyOf(window.toString("utf8", at, end + 1));
    frame.keyAt = at;
    frame.expectsKey = false;
    return end + 1;
  }

  /** A value that is not whole yet is met once more; so is its key, as its place changes. */
  #waitAt(at: number): number {
    const frame = this.#frame;
    if (frame.isList || frame.expectsKey) return at;
    frame.expectsKey = true;
    return frame.keyAt;
  }

  #passed(frame: Frame): void {
    frame.count++;
    frame.expectsKey = !frame.isList;
  }

  #passOver(window: Buffer, from: number): number {
    for (let at = from; at < window.length; at++) {
      const byte = window[at] ?? 0;
      if (this.#inString) this.#passInString(byte);
      else if (byte === QUOTE) this.#inString = true;
      else this.#over += NESTING.get(byte) ?? 0;
      if (this.#over === 0) return at + 1;
    }
    return window.length;
  }

  #passInString(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#inString = false;
  }
}

function keyOf(written: string): string {
  try {
    return String(JSON.parse(written));
  } catch {
    return written;
  }
}

function blanksEnd(window: Buffer, from: number): number {
  let at = from;
  for (; at < window.length; at++) {
    const byte = window[at] ?? 0;
    const isBlank = byte <= SPACE || byte === COMMA || byte === COLON || byte === RECORD_SEPARATOR;
    if (!isBlank) break;
  }
  return at;
}

const endOf = (window: Buffer, start: number, atEnd: boolean): number | undefined =>
  valueEnd(window, start) ?? (atEnd ? window.length : undefined);

/** The position behind the value that begins here; undefined if the window ends before it does. */
function valueEnd(window: Buffer, start: number): number | undefined {
  const first = window[start] ?? 0;
  if (first === QUOTE) return behind(stringEnd(window, start));
  return NESTING.has(first) ? nestEnd(window, start) : wordEnd(window, start);
}

function nestEnd(window: Buffer, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < window.length; at++) {
    const byte = window[at] ?? 0;
    // A string that is not closed in sight leads behind the window.
    if (byte === QUOTE) at = stringEnd(window, at) ?? window.length;
    else depth += NESTING.get(byte) ?? 0;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

function wordEnd(window: Buffer, start: number): number | undefined {
  for (let at = start; at < window.length; at++) {
    const byte = window[at] ?? 0;
    if (byte <= SPACE || byte === COMMA || NESTING.has(byte)) return at;
  }
  return undefined;
}

const behind = (at: number | undefined): number | undefined => at && at + 1;

const NESTING: ReadonlyMap<number, number> = new Map([
  [LIST, 1],
  [OBJECT, 1],
  [LIST_END, -1],
  [OBJECT_END, -1],
]);

/** The position of the quote that closes a string. */
export function stringEnd(window: Buffer, open: number): number | undefined {
  for (let at = window.indexOf(QUOTE, open + 1); at !== -1; at = window.indexOf(QUOTE, at + 1)) {
    let escapes = 0;
    while (window[at - 1 - escapes] === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return at;
  }
  return undefined;
}
