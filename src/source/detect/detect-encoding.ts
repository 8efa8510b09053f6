import { isAscii, isUtf8 } from "node:buffer";
import { iconv } from "../iconv.ts";
import { inPage } from "./code-page.ts";
import type { Finding } from "./detect-dialect.ts";
import { byCharacters } from "./eastern.ts";
import { alone, type Weighed, weighPages } from "./weigh-pages.ts";

// Which encoding a file's text is in. What can be proven is proven (a mark, valid UTF-8, the NULs of
// UTF-16); an 8-bit code page is the one whose letters make the most plausible words.

/** Two code pages that the words of a file leave open. */
export interface OpenEncoding {
  readonly rival: string;
  /** Words of the file as they are in the page that was found, and in its rival. */
  readonly words: readonly (readonly [found: string, rival: string])[];
  /** How many words more. */
  readonly more: number;
  /** The words do not fit in the page that all others are in. */
  readonly mixed: boolean;
}

export interface EncodingFinding extends Finding<string> {
  /** A person must say which. */
  readonly open?: OpenEncoding;
}

function wordsOf(sample: Buffer): ByteWords {
  const words = new ByteWords();
  words.add(sample);
  words.end();
  return words;
}

/** From this share of NUL bytes on, at even or at odd places, text is UTF-16. */
const NULS = 0.2;
/** Damaged UTF-8 has this many sound sequences for each broken one; other text has next to none. */
const SOUND_SEQUENCES = 1;

/**
 * Finds the encoding in the first bytes of a file.
 *
 * @param whole the sample is the whole file, so that its last character is not cut
 */
export function detectEncoding(
  sample: Buffer,
  { whole }: { readonly whole: boolean },
): EncodingFinding {
  return byMark(sample) ?? byNuls(sample) ?? byUtf8(sample, whole) ?? byWords(wordsOf(sample));
}

