import { SourceError } from "../../plain/errors.ts";
import { checkText, withoutEndMarks } from "../check-text.ts";
import { startOf } from "../contents.ts";
import type { FixedColumns } from "../fixed-columns.ts";
import { parseRecords } from "../parse-records.ts";
import type { Dialect, SourceRecord } from "../record.ts";
import { scanRecords } from "../scan-records.ts";
import type { SourceFile } from "../source-file.ts";
import { startOfFile } from "../span.ts";
import { transcoder } from "../transcode.ts";
import {
  againstColumns,
  fixedColumns,
  notProven,
  type Unproven,
  unprovenWidths,
} from "./choose-fixed.ts";
import { detectDecodedTwice } from "./decoded-twice.ts";
import {
  type DetectedMarks,
  detectMarks,
  type Finding,
  given,
  isUnquoted,
} from "./detect-dialect.ts";
import { detectEncoding, detectEncodingOf, type EncodingFinding } from "./detect-encoding.ts";
import { detectEscapes, type EscapesFinding } from "./detect-escapes.ts";
import {
  commonWidth,
  type DetectedLayout,
  detectLayout,
  type LayoutHints,
} from "./detect-layout.ts";

/** What is known of a file beforehand, from a person or a mapping; detection fills in the rest. */
export type ReadingHints = Partial<
  Pick<Dialect, "encoding" | "delimiter" | "quote" | "quoteEscape" | "skipLines" | "header">
> &
  Partial<Pick<Dialect, "hidden" | "merged" | "decodedTwice" | "strays" | "comment">> &
  Pick<LayoutHints, "known"> & {
    /** Of columns at fixed places: how wide each is. */
    readonly widths?: readonly number[];
  };

/** What a file of text was found to be, with the evidence. */
export interface Understanding {
  readonly dialect: Dialect;
  /** The column names, as they stand; made up where the file has none. */
  readonly columns: readonly string[];
  readonly encoding: EncodingFinding;
  readonly marks: DetectedMarks;
  readonly layout: DetectedLayout;
  readonly lineEnd: Finding<string>;
  /** Undefined if a sign divides the columns. */
  readonly fixed?: Finding<FixedColumns>;
  /** Of a file whose columns are aligned, in places that are not proven: a guess at their widths. */
  readonly unproven?: Unproven | undefined;
  /** Undefined if no cell has a backslash that could be one. */
  readonly escapes?: EscapesFinding;
  readonly decodedTwice: Finding<boolean>;
}

/** As much of a file is looked at before it is read: bytes. */
const SAMPLE = 256 * 1024;
/** More columns than a spreadsheet can have are a mistake, or meant to hurt. */
const MOST_COLUMNS = 16_384;

/**
 * Finds out how a file of text is written, from its first bytes.
 *
 * @throws SourceError if it is no text or cannot be read
 */
export async function understandText(
  file: SourceFile,
  hints: ReadingHints,
): Promise<Understanding> {
  const { sample, whole } = await readSample(file);
  const encoding = await encodingOf(file, hints, { sample, whole });
  checkText(sample, file, encoding.value);
  const understanding = understandSample({ sample, whole }, encoding, hints);
  const { unproven } = understanding;
  if (unproven !== undefined) throw notProven(file.name, unproven);
  if (!whole && understanding.columns.length === 0) throw endless(file);
  const { length } = understanding.columns;
  if (length > MOST_COLUMNS) {
    throw new SourceError(
      `${file.name} has ${length} columns; more than ${MOST_COLUMNS} cannot be read.`,
      { cure: "Look for a missing line end, or name its delimiter with --delimiter." },
    );
  }
  return understanding;
}

/** Without one record in sight nothing can be said of a file. */
export function endless(file: SourceFile): SourceError {
  return new SourceError(`${file.name} has no record that ends in its first ${SAMPLE} bytes.`, {
    cure: "Look for a missing line end, or a quote that is never closed, at its start.",
  });
}

/** Of columns at fixed places a record is a line, and no sign in it divides or quotes anything. */
const LINES_ALONE = { delimiter: "\0", quote: "", quoteEscape: "", blanks: "trim" } as const;

interface Sample {
  readonly sample: Buffer;
  /** The sample is all that the file holds. */
  readonly whole: boolean;
}

function encodingOf(
  file: SourceFile,
  hints: ReadingHints,
  { sample, whole }: Sample,
): EncodingFinding | Promise<EncodingFinding> {
  if (hints.encoding !== undefined) return given(hints.encoding);
  return whole ? detectEncoding(sample, { whole }) : detectEncodingOf(sample, () => startOf(file));
}

