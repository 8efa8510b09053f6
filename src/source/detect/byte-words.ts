import { isAscii } from "node:buffer";

// The words of a file that hold bytes above 127, each once: what all of its letters are weighed by.

/** More words than these tell no more. */
const MOST_WORDS = 4_000;
const LONGEST = 48;
const MOST_OF_LINES = 64 * 1024;

/** Gathers words from a file's bytes, chunk by chunk. */
export class ByteWords {
  /** As latin1: a character for each byte. */
  readonly words = new Map<string, number>();
  /** Bytes above 127. */
  bytes = 0;
  /** The first lines that hold any: two bytes of a character may be a letter, or end a word. */
  readonly lines: string[] = [];
  #lengthOfLines = 0;
  #rest = "";

  get full(): boolean {
    return this.words.size >= MOST_WORDS;
  }

  add(chunk: Buffer): void {
    if (isAscii(chunk) && this.#rest === "") return;
    const text = this.#rest + chunk.toString("latin1");
    const [rest = ""] = LAST.exec(text.slice(-LONGEST)) ?? [];
    this.#rest = rest;
    this.#keepLines(text);
    for (const [word] of text.slice(0, text.length - rest.length).matchAll(WORD)) this.#see(word);
  }

  /** The file has ended. */
  end(): void {
    if (HIGH.test(this.#rest)) this.#see(this.#rest);
    this.#rest = "";
  }

  #keepLines(text: string): void {
    if (this.#lengthOfLines > MOST_OF_LINES) return;
    for (const line of text.split(/[\r\n]+/)) {
      if (!HIGH.test(line) || this.#lengthOfLines > MOST_OF_LINES) continue;
      this.lines.push(line);
      this.#lengthOfLines += line.length;
    }
  }

  #see(word: string): void {
    for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) > 127) this.bytes++;
    const known = this.words.get(word);
    if (known !== undefined || !this.full) this.words.set(word, (known ?? 0) + 1);
  }
}

/** Digits belong to a word, as a sign behind a number is none within a word. */
const WORD = /[0-9A-Za-z]{0,48}[\u0080-\u00FF][0-9A-Za-z\u0080-\u00FF]{0,48}/g;
const LAST = /[0-9A-Za-z\u0080-\u00FF]*$/;
const HIGH = /[\u0080-\u00FF]/;