const MARKS: readonly (readonly [string, readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** How many bytes of a file's start are a mark, not text. */
export function markLength(start: Buffer, encoding: string): number {
  const mark = MARKS.find(([name]) => name === encoding)?.[1] ?? [];
  return mark.length > 0 && mark.every((byte, at) => start[at] === byte) ? mark.length : 0;
}

function byMark(sample: Buffer): Finding<string> | undefined {
  const found = MARKS.find(([, mark]) => mark.every((byte, at) => sample[at] === byte));
  if (found === undefined) return undefined;
  return { value: found[0], confidence: 1, evidence: "byte order mark" };
}

function byNuls(sample: Buffer): Finding<string> | undefined {
  const nuls = [0, 0];
  for (let at = 0; at < sample.length; at++) {
    if (sample[at] === 0) nuls[at % 2] = (nuls[at % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = nuls;
  const half = sample.length / 2;
  if (
    half === 0 ||
    Math.max(even, odd) < half * NULS ||
    Math.min(even, odd) * 10 > Math.max(even, odd)
  ) {
    return undefined;
  }
  const value = odd > even ? "utf-16le" : "utf-16be";
  const share = Math.round((Math.max(even, odd) / half) * 100);
  return { value, confidence: 0.95, evidence: `${share} % of every other byte is NUL` };
}

function byUtf8(sample: Buffer, whole: boolean): Finding<string> | undefined {
  const text = whole ? sample : sample.subarray(0, lastBoundary(sample));
  if (!text.some((byte) => byte > 127)) {
    return { value: "utf-8", confidence: 1, evidence: "only ASCII so far" };
  }
  if (isUtf8(text)) return { value: "utf-8", confidence: 1, evidence: "valid UTF-8" };
  const decoded = text.toString("utf8");
  const broken = decoded.match(/\uFFFD/g)?.length ?? 0;
  const sound = decoded.match(/[^\p{ASCII}\uFFFD]/gu)?.length ?? 0;
  if (sound < broken * SOUND_SEQUENCES) return undefined;
  const evidence = `${sound} valid sequences of UTF-8, ${broken} broken`;
  return { value: "utf-8", confidence: sound / (sound + broken), evidence };
}

/** A sample may end within a character. */
function lastBoundary(sample: Buffer): number {
  let at = sample.length - 1;
  while (at > 0 && sample.length - at < 4 && ((sample[at] ?? 0) & 0xc0) === 0x80) at--;
  return (sample[at] ?? 0) >= 0xc0 ? at : sample.length;
}

/** From so much cost on a word is not what anybody writes. */
const ODD = 8;
/** So much more than in another page. */
const ODD_HERE = 6;
/** Code pages that are not farther apart than this leave it to a person. */
const CLOSE = 3.5;
/** What rests on the look of words is never proven. */
const SUREST = 0.99;
/** As many words are shown where a person must choose. */
const SHOWN = 6;

/** Behind a gigabyte other letters would be news, and a terabyte must not be read to ask for its encoding. */
const MOST_BYTES = 2 ** 30;

/**
 * The same of a file that goes on behind the sample: all letters of its first gigabyte are weighed, where
 * the sample does not prove how they are written.
 */
export async function detectEncodingOf(
  sample: Buffer,
  rest: () => AsyncIterable<Buffer>,
): Promise<EncodingFinding> {
  const found = detectEncoding(sample, { whole: false });
  const ascii = isAscii(sample);
  if (found.value.startsWith("utf-") && !ascii) return found;
  const words = new ByteWords();
  let read = 0;
  for await (const chunk of rest()) {
    words.add(chunk);
    read += chunk.length;
    // UTF-8 that begins late is known by its first letters.
    if (ascii && words.words.size > 0 && soundShare(words) === 1) return found;
    if (words.full || read >= MOST_BYTES) break;
  }
  words.end();
  return words.words.size === 0 || soundShare(words) >= 0.5 ? found : byWords(words);
}

/** The share of words that are valid UTF-8. */
function soundShare({ words }: ByteWords): number {
  const all = [...words.keys()];
  return all.filter((word) => isUtf8(Buffer.from(word, "latin1"))).length / all.length;
}

/** The code page in which all words together are the most plausible. */
export function byWords(found: ByteWords): EncodingFinding {
  const words = [...found.words.keys()];
  const ranked = weighPages(words);
  const [best] = ranked;
  if (best === undefined || words.length === 0) {
    return { value: "windows-1252", confidence: 0, evidence: "nothing known" };
  }
  const value = best.page.encoding;
  const differing = (rival: Weighed) =>
    words.filter((word) => inPage(word, value) !== inPage(word, rival.page.encoding));
  const rival = ranked.find((one) => one !== best && differing(one).length > 0);
  const margin = (rival?.cost ?? best.cost + 50) - best.cost;
  const odd = oddWords(words, best);
  const strange =
    words.reduce((sum, word, at) => sum + excess(word, best.words[at]), 0) / words.length;
  const eastern = byCharacters(found.lines);
  if (eastern !== undefined && (eastern.isProven || strange > ODD / 2)) {
    const { isProven: _, ...finding } = eastern;
    return finding;
  }
  const implausible = strange > ODD;
  const confidence = implausible
    ? 0.1
    : Math.min(Math.round((1 - 0.5 * Math.exp(-margin / 4)) * 100) / 100, SUREST);
  const before = rival === undefined ? "" : `, before ${rival.page.encoding}`;
  const evidence = `not UTF-8; the ${words.length} words with bytes above 127 are most plausible in it${before}`;
  const finding = { value, confidence, evidence };
  if (implausible) return finding;
  if (eastern !== undefined) return { ...finding, open: openBetween(value, eastern.value, words) };
  if (odd !== undefined) return { ...finding, open: { ...odd, mixed: true } };
  if (rival === undefined || margin >= CLOSE) return finding;
  return { ...finding, open: openBetween(value, rival.page.encoding, differing(rival)) };
}

function openBetween(value: string, rival: string, words: readonly string[]): OpenEncoding {
  const inRival = (word: string) =>
    iconv().decode(Buffer.from(word, "latin1"), rival).normalize("NFC");
  const shown = words.slice(0, SHOWN).map((word) => [inPage(word, value), inRival(word)] as const);
  return { rival, words: shown, more: Math.max(0, words.length - SHOWN), mixed: false };
}

/** In scripts of their own all letters of a word cost something. */
const excess = (word: string, cost = 0): number => cost - 2 * Math.max(0, highBytes(word) - 1);

const highBytes = (word: string): number => word.match(/[\u0080-\u00FF]/g)?.length ?? 0;

/** Words that another page explains, and this one does not: a file of two pages. */
function oddWords(words: readonly string[], best: Weighed): OpenEncoding | undefined {
  const odd = words.filter((word, at) => excess(word, best.words[at]) > ODD);
  if (odd.length === 0) return undefined;
  for (const { page } of weighPages(odd).filter(({ page: other }) => other !== best.page)) {
    const explained = odd.filter((word) => {
      const here = best.words[words.indexOf(word)] ?? 0;
      return alone(word, page) + ODD_HERE < here;
    });
    if (explained.length > 0) return openBetween(best.page.encoding, page.encoding, explained);
  }
  return undefined;
}

// The words of a file that hold bytes above 127, each once: what all of its letters are weighed by.

/** More words than these tell no more. */
const MOST_WORDS = 4_000;
const LONGEST = 48;
const MOST_OF_LINES = 64 * 1024;

/** Gathers words from a file's bytes, chunk by chunk. */
class ByteWords {
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