/** The same for a sample at hand. Pure. */
function understandSample(
  { sample, whole }: Sample,
  encoding: EncodingFinding,
  hints: ReadingHints,
): Understanding {
  const text = decodeSample(sample, encoding.value, whole);
  const skipLines = hints.skipLines ?? 0;
  const shown = behindLines(text.toString("utf8"), skipLines);
  const marks = detectMarks(shown, hints, { whole });
  const fixed = fixedColumns(shown, hints, { marks, whole, encoding: encoding.value });
  const escapes = fixed ? undefined : detectEscapes(shown, marks);
  const reading: Dialect = {
    encoding: encoding.value,
    decodedTwice: hints.decodedTwice ?? "flag",
    delimiter: marks.delimiter.value,
    quote: marks.quote.value,
    quoteEscape: marks.quoteEscape.value,
    blanks: marks.blanks.value,
    blankLines: "skip",
    comment: "",
    skipLines,
    header: "none",
    strays: "records",
    ...escaping(escapes, marks),
    ...(fixed && { fixed: fixed.value, ...LINES_ALONE }),
  };
  const rows = readSampleRows(text, reading, whole);
  const layout = detectLayout(rows, hints);
  const width = Math.max(layout.columns.length, commonWidth(rows));
  return {
    dialect: {
      ...reading,
      blankLines: width === 1 ? "records" : "skip",
      comment: hints.comment ?? layout.comment.value,
      header: layout.header.value,
      ...(layout.width !== undefined && { width: layout.width }),
      strays: hints.strays ?? "told apart",
    },
    columns: layout.columns,
    encoding,
    marks,
    layout,
    ...(fixed && { fixed }),
    unproven: fixed
      ? againstColumns(shown, hints, { fixed: fixed.value, whole })
      : unprovenWidths(shown, hints, marks),
    ...(escapes && { escapes }),
    lineEnd: findLineEnd(text),
    decodedTwice: detectDecodedTwice(text.toString("utf8")),
  };
}

/** What writes escapes may write no quotes: one in a cell is a sign like any other then. */
function escaping(
  escapes: EscapesFinding | undefined,
  marks: DetectedMarks,
): Partial<Pick<Dialect, "escapes" | "quote" | "quoteEscape">> {
  if (escapes === undefined || escapes.value === "none") return {};
  const { value } = escapes;
  return isUnquoted(marks)
    ? { escapes: value, quote: "", quoteEscape: "" }
    : { escapes: value, quoteEscape: "\\" };
}

/** The first bytes of what a file holds, unpacked. */
export async function readSample(file: SourceFile): Promise<Sample> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of startOf(file)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > SAMPLE) break;
  }
  const sample = Buffer.concat(chunks);
  const whole = sample.length <= SAMPLE;
  return { sample: sample.subarray(0, whole ? withoutEndMarks(sample) : SAMPLE), whole };
}

function decodeSample(sample: Buffer, encoding: string, whole: boolean): Buffer {
  const { mark, decode } = transcoder(encoding, sample);
  return decode(sample.subarray(mark), whole);
}

function behindLines(text: string, lines: number): string {
  const ends = text.matchAll(/\r\n|\n|\r/g);
  let from = 0;
  for (let line = 0; line < lines; line++) {
    const end = ends.next();
    if (end.done) return "";
    from = end.value.index + end.value[0].length;
  }
  return text.slice(from);
}

/** The sample's records by the very scanner and parser that read the file. */
function readSampleRows(text: Buffer, dialect: Dialect, whole: boolean): SourceRecord[] {
  const state = startOfFile(dialect.skipLines);
  const { spans } = scanRecords(text, state, { dialect, atEnd: whole });
  const numbered = spans.map((span, at) => ({ ...span, record: at, offset: span.start }));
  const rows = parseRecords(text, numbered, dialect);
  const width = commonWidth(rows);
  return parseRecords(text, numbered, { ...dialect, repairTo: width });
}

function findLineEnd(text: Buffer): Finding<string> {
  const counts = new Map<string, number>([
    ["LF", 0],
    ["CRLF", 0],
    ["CR", 0],
  ]);
  for (const [end] of text.toString("latin1").matchAll(/\r\n|\n|\r/g)) {
    const name = end === "\n" ? "LF" : end === "\r" ? "CR" : "CRLF";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const seen = [...counts].filter(([, count]) => count > 0);
  const evidence = seen.map(([name, count]) => `${count} ${name}`).join(", ") || "no line end";
  const value = seen.length > 1 ? "mixed" : (seen[0]?.[0] ?? "none");
  return { value, confidence: 1, evidence };
}
