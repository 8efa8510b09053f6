import { SourceError } from "../errors.ts";
import type { SourceFile } from "./source-file.ts";

interface Signature {
  readonly bytes: readonly number[];
  readonly what: string;
  readonly cure: string;
}

const SAVE = "Save each sheet as .xlsx, or as CSV (UTF-8).";

/** Files that people take for CSV, by their first bytes. */
const SIGNATURES: readonly Signature[] = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    what: "is a ZIP archive or an Excel workbook with the wrong ending",
    cure: "Give it the ending .zip or .xlsx, or save each sheet as CSV (UTF-8).",
  },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: "is an old Excel workbook (.xls)", cure: SAVE },
  {
    bytes: [0x1f, 0x8b],
    what: "is gzipped",
    cure: "Give it the ending .gz, or unpack it with gunzip.",
  },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: "is a PDF document", cure: "Export the data as CSV." },
  { bytes: [0xff, 0xfe, 0, 0], what: "is UTF-32 text", cure: "Save it as UTF-8." },
  { bytes: [0, 0, 0xfe, 0xff], what: "is UTF-32 text", cure: "Save it as UTF-8." },
];
const OPEN_DOCUMENT = "mimetypeapplication/vnd.oasis.opendocument";
const UTF16 = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];
/** Text has next to no control bytes; what has more than this share of them is something else. */
const MOST_CONTROLS = 0.05;
const MARKUP = /^\uFEFF?\s*<(?:!doctype html|html|table|\?xml)/i;

/**
 * Refuses what is no text, by a file's first bytes.
 *
 * @throws SourceError
 */
export function checkText(start: Buffer, file: Pick<SourceFile, "name">, encoding: string): void {
  if (start.includes(OPEN_DOCUMENT)) {
    throw new SourceError(`${file.name} is an OpenDocument spreadsheet, not CSV text.`, {
      cure: SAVE,
    });
  }
  for (const { bytes, what, cure } of SIGNATURES) {
    if (begins(start, bytes))
      throw new SourceError(`${file.name} ${what}, not CSV text.`, { cure });
  }
  if (encoding.startsWith("utf-16")) return;
  if (UTF16.some((mark) => begins(start, mark))) {
    throw new SourceError(`${file.name} is UTF-16 text, not ${encoding}.`, {
      cure: "Name its encoding (utf-16le or utf-16be), or save it as UTF-8.",
    });
  }
  const text = start.subarray(0, withoutEndMarks(start));
  if (controls(text) > text.length * MOST_CONTROLS) {
    throw new SourceError(`${file.name} is not a text file: it is full of control bytes.`, {
      cure: "Export it again as CSV (UTF-8), or move it out of the folder.",
    });
  }
  if (MARKUP.test(start.toString("latin1", 0, 200))) {
    throw new SourceError(`${file.name} is a web page or XML, not CSV text.`, {
      cure: "Open it in a spreadsheet and save the table as CSV (UTF-8) or .xlsx.",
    });
  }
}

const END_MARK = 0x1a;

/** Where text ends that DOS or CP/M filled up with bytes 1A, or with one and NULs. */
export function withoutEndMarks(text: Buffer): number {
  let end = text.length;
  while (text[end - 1] === 0 || text[end - 1] === END_MARK) end--;
  return text[end] === END_MARK ? end : text.length;
}

const begins = (start: Buffer, bytes: readonly number[]): boolean =>
  bytes.every((byte, at) => start[at] === byte);

/** Hive divides columns by it, unless it is told otherwise. */
const HIVE_DELIMITER = 1;

function controls(start: Buffer): number {
  let count = 0;
  for (let at = 0; at < start.length; at++) {
    const byte = start[at] ?? 0;
    if (byte === HIVE_DELIMITER) continue;
    if (byte < 9 || (byte > 13 && byte < 27)) count++;
  }
  return count;
}
