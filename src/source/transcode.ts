import { SourceError } from "../plain/errors.ts";
import { markLength } from "./detect/detect-encoding.ts";
import { iconv } from "./iconv.ts";

// Text in any encoding becomes UTF-8 before it is scanned; places stay those of the file's own bytes.

/** Turns the chunks of a file into UTF-8, and places in that text into places in the file. */
export interface Transcoder {
  /** Bytes of the mark that the file begins with. */
  readonly mark: number;
  /** The text of a chunk; what its end cuts is kept for the next one. */
  decode(chunk: Buffer, atEnd: boolean): Buffer;
  /** How many bytes of the file this text was. */
  originalLength(text: Buffer): number;
}

/**
 * @param start the first bytes of the file
 * @throws SourceError if nobody knows the encoding
 */
export function transcoder(encoding: string, start: Buffer): Transcoder {
  const mark = markLength(start, encoding);
  if (encoding === "utf-8") {
    return { mark, decode: (chunk) => chunk, originalLength: ({ length }) => length };
  }
  if (!iconv().encodingExists(encoding)) throw unknownEncoding(encoding);
  const decoder = iconv().getDecoder(encoding, { stripBOM: false });
  return {
    mark,
    decode: (chunk, atEnd) => {
      const text = decoder.write(chunk) + (atEnd ? (decoder.end() ?? "") : "");
      return Buffer.from(text);
    },
    originalLength: lengthIn(encoding),
  };
}

export function unknownEncoding(encoding: string): SourceError {
  return new SourceError(`The encoding "${encoding}" is unknown.`, {
    cure: "Name one such as utf-8, utf-16le, windows-1252, iso-8859-15 or macintosh.",
  });
}

function lengthIn(encoding: string): (text: Buffer) => number {
  if (encoding.startsWith("utf-16")) return (text) => 2 * units(text);
  const isSingleByte = iconv().encode("é№ж€", encoding).length === 4;
  // A single byte each, also where it means nothing and became U+FFFD.
  if (isSingleByte) return units;
  return (text) => iconv().encode(text.toString("utf8"), encoding).length;
}

/** UTF-16 code units of a text that is UTF-8. */
function units(text: Buffer): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at] ?? 0;
    if (byte < 0x80 || byte >= 0xc0) count += byte >= 0xf0 ? 2 : 1;
  }
  return count;
}

/** The position of the first byte that is not UTF-8; undefined if all are. */
export function firstInvalid(bytes: Buffer): number | undefined {
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return undefined;
}

/** RFC 3629, section 4: the bytes of the sequence that begins here; 0 if it is invalid. */
function sequenceLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const found = LEADS.find(([from, to]) => lead >= from && lead <= to);
  if (found === undefined) return 0;
  const [, , length, low, high] = found;
  const second = bytes[at + 1] ?? 0;
  const rest = bytes.subarray(at + 2, at + length);
  const whole = at + length <= bytes.length && rest.every((byte) => (byte & 0xc0) === 0x80);
  return whole && second >= low && second <= high ? length : 0;
}

/** First and last lead byte, length of the sequence, first and last second byte. */
const LEADS = [
  [0xc2, 0xdf, 2, 0x80, 0xbf],
  [0xe0, 0xe0, 3, 0xa0, 0xbf],
  [0xe1, 0xec, 3, 0x80, 0xbf],
  [0xed, 0xed, 3, 0x80, 0x9f],
  [0xee, 0xef, 3, 0x80, 0xbf],
  [0xf0, 0xf0, 4, 0x90, 0xbf],
  [0xf1, 0xf3, 4, 0x80, 0xbf],
  [0xf4, 0xf4, 4, 0x80, 0x8f],
] as const;
