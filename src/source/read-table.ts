import { formatOf } from "./contents.ts";
import { type ReadingHints, type Understanding, understandText } from "./detect/understand.ts";
import { understandJson } from "./detect/understand-json.ts";
import { type RecordReader, readRecords } from "./read-records.ts";
import { type Dialect, RFC_4180 } from "./record.ts";
import type { ByteReader, SourceFile } from "./source-file.ts";

/** A file that was looked at and can be read. */
export interface OpenedTable {
  readonly file: SourceFile;
  readonly dialect: Dialect;
  /** As they stand in the file; made up where it has none. */
  readonly columns: readonly string[];
  /** What was found out about a file of text, and why. */
  readonly understanding: Understanding | undefined;
}

/**
 * Looks at a file: what it is written in, how, and which columns it has.
 *
 * @throws SourceError where it cannot be read
 */
export async function openTable(file: SourceFile, hints: ReadingHints): Promise<OpenedTable> {
  const format = formatOf(file.name);
  if (format === "json" || format === "ndjson") {
    const dialect = await understandJson(file, RFC_4180);
    return { file, dialect, columns: dialect.columns ?? [], understanding: undefined };
  }
  const understanding = await understandText(file, hints);
  const { dialect, columns } = understanding;
  return { file, dialect, columns, understanding };
}

/** Reads the records of a table; broken ones get their most plausible cells beside their flaws. */
export function readTable(
  { file, dialect, columns }: OpenedTable,
  bytes: ByteReader,
): RecordReader {
  return readRecords(file, bytes, { ...dialect, repairTo: columns.length });
}
