import { isUtf8 } from "node:buffer";
import { SourceError } from "../plain/errors.ts";
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
  {
    bytes: [...Buffer.from("SQLite format 3")],
    what: "is an SQLite database",
    cure: "Name it by itself as the source, unpacked: its tables are read then.",
  },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: "is a PDF document", cure: "Export the data as CSV." },
  { bytes: [0xff, 0xfe, 0, 0], what: "is UTF-32 text", cure: "Save it as UTF-8." },
  { bytes: [0, 0, 0xfe, 0xff], what: "is UTF-32 text", cure: "Save it as UTF-8." },
];
/** Messages between programs: each line is a segment of another kind. HL7 version 2, its batches, and ASTM's. */
const MESSAGES = /^[\uFEFF\v]?(?:(?:MSH|FHS|BHS)[|^]\S{3,4}[|^]|H\|\\\^&\|)/;
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
  checkKind(start, file);
}

/** @throws SourceError where the text is of another kind than tables are */
function checkKind(start: Buffer, { name }: Pick<SourceFile, "name">): void {
  const head = start.toString("latin1", 0, 200);
  if (MESSAGES.test(head)) {
    throw new OtherKind(
      `${name} holds HL7 or ASTM messages, whose lines are not records of one table.`,
      {
        cure: "Export the tables as CSV from the program that keeps them, or convert the messages to one table each.",
      },
    );
  }
  if (isEbcdic(start)) {
    throw new OtherKind(`${name} seems to be EBCDIC text of a mainframe or an AS/400.`, {
      cure: "Export it again with conversion to UTF-8 (CPYTOIMPF with STMFCCSID(1208)), or convert it:  iconv -f CP037 -t UTF-8",
    });
  }
  if (MARKUP.test(head)) {
    throw new SourceError(`${name} is a web page or XML, not CSV text.`, {
      cure: "Open it in a spreadsheet and save the table as CSV (UTF-8) or .xlsx.",
    });
  }
}

/** Text that is surely none, and no note either that may lie beside an export. */
export class OtherKind extends SourceError {}

const FEWEST_BYTES = 64;
const [EBCDIC_ZERO, EBCDIC_BLANK] = [0xf0, 0x40];

/** In EBCDIC digits and letters are the upper half of the bytes, and no byte is ASCII's blank or line feed. */
function isEbcdic(start: Buffer): boolean {
  if (start.length < FEWEST_BYTES || start.includes(0x20) || start.includes(0x0a)) return false;
  if (start.some((byte) => byte >= 0x30 && byte <= 0x39)) return false;
  let high = 0;
  let digits = 0;
  for (const byte of start) {
    high += Number(byte >= 0x80 || byte === EBCDIC_BLANK);
    digits += Number(byte >= EBCDIC_ZERO && byte < EBCDIC_ZERO + 10);
  }
  return high > start.length / 2 && digits * 20 > start.length && !isUtf8(start);
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
