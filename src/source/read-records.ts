import { trimText } from "../../shared/trim-text.ts";
import { SourceError } from "../errors.ts";
import { checkText } from "./check-text.ts";
import { parseRecords } from "./parse-records.ts";
import type { Dialect, SourceRecord } from "./record.ts";
import { type ScanState, scanRecords } from "./scan-records.ts";
import { ByteReader, bomLength, type SourceFile } from "./source-file.ts";

/** Records are handed on in groups: enough to be fast, few enough to stay small. */
const GROUP = 500;
/** A header is record 0: the records are counted from 1. */
const HEADER = 0;

/** The records of one file, and the scanner's own count of them. */
export interface RecordReader {
  /** The header is not among them. */
  readonly groups: AsyncGenerator<SourceRecord[]>;
  /** Records found in the bytes so far, before anything was made of them. */
  scanned(): number;
}

/**
 * Reads the records of a file, with their places, in groups. The scanner counts them from the bytes;
 * what csv-parse makes of the bytes is compared with that count, group by group.
 *
 * @throws SourceError where the file is no text, cannot be read, or changes meanwhile
 */
export function readRecords(file: SourceFile, bytes: ByteReader, dialect: Dialect): RecordReader {
  const count = { spans: 0 };
  return {
    groups: withoutHeader(readGroups({ file, bytes, dialect, count })),
    scanned: () => Math.max(count.spans - 1, 0),
  };
}

/**
 * The column names of a file.
 *
 * @throws SourceError where the file is empty, no text, or has no readable header
 */
export async function readHeader(file: SourceFile, dialect: Dialect): Promise<readonly string[]> {
  const count = { spans: 0 };
  const groups = readGroups({ file, bytes: new ByteReader(file), dialect, count });
  for await (const group of groups) {
    const header = group[0];
    if (header === undefined) continue;
    if (header.flaws.some((flaw) => flaw !== "quote-stray")) throw unreadableHeader(file, header);
    return header.cells.map(trimText);
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

async function* withoutHeader(
  groups: AsyncGenerator<SourceRecord[]>,
): AsyncGenerator<SourceRecord[]> {
  for await (const group of groups) {
    yield group[0]?.record === HEADER ? group.slice(1) : group;
  }
}

interface Reading {
  readonly file: SourceFile;
  readonly bytes: ByteReader;
  readonly dialect: Dialect;
  readonly count: { spans: number };
}

async function* readGroups(reading: Reading): AsyncGenerator<SourceRecord[]> {
  const { file, bytes, dialect, count } = reading;
  const state: ScanState = { line: 1, skipping: false };
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const { chunk, first, atEnd } of marked(bytes.chunks())) {
    if (first) checkText(chunk, file);
    const bom = first ? bomLength(chunk) : 0;
    const fresh = chunk.subarray(bom);
    const window = rest.length === 0 ? fresh : Buffer.concat([rest, fresh]);
    offset += bom;
    const { spans, consumed } = scanRecords(window, state, { dialect, atEnd });
    for (let at = 0; at < spans.length; at += GROUP) {
      const numbered = spans.slice(at, at + GROUP).map((span) => ({
        ...span,
        record: count.spans++,
        offset: offset + span.start,
      }));
      yield parseRecords(window, numbered, dialect);
    }
    rest = window.subarray(consumed);
    offset += consumed;
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
