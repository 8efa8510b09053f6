import { formatOf } from "./contents.ts";
import { detectEncoding } from "./detect/detect-encoding.ts";
import { detectLayout } from "./detect/detect-layout.ts";
import {
  type ReadingHints,
  readSample,
  type Understanding,
  understandText,
} from "./detect/understand.ts";
import { understandJson } from "./detect/understand-json.ts";
import type { FhirPlace } from "./fhir/fhir-place.ts";
import { columnsOf } from "./fhir/fhir-table.ts";
import { tableNamed } from "./fhir/tables/index.ts";
import { type RecordReader, readRecords } from "./read-records.ts";
import { type Dialect, RFC_4180, type SourceRecord } from "./record.ts";
import type { ByteReader, SourceFile } from "./source-file.ts";
import { SPOOL } from "./spool-dialect.ts";
import { sheetNotes } from "./workbook/merged-cells.ts";
import { sheetRows } from "./workbook/sheet-rows.ts";

/** A file that was looked at and can be read. */
export interface OpenedTable {
  readonly file: SourceFile;
  readonly dialect: Dialect;
  /** As they stand in the file; made up where it has none. */
  readonly columns: readonly string[];
  /** What was found out about a file of text, and why. */
  readonly understanding: Understanding | undefined;
  /** What else is to be told of it. */
  readonly notes?: readonly string[];
}

/**
 * Looks at a file: what it is written in, how, and which columns it has.
 *
 * @throws SourceError if it cannot be read
 */
export async function openTable(file: SourceFile, hints: ReadingHints): Promise<OpenedTable> {
  if (file.table !== undefined) {
    const columns = file.table.table.columns.map(({ name }) => name);
    const dialect = { ...RFC_4180, blanks: "keep", header: "none", columns } as const;
    return { file, dialect, columns, understanding: undefined };
  }
  if (file.extracted !== undefined) {
    const columns = file.extracted.columns.map(({ name }) => name);
    return { file, dialect: SPOOL, columns, understanding: undefined };
  }
  if (file.sheet !== undefined) return openSheet(file, hints);
  if (file.json?.fhir !== undefined) return openFhir(file, file.json.fhir);
  const format = formatOf(file.name);
  if (file.json !== undefined || format === "json" || format === "ndjson") {
    return { file, ...(await understandJson(file, RFC_4180)), understanding: undefined };
  }
  const understanding = await understandText(file, hints);
  const { dialect, columns } = understanding;
  return { file, dialect, columns, understanding };
}

/** The columns are those of the table, whatever the file's resources have. */
async function openFhir(file: SourceFile, { table, notes }: FhirPlace): Promise<OpenedTable> {
  const { sample, whole } = await readSample(file);
  const encoding = detectEncoding(sample, { whole }).value;
  const columns = columnsOf(tableNamed(table));
  const dialect = { ...RFC_4180, encoding, blanks: "keep", header: "none", columns } as const;
  return { file, dialect, columns, understanding: undefined, notes };
}

/** As many rows are looked at to tell the header from what surrounds it. */
const SAMPLE_ROWS = 200;

async function openSheet(file: SourceFile, hints: ReadingHints): Promise<OpenedTable> {
  const rows: SourceRecord[] = [];
  for await (const group of sheetRows(file, { width: 0 })) {
    rows.push(...group);
    if (rows.length >= SAMPLE_ROWS) break;
  }
  // A sheet leaves its empty cells out: its rows are as wide as the widest.
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const filled = rows.map((row) => {
    return { ...row, cells: [...row.cells, ...new Array(width - row.cells.length).fill("")] };
  });
  const { header, columns } = detectLayout(filled, hints);
  const { hidden, merged } = hints;
  const dialect: Dialect = {
    ...RFC_4180,
    ...(hidden && { hidden }),
    ...(merged && { merged }),
    blanks: "keep",
    header: header.value,
    columns,
    strays: hints.strays ?? "told apart",
  };
  return { file, dialect, columns, understanding: undefined, notes: await sheetNotes(file) };
}

/** Reads the records of a table; broken ones get their most plausible cells beside their flaws. */
export function readTable(
  { file, dialect, columns }: OpenedTable,
  bytes: ByteReader,
): RecordReader {
  return readRecords(file, bytes, { ...dialect, repairTo: columns.length });
}
