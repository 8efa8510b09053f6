import { trimText } from "../../shared/trim-text.ts";
import { SourceError } from "../errors.ts";
import { checkCells, suspect } from "./check-cells.ts";
import { checkText } from "./check-text.ts";
import { joinHeader } from "./detect/detect-layout.ts";
import { Layout, type LeftOut } from "./lay-out.ts";
import { type Parsing, parseRecords } from "./parse-records.ts";
import type { Dialect, SourceRecord } from "./record.ts";
import { recountBetween } from "./recount.ts";
import { type ScannedWindow, scanRecords } from "./scan-records.ts";
import { ByteReader, type SourceFile } from "./source-file.ts";
import type { ScanState } from "./span.ts";
import { TextWindows } from "./text-windows.ts";

/** Records are handed on in groups: enough to be fast, few enough to stay small. */
const GROUP = 500;

/** The records of one file, and the scanner's own count of them. */
export interface RecordReader {
  /** The header and what surrounds the table are not among them. */
  readonly groups: AsyncGenerator<SourceRecord[]>;
  /** Records found in the bytes so far, before anything was made of them. */
  scanned(): number;
  /** The same, counted in another way; nothing where that cannot be done. */
  recounted(): number | undefined;
  /** What was found so far besides records. */
  leftOut(): readonly LeftOut[];
}

/**
 * Reads the records of a file, with their places, in groups. The scanner counts them from the bytes;
 * what csv-parse makes of the bytes is compared with that count, group by group.
 *
 * @throws SourceError where the file is no text, cannot be read, or changes meanwhile
 */
export function readRecords(file: SourceFile, bytes: ByteReader, dialect: Parsing): RecordReader {
  const count: Counts = { spans: 0, again: 0 };
  const layout = new Layout(dialect);
  return {
    groups: withoutFooter(readGroups({ file, bytes, dialect, count }), layout),
    scanned: () => Math.max(count.spans - layout.others, 0),
    recounted: () => count.again && Math.max(count.again - layout.others, 0),
    leftOut: () => layout.leftOut,
  };
}

/**
 * The column names of a file.
 *
 * @throws SourceError where the file is empty, no text, or has no readable header
 */
export async function readHeader(file: SourceFile, dialect: Dialect): Promise<readonly string[]> {
  const layout = new Layout(dialect);
  const reading = { file, bytes: new ByteReader(file), dialect, count: { spans: 0, again: 0 } };
  for await (const group of readGroups(reading)) {
    const beyond = layout.records(group).length > 0;
    const rows = layout.headerRows;
    if (rows.length === 0 || !(beyond || dialect.header === "first")) continue;
    const bad = rows.find(({ flaws }) => flaws.some((flaw) => flaw !== "quote-stray"));
    if (bad !== undefined) throw unreadableHeader(file, bad);
    return joinHeader(rows).map(trimText);
  }
  throw new SourceError(`${file.name} is empty: it has no header line.`, {
    cure: "Export it again, or move it out of the folder.",
  });
}

function unreadableHeader(file: SourceFile, header: SourceRecord): SourceError {
  return new SourceError(
    `${file.name} line ${header.line}: the header cannot be read (${header.flaws.join(", ")}).`,
    {
      cure: "Correct the header line; the file must be UTF-8 text.",
    },
  );
}

/** Holds the last group back until the file's end is known: a footer stands there. */
async function* withoutFooter(
  groups: AsyncGenerator<SourceRecord[]>,
  layout: Layout,
): AsyncGenerator<SourceRecord[]> {
  let held: SourceRecord[] | undefined;
  for await (const group of groups) {
    const records = layout.records(group);
    if (records.length === 0) continue;
    if (held !== undefined) yield held;
    held = records;
  }
  if (held !== undefined) yield layout.withoutFooter(held);
}

interface Reading {
  readonly file: SourceFile;
  readonly bytes: ByteReader;
  readonly dialect: Parsing;
  readonly count: Counts;
}

interface Counts {
  spans: number;
  again: number | undefined;
}

function addCounted(
  sofar: number | undefined,
  text: Buffer,
  { spans, skipped, dialect }: Pick<ScannedWindow, "spans" | "skipped"> & { dialect: Dialect },
): number | undefined {
  if (sofar === undefined) return undefined;
  const flawed = spans
    .filter(({ flaw }) => flaw !== undefined)
    .map(({ start, end }) => ({ start, end, records: 1 }));
  const unseen = skipped.map((one) => ({ ...one, records: 0 }));
  const leftAlone = [...flawed, ...unseen].sort((one, other) => one.start - other.start);
  const counted = recountBetween(text, leftAlone, dialect);
  return counted === undefined ? undefined : sofar + counted;
}

async function* readGroups(reading: Reading): AsyncGenerator<SourceRecord[]> {
  const { file, bytes, dialect, count } = reading;
  const state: ScanState = { line: 1, skipping: false, leftToSkip: dialect.skipLines };
  const windows = new TextWindows(dialect.encoding);
  for await (const { chunk, first, atEnd } of marked(bytes.chunks())) {
    if (first) checkText(chunk, file, dialect.encoding);
    const window = windows.add(chunk, { first, atEnd });
    const { spans, skipped, consumed } = scanRecords(window, state, { dialect, atEnd });
    count.again = addCounted(count.again, window.subarray(0, consumed), {
      spans,
      skipped,
      dialect,
    });
    const suspicion = suspect(window, dialect);
    const suspected = Object.values(suspicion).includes(true);
    for (let at = 0; at < spans.length; at += GROUP) {
      const numbered = spans.slice(at, at + GROUP).map((span) => ({
        ...span,
        record: count.spans++,
        offset: windows.offsetOf(span.start),
      }));
      const records = parseRecords(window, numbered, dialect).map((record) =>
        suspected ? checkCells(record, suspicion, dialect) : record,
      );
      yield windows.isUtf8
        ? records
        : records.map((one, nth) => windows.ownBytes(one, numbered[nth]));
    }
    windows.consume(consumed);
  }
}

interface MarkedChunk {
  readonly chunk: Buffer;
  readonly first: boolean;
  readonly atEnd: boolean;
}

/** Says which chunk is the first and which the last: the scanner must know where the file ends. */
async function* marked(chunks: AsyncIterable<Buffer>): AsyncGenerator<MarkedChunk> {
  let held: Buffer | undefined;
  let first = true;
  for await (const chunk of chunks) {
    if (held !== undefined) {
      yield { chunk: held, first, atEnd: false };
      first = false;
    }
    held = chunk;
  }
  if (held !== undefined) yield { chunk: held, first, atEnd: true };
}
